#include "core/files/atomic_file.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class AtomicFile : public test::InTemporaryFolder {
  protected:
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }
};

TEST_F(AtomicFile, WritesReplacesAndMakesFolders) {
    const fs::path path = folder_ / "a/b/file.txt";
    write_file_atomically(path, std::string_view("first"));
    EXPECT_EQ(read_text_file(path, 100), "first");
    write_file_atomically(path, std::string_view("second"));
    EXPECT_EQ(read_text_file(path, 100), "second");
    write_file_atomically(path, std::string_view(""));
    EXPECT_EQ(read_text_file(path, 100), "");
    EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 1);
}

TEST_F(AtomicFile, AKillAtAnyMomentLeavesTheOldOrTheNewFile) {
    const fs::path path = folder_ / "favourites.json";
    constexpr std::size_t kSize = 256 << 10;
    const std::string old_text(kSize, 'a'), new_text(kSize, 'b');
    write_file_atomically(path, old_text);
    // The kill comes anywhere in the first four writes, as long as they take on this disk.
    constexpr int kTimed = 10;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < kTimed; ++i) write_file_atomically(path, old_text);
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    const auto latest =
        static_cast<unsigned>(std::clamp<std::int64_t>(4 * taken.count() / kTimed, 2000, 60'000));
    std::mt19937 random(5);
    int olds = 0, news = 0;
    for (int i = 0; i < 300; ++i) {
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            while (true) {
                write_file_atomically(path, new_text);
                write_file_atomically(path, old_text);
            }
        }
        usleep(static_cast<useconds_t>(random() % latest));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const std::string found = read_text_file(path, 2 * kSize);
        ASSERT_TRUE(found == old_text || found == new_text)
            << "after " << i << " kills: " << found.size() << " bytes";
        ++(found == old_text ? olds : news);
    }
    EXPECT_GT(olds, 0);
    EXPECT_GT(news, 0);
    // What the killed ones left is swept up by the next save.
    write_file_atomically(path, old_text);
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, AFailedWriteLeavesTheOldFileAndNothingElse) {
    const fs::path path = folder_ / "file.txt";
    write_file_atomically(path, std::string_view("kept"));
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};  // a disk that is full after 4 KiB
        setrlimit(RLIMIT_FSIZE, &limit);
        const std::string error =
            test::error_of([&] { write_file_atomically(path, std::string(100000, 'x')); });
        _exit(error.find(path.string()) != std::string::npos ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(read_text_file(path, 100), "kept");
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, WhatCannotBeWrittenOrReadIsNamed) {
    const std::string on_folder =
        test::error_of([&] { write_file_atomically(folder_, std::string_view("x")); });
    EXPECT_NE(on_folder.find(folder_.string()), std::string::npos) << on_folder;
    std::ofstream(folder_ / "file") << "x";
    EXPECT_NE(test::error_of([&] { write_file_atomically(folder_ / "file/below", std::string_view("x")); }),
              "no error");
    EXPECT_NE(test::error_of([&] { read_text_file(folder_, 100); }), "no error");
    EXPECT_NE(test::error_of([&] { read_text_file(folder_ / "none", 100); }).find("none"), std::string::npos);
    std::ofstream(folder_ / "large") << std::string(200, 'x');
    EXPECT_NE(test::error_of([&] { read_text_file(folder_ / "large", 199); }).find("large"),
              std::string::npos);
    EXPECT_EQ(read_text_file(folder_ / "large", 200).size(), 200u);
}

TEST_F(AtomicFile, SetAsideNeverOverwrites) {
    for (const std::string text : {"one", "two", "three"}) {
        std::ofstream(folder_ / "f.json") << text;
        const fs::path aside = set_aside(folder_ / "f.json");
        EXPECT_EQ(read_text_file(aside, 100), text);
        EXPECT_FALSE(fs::exists(folder_ / "f.json"));
    }
    EXPECT_EQ(files(), 3u);
    EXPECT_EQ(read_text_file(folder_ / "f.json.unreadable-1", 100), "one");
    EXPECT_NE(test::error_of([&] { set_aside(folder_ / "none"); }), "no error");
}

}  // namespace
}  // namespace progan
