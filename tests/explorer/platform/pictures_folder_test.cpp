// The desktop's pictures folder, which dialogs ask for in every frame.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/explorer/platform/desktop_files.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class PicturesFolderTest : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        test::InTemporaryFolder::SetUp();
        unsetenv("XDG_PICTURES_DIR");
        setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
        for (const char* name : {"one", "two", "third"}) fs::create_directories(folder_ / name);
    }
    void TearDown() override {
        unsetenv("XDG_CONFIG_HOME");
        test::InTemporaryFolder::TearDown();
    }
    fs::path settings() const { return folder_ / "user-dirs.dirs"; }
    void name(const std::string& folder) const {
        std::ofstream(settings()) << "XDG_PICTURES_DIR=\"" << (folder_ / folder).string() << "\"\n";
    }
};

TEST_F(PicturesFolderTest, IsWhatTheDesktopSaysAlsoOnceItSaysAnother) {
    name("one");
    EXPECT_EQ(pictures_folder(), folder_ / "one");
    name("third");
    EXPECT_EQ(pictures_folder(), folder_ / "third");
    fs::remove(settings());
    EXPECT_NE(pictures_folder(), folder_ / "third");
}

TEST_F(PicturesFolderTest, TheFileIsReadOnlyWhenItIsAnother) {
    name("one");
    EXPECT_EQ(pictures_folder(), folder_ / "one");
    const auto time = fs::last_write_time(settings());
    name("two");  // as long, in the same file
    fs::last_write_time(settings(), time);
    EXPECT_EQ(pictures_folder(), folder_ / "one") << "what has the same mark is not read again";
    fs::last_write_time(settings(), time + std::chrono::seconds(1));
    EXPECT_EQ(pictures_folder(), folder_ / "two");
}

}  // namespace
}  // namespace progan
