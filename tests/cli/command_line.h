// `progan` run in a folder of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan::test {

class CommandLine : public test::InTemporaryFolder {
  protected:
    struct Result {
        int exit_code;
        std::string out, err;
    };
    Result run(const std::string& arguments, const std::string& program = PROGAN_PROGRAM) const {
        const std::string command =
            "cd '" + folder_.string() + "' && '" + program + "' " + arguments + " >out.txt 2>err.txt";
        const int status = std::system(command.c_str());
        return {WEXITSTATUS(status), read_text_file(folder_ / "out.txt", 1 << 20),
                read_text_file(folder_ / "err.txt", 1 << 20)};
    }
    /// Runs and requires success.
    std::string done(const std::string& arguments) const {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 0) << arguments << "\n" << result.err;
        return result.out;
    }
    std::vector<std::string> names(const std::filesystem::path& folder) const {
        std::vector<std::string> found;
        for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(folder))
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }
};

}  // namespace progan::test
