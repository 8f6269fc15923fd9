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
    std::filesystem::create_symlink(folder_ / "elsewhere", folder_ / "shared.lock");
    EXPECT_FALSE(FolderLock(folder_).held());
}

}  // namespace
}  // namespace progan
