#include "core/files/file_watch.h"

#include <atomic>
#include <chrono>
#include <fstream>

#include "core/files/atomic_file.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class FileWatchTest : public test::InTemporaryFolder {
  protected:
    /// Whether there are `count` changes within a minute.
    bool heard(int count) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (changes_ < count && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return changes_ >= count;
    }
    std::atomic<int> changes_ = 0;
};

TEST_F(FileWatchTest, HearsOfFilesThatComeChangeAndGo) {
    FileWatch watch([this] { ++changes_; });
    watch.watch({folder_ / "a", folder_ / "not there" / "b"});
    write_file_atomically(folder_ / "a", std::string_view("1"));
    ASSERT_TRUE(heard(1));
    write_file_atomically(folder_ / "a", std::string_view("2"));
    ASSERT_TRUE(heard(2));
    write_file_atomically(folder_ / "not there" / "b", std::string_view("1"));  // the folder comes later
    ASSERT_TRUE(heard(3));
    std::filesystem::remove(folder_ / "a");
    ASSERT_TRUE(heard(4));
}

TEST_F(FileWatchTest, HearsNothingOfOtherFilesAndOfWhatWasThere) {
    std::ofstream(folder_ / "a") << "1";
    FileWatch watch([this] { ++changes_; });
    watch.watch({folder_ / "a"});
    std::ofstream(folder_ / "other") << "1";
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // longer than it takes to look
    EXPECT_EQ(changes_, 0);
}

}  // namespace
}  // namespace progan
