// Where data lies and what belongs to the program, as the environment of POSIX says.
#include "core/support/paths.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <vector>

#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class Paths : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        for (const char* name : {"HOME", "XDG_DATA_HOME", "PROGAN_TORCH_LIBRARY"}) {
            const char* value = std::getenv(name);
            before_.emplace_back(name, value ? std::optional<std::string>(value) : std::nullopt);
        }
    }
    void TearDown() override {
        for (const auto& [name, value] : before_)
            value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
        InTemporaryFolder::TearDown();
    }

  private:
    std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

TEST_F(Paths, DataDirFollowsTheXdgRules) {
    setenv("HOME", (folder_ / "home").c_str(), 1);
    setenv("XDG_DATA_HOME", (folder_ / "data").c_str(), 1);
    EXPECT_EQ(data_dir(folder_ / "named"), folder_ / "named");
    EXPECT_EQ(data_dir(""), folder_ / "data/progan-explorer");
    EXPECT_TRUE(fs::is_directory(folder_ / "data/progan-explorer"));
    setenv("XDG_DATA_HOME", "relative", 1);  // to be ignored, says the specification
    EXPECT_EQ(data_dir(""), folder_ / "home/.local/share/progan-explorer");
    unsetenv("XDG_DATA_HOME");
    EXPECT_EQ(data_dir(""), folder_ / "home/.local/share/progan-explorer");
    unsetenv("HOME");
    EXPECT_NE(test::error_of([] { data_dir(""); }).find("--data-dir"), std::string::npos);
}

TEST_F(Paths, AFileInTheWayOfTheDataDirIsNamed) {
    std::ofstream(folder_ / "file") << "x";
    EXPECT_NE(test::error_of([&] { data_dir(folder_ / "file"); }).find((folder_ / "file").string()),
              std::string::npos);
}

TEST_F(Paths, ResourcesAreFoundOrThePlacesThatWereTriedAreNamed) {
    EXPECT_TRUE(fs::exists(default_model_path()));
    const std::string error = test::error_of([] { find_resource("models/none.safetensors"); });
    EXPECT_NE(error.find("share/progan-explorer/models/none.safetensors"), std::string::npos) << error;
    EXPECT_EQ(program_path().filename(), "test_support");
}

TEST_F(Paths, TheTorchLibraryCanBeNamed) {
    setenv("PROGAN_TORCH_LIBRARY", "/elsewhere/libprogan_torch.so", 1);
    EXPECT_EQ(find_torch_library(), "/elsewhere/libprogan_torch.so");
}

}  // namespace
}  // namespace progan
