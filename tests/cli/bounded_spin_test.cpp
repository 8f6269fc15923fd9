// How OpenMP's threads wait is settled before LibTorch is opened. OpenMP itself says what it has read.
#include "core/support/bounded_spin.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <regex>
#include <string>

#include "tests/fixtures/process.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class BoundedSpin : public test::InTemporaryFolder {
  protected:
    /// What the OpenMP that LibTorch computes with says of the variable, as the program is called with
    /// `settings`.
    std::optional<std::string> in_effect(const std::string& settings, const std::string& variable) const {
        const std::string said = test::output_of("cd '" + folder_.string() +
                                                 "' && env -u OMP_WAIT_POLICY -u GOMP_SPINCOUNT " + settings +
                                                 " OMP_DISPLAY_ENV=verbose '" PROGAN_PROGRAM
                                                 "' render --seeds 1 --device torch-cpu -o face.png 2>&1");
        // It speaks whenever it is loaded: the last word is that of the one that stays.
        const std::regex line(variable + " ?= ?'([^']*)'");
        std::optional<std::string> value;
        for (std::sregex_iterator found(said.begin(), said.end(), line), end; found != end; ++found)
            value = (*found)[1];
        return value;
    }
};

TEST_F(BoundedSpin, IsSetBeforeLibTorchIsOpened) {
    EXPECT_EQ(in_effect("", "GOMP_SPINCOUNT"), "5000");
    EXPECT_EQ(in_effect("OMP_NUM_THREADS=2", "GOMP_SPINCOUNT"), "5000");
}

TEST_F(BoundedSpin, LeavesTheUsersChoiceAlone) {
    EXPECT_EQ(in_effect("GOMP_SPINCOUNT=70000", "GOMP_SPINCOUNT"), "70000");
    EXPECT_EQ(in_effect("OMP_WAIT_POLICY=passive", "GOMP_SPINCOUNT"), "0");
    EXPECT_NE(in_effect("OMP_WAIT_POLICY=active", "GOMP_SPINCOUNT"), "5000");
}

TEST_F(BoundedSpin, KeepsTheArguments) {
    const std::string command = "cd '" + folder_.string() +
                                "' && env -u OMP_WAIT_POLICY -u GOMP_SPINCOUNT '" PROGAN_PROGRAM
                                "' render --seeds 1 -o 'two words.png' && ls";
    EXPECT_NE(test::output_of(command).find("two words.png"), std::string::npos);
}

TEST(BoundedSpinEnvironment, ChangesOnlyWhatIsNotSet) {
    unsetenv("OMP_WAIT_POLICY");
    unsetenv("GOMP_SPINCOUNT");
    EXPECT_TRUE(set_spin_bound());
    ASSERT_NE(std::getenv("GOMP_SPINCOUNT"), nullptr);
    EXPECT_FALSE(set_spin_bound());  // so that a program that has executed itself does not do so for ever
    unsetenv("GOMP_SPINCOUNT");
    setenv("OMP_WAIT_POLICY", "passive", 1);
    EXPECT_FALSE(set_spin_bound());
    EXPECT_EQ(std::getenv("GOMP_SPINCOUNT"), nullptr);
    unsetenv("OMP_WAIT_POLICY");
}

}  // namespace
}  // namespace progan
