// What desktops read of the program before it is started.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "tests/fixtures/process.h"

namespace progan {
namespace {

const std::string kAssets = std::string(PROGAN_TEST_SOURCE_DIR) + "/assets/";

bool is_installed(const std::string& program) {
    std::istringstream folders(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "/usr/bin");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (std::filesystem::exists(std::filesystem::path(folder) / program)) return true;
    return false;
}

/// What the program says of the file, errors and warnings.
std::string validated(const std::string& command) {
    return test::output_of(command + " 2>&1 || true");
}

TEST(DesktopEntryTest, AppstreamFindsNoFaultInTheMetainfo) {
    if (!is_installed("appstreamcli")) GTEST_SKIP() << "appstreamcli is not installed";
    const std::string said =
        validated("appstreamcli validate --no-net --no-color '" + kAssets + "progan-explorer.metainfo.xml'");
    ASSERT_NE(said.find("cid-desktopapp-is-not-rdns"), std::string::npos) << said;  // it has looked
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
        // The project has no domain of its own and no site, as the file says.
        const bool known = line.find("cid-desktopapp-is-not-rdns") != std::string::npos ||
                           line.find("url-homepage-missing") != std::string::npos;
        EXPECT_TRUE(known || !(line.starts_with("E:") || line.starts_with("W:"))) << line;
    }
}

TEST(DesktopEntryTest, DesktopFileValidateFindsNoFaultInTheEntry) {
    if (!is_installed("desktop-file-validate")) GTEST_SKIP() << "desktop-file-validate is not installed";
    EXPECT_EQ(validated("desktop-file-validate '" + kAssets + "progan-explorer.desktop'"), "");
}

}  // namespace
}  // namespace progan
