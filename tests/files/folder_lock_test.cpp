#include "core/files/folder_lock.h"

#include <fstream>

#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class FolderLockTest : public test::InTemporaryFolder {};

TEST_F(FolderLockTest, OnlyOneHoldsIt) {
    const auto patience = std::chrono::milliseconds(20);
    {
        const FolderLock first(folder_, patience);
        EXPECT_TRUE(first.held());
        EXPECT_FALSE(FolderLock(folder_, patience).held());
    }
    EXPECT_TRUE(FolderLock(folder_, patience).held());
}

TEST_F(FolderLockTest, MakesTheFolderAndFollowsNoLink) {
    EXPECT_TRUE(FolderLock(folder_ / "new" / "one").held());
    std::ofstream(folder_ / "elsewhere") << "text";
    std::error_code error;
    std::filesystem::create_symlink(folder_ / "elsewhere", folder_ / "shared.lock", error);
    if (error == std::errc::function_not_supported) GTEST_SKIP() << "there are no links";
    ASSERT_FALSE(error) << error.message();
    EXPECT_FALSE(FolderLock(folder_).held());
}

}  // namespace
}  // namespace progan
