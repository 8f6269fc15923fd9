// Files are found under names of any letters, whatever the system makes of narrow text.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class Names : public test::InTemporaryFolder {};

TEST_F(Names, AreUtf8) {
    // Of one to four bytes each; the last is two units of UTF-16.
    const std::vector<std::string> names{"Zo\u00EB.json", "a b.json", "\u4EAC\u90FD.json", "\U0001F464.json"};
    for (const std::string& name : names) {
        const fs::path path = folder_ / name;
        EXPECT_EQ(path.filename().string(), name);
        EXPECT_TRUE(path.filename().u8string() == std::u8string(name.begin(), name.end())) << name;
        write_file_atomically(path, name);
        std::ifstream file(path);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), name);
    }
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_))
        found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    std::vector<std::string> wanted = names;
    std::sort(wanted.begin(), wanted.end());
    EXPECT_EQ(found, wanted);
}

}  // namespace
}  // namespace progan
