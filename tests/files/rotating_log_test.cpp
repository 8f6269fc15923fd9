#include "core/files/rotating_log.h"

#include <gtest/gtest.h>

#include "core/files/atomic_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class RotatingLog : public test::InTemporaryFolder {};

TEST_F(RotatingLog, GrowsToItsBoundAndKeepsOneOlderFile) {
    const std::filesystem::path path = folder_ / "new" / "log.txt";
    const auto text = [](const std::filesystem::path& file) { return read_text_file(file, 1000); };
    append_to_rotating_log(path, "one\n", 10);
    append_to_rotating_log(path, "two\n", 10);
    EXPECT_EQ(text(path), "one\ntwo\n");
    append_to_rotating_log(path, "three\n", 10);
    EXPECT_EQ(text(path), "three\n");
    EXPECT_EQ(text(path.parent_path() / "log.1.txt"), "one\ntwo\n");
    append_to_rotating_log(path, "a line of more than ten bytes\n", 10);  // whole, by itself
    EXPECT_EQ(text(path), "a line of more than ten bytes\n");
    EXPECT_EQ(text(path.parent_path() / "log.1.txt"), "three\n");
}

TEST_F(RotatingLog, SaysWhatCannotBeWritten) {
    EXPECT_NE(test::error_of([&] { append_to_rotating_log(folder_, "x", 10); }).find(folder_.string()),
              std::string::npos);
}

}  // namespace
}  // namespace progan
