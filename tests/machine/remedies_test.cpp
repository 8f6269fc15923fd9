// What is said to whom: the machine that has what it needs hears nothing.
#include "core/machine/remedies.h"

#include <gtest/gtest.h>

#include <string>

namespace progan {
namespace {

using Maker = GraphicsCard::Maker;

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

MachineFacts with_card(const GraphicsCard& card) {
    MachineFacts facts;
    facts.has_display = true;
    facts.cards = {card};
    return facts;
}

const std::string kSoftware = "OpenGL 4.5, llvmpipe (LLVM 15.0.6, 256 bits)";

TEST(RemediesTest, ADriverThatDrawsIsWell) {
    EXPECT_EQ(opengl_remedy("OpenGL 4.6, AMD Radeon RX 6600", with_card({Maker::amd, "amdgpu", {}, false})),
              "");
}

TEST(RemediesTest, OpenGlInSoftwareHasFourReasons) {
    EXPECT_TRUE(
        says(opengl_remedy(kSoftware, with_card({Maker::intel, "i915", "/dev/dri/renderD128", false})),
             "/dev/dri/renderD128"));
    EXPECT_TRUE(says(opengl_remedy(kSoftware, with_card({Maker::amd, "", {}, false})),
                     "AMD's graphics card: install libgl1-mesa-dri and firmware-amd-graphics"));
    EXPECT_TRUE(
        says(opengl_remedy(kSoftware, with_card({Maker::nvidia, "nvidia", "/dev/dri/renderD128", true})),
             "though there is a graphics card: install nvidia-driver"));
    EXPECT_TRUE(says(opengl_remedy(kSoftware, with_card({Maker::virtual_machine, "bochs", {}, false})),
                     "no graphics card it can use"));
}

TEST(RemediesTest, WithoutOpenGlTheDesktopIsAskedForFirst) {
    EXPECT_TRUE(says(opengl_remedy("", {}), "ssh -X"));
    MachineFacts facts;
    facts.has_display = true;
    EXPECT_TRUE(says(opengl_remedy("", facts), "libgl1-mesa-dri"));
}

TEST(RemediesTest, ANvidiaCardThatDoesNotComputeLacksItsDriverOurPartOrCuda) {
    MachineFacts facts = with_card({Maker::nvidia, "", {}, false});
    EXPECT_TRUE(says(gpu_remedy(0, true, facts), "install nvidia-driver"));
    facts.nvidia_driver = "470.256.02";
    EXPECT_TRUE(says(gpu_remedy(0, false, facts), "progan-explorer-training"));
    EXPECT_TRUE(says(gpu_remedy(0, true, facts), "470.256.02"));
    EXPECT_EQ(gpu_remedy(1, true, facts), "");
    EXPECT_EQ(gpu_remedy(0, true, with_card({Maker::intel, "i915", {}, false})), "");
    EXPECT_EQ(gpu_remedy(0, true, {}), "");
}

TEST(RemediesTest, OnlyLittleMemoryAndALittleDiskAreMentioned) {
    constexpr std::int64_t kGibibyte = std::int64_t{1} << 30;
    EXPECT_EQ(memory_remedy(4 * kGibibyte), "");
    EXPECT_EQ(memory_remedy(0), "");  // unknown
    EXPECT_NE(memory_remedy(kGibibyte / 4), "");
    EXPECT_EQ(disk_remedy(2 * kGibibyte), "");
    EXPECT_EQ(disk_remedy(-1), "");  // unknown
    EXPECT_NE(disk_remedy(0), "");
}

TEST(RemediesTest, FontsAreNamedByTheirPackages) {
    EXPECT_EQ(fonts_remedy({}), "");
    EXPECT_EQ(fonts_remedy({"Korean"}), "No installed font covers Korean: install fonts-noto-cjk.");
    EXPECT_EQ(fonts_remedy({"Arabic", "Thai"}),
              "No installed font covers Arabic, Thai: install fonts-noto-core.");
    EXPECT_EQ(fonts_remedy({"Chinese", "Thai"}),
              "No installed font covers Chinese, Thai: install fonts-noto-cjk and fonts-noto-core.");
}

TEST(RemediesTest, WhoHasNoSoundNeedsNoSequencer) {
    EXPECT_EQ(midi_remedy(MidiSequencer::no_sound), "");
    EXPECT_EQ(midi_remedy(MidiSequencer::usable), "");
    EXPECT_TRUE(says(midi_remedy(MidiSequencer::missing), "modprobe snd-seq"));
    EXPECT_TRUE(says(midi_remedy(MidiSequencer::locked), "usermod -aG audio"));
}

TEST(RemediesTest, ThePartWithLibTorchIsAPackageAndAScript) {
    EXPECT_TRUE(says(torch_part_remedy(), "progan-explorer-training"));
    EXPECT_TRUE(says(torch_part_remedy(), "scripts/complete"));
    EXPECT_TRUE(says(osc_remedy(), "127.0.0.1"));
}

}  // namespace
}  // namespace progan
