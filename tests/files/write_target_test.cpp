#include "core/files/write_target.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "core/files/atomic_file.h"
#include "core/files/partial_path.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class WriteTarget : public test::InTemporaryFolder {};

TEST_F(WriteTarget, IsTheEndOfLinks) {
    EXPECT_EQ(write_target(folder_ / "new"), folder_ / "new");
    std::ofstream(folder_ / "file") << "old";
    fs::create_symlink("file", folder_ / "link");
    fs::create_symlink(folder_ / "link", folder_ / "second");
    EXPECT_EQ(write_target(folder_ / "file"), folder_ / "file");
    EXPECT_EQ(write_target(folder_ / "second"), fs::canonical(folder_ / "file"));

    write_file_atomically(folder_ / "second", std::string_view("new"));
    EXPECT_EQ(read_text_file(folder_ / "file", 100), "new");
    EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
    EXPECT_TRUE(fs::is_symlink(folder_ / "second"));
    {
        PartialPath partial(folder_ / "link", PartialPath::Kind::file);
        std::ofstream(partial.path()) << "animation";
        partial.publish();
    }
    EXPECT_EQ(read_text_file(folder_ / "file", 100), "animation");
    EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
}

TEST_F(WriteTarget, IsNothingButAFile) {
    ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    fs::create_symlink("pipe", folder_ / "link");
    const std::string pipe = (folder_ / "pipe").string(), link = (folder_ / "link").string();
    EXPECT_EQ(test::error_of([&] { write_target(pipe); }), pipe + " cannot be written: it is a pipe.");
    EXPECT_EQ(test::error_of([&] { write_file_atomically(link, std::string_view("x")); }),
              link + " cannot be written: it is a pipe.");
    EXPECT_EQ(test::error_of([&] { PartialPath(link, PartialPath::Kind::file); }),
              link + " cannot be written: it is a pipe.");
    EXPECT_EQ(test::error_of([&] { write_target(folder_); }),
              folder_.string() + " cannot be written: it is a folder.");
    EXPECT_EQ(test::error_of([] { write_target("/dev/null"); }),
              "/dev/null cannot be written: it is a device.");
    EXPECT_TRUE(fs::is_fifo(pipe));
    EXPECT_TRUE(fs::is_symlink(link));
}

}  // namespace
}  // namespace progan
