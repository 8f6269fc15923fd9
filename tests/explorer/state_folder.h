// The folder of a state's files. As the first member of a fixture it is removed last: after the engine, whose
// worker may still be writing there.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace progan::test {

struct StateFolder {
    explicit StateFolder(const std::string& name)
        : path(std::filesystem::path(::testing::TempDir()) / (name + "-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(path);  // a test that was killed may have left one of this name
        std::filesystem::create_directories(path);
    }
    ~StateFolder() { std::filesystem::remove_all(path); }
    StateFolder(const StateFolder&) = delete;
    StateFolder& operator=(const StateFolder&) = delete;

    const std::filesystem::path path;
};

}  // namespace progan::test
