#include "core/files/append_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class AppendFile : public test::InTemporaryFolder {
  protected:
    std::string text() const { return read_text_file(path_, 1000); }

    std::filesystem::path path_;

    void SetUp() override {
        InTemporaryFolder::SetUp();
        path_ = folder_ / "new" / "lines.txt";
    }
};

TEST_F(AppendFile, GrowsAtItsEnd) {
    append_to_file(path_, "one\n");
    append_durably(path_, "two\n");
    append_to_file(path_, "");
    EXPECT_EQ(text(), "one\ntwo\n");
}

TEST_F(AppendFile, IsAsLongAsBeforeIfThereIsNoRoom) {
    append_to_file(path_, "one\n");
    const pid_t child = fork();
    if (child == 0) {  // a file may have ten bytes: of the next line the first six would fit
        signal(SIGXFSZ, SIG_IGN);
        const rlimit ten{10, 10};
        setrlimit(RLIMIT_FSIZE, &ten);
        try {
            append_durably(path_, "a longer line\n");
        } catch (const Error& error) {
            _exit(std::string(error.what()).find(path_.string()) == std::string::npos ? 2 : 0);
        }
        _exit(1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(text(), "one\n");
}

TEST_F(AppendFile, SaysWhatCannotBeWritten) {
    EXPECT_NE(test::error_of([&] { append_to_file(folder_, "x"); }).find(folder_.string()),
              std::string::npos);
}

}  // namespace
}  // namespace progan
