// What is read from /proc, /sys and /etc, from folders made as the kernel makes them.
#include "core/machine/machine_facts.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/files/atomic_file.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

class MachineFactsTest : public test::InTemporaryFolder {
  protected:
    void file(const fs::path& path, std::string_view text) {
        fs::create_directories((root / path).parent_path());
        write_file_atomically(root / path, text);
    }
    /// A device on the PCI bus; `driver` and `node` may be missing.
    void device(const std::string& slot, const std::string& kind, const std::string& vendor,
                const std::string& driver, const std::string& node) {
        const fs::path place = fs::path("sys/bus/pci/devices") / slot;
        file(place / "class", kind + "\n");
        file(place / "vendor", vendor + "\n");
        if (!driver.empty()) {
            fs::create_directories(root / "sys/bus/pci/drivers" / driver);
            fs::create_symlink(root / "sys/bus/pci/drivers" / driver, root / place / "driver");
        }
        if (!node.empty()) {
            fs::create_directories(root / place / "drm/card0");
            fs::create_directories(root / place / "drm" / node);
        }
    }
    const fs::path& root = folder_;
};

TEST_F(MachineFactsTest, TheSystemTheProcessorAndTheMemory) {
    file("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
    file("proc/cpuinfo",
         "processor\t: 0\nmodel name\t: AMD EPYC 9755\nprocessor\t: 1\nmodel name\t: other\n");
    file("proc/meminfo", "MemTotal:       24684092 kB\nMemFree:         1000 kB\nMemAvailable:   2048 kB\n");
    const MachineFacts facts = machine_facts(root);
    EXPECT_EQ(facts.system, "Debian GNU/Linux 12 (bookworm)");
    EXPECT_EQ(facts.processor, "AMD EPYC 9755");
    EXPECT_EQ(facts.memory_bytes, 24684092LL * 1024);
    EXPECT_EQ(facts.free_memory_bytes, 2048 * 1024);
    EXPECT_TRUE(facts.cards.empty());
    EXPECT_EQ(facts.nvidia_driver, "");
}

TEST_F(MachineFactsTest, GraphicsCardsAreWhatDisplaysWithTheirDriversAndNodes) {
    device("0000:00:02.0", "0x030000", "0x8086", "i915", "renderD128");
    device("0000:01:00.0", "0x030200", "0x10de", "", "");
    device("0000:00:1f.6", "0x020000", "0x8086", "e1000e", "");  // a network card
    file("dev/dri/renderD128", "");
    std::vector<GraphicsCard> cards = machine_facts(root).cards;
    ASSERT_EQ(cards.size(), 2u);
    if (cards[0].maker == GraphicsCard::Maker::nvidia) std::swap(cards[0], cards[1]);
    EXPECT_EQ(cards[0].maker, GraphicsCard::Maker::intel);
    EXPECT_EQ(cards[0].driver, "i915");
    EXPECT_EQ(cards[0].node, "/dev/dri/renderD128");
    EXPECT_TRUE(cards[0].node_is_accessible);
    EXPECT_EQ(cards[1].maker, GraphicsCard::Maker::nvidia);
    EXPECT_EQ(cards[1].driver, "");
    EXPECT_EQ(cards[1].node, "");
    fs::remove(root / "dev/dri/renderD128");  // also root may not use what is not there
    for (const GraphicsCard& card : machine_facts(root).cards) EXPECT_FALSE(card.node_is_accessible);
}

TEST_F(MachineFactsTest, TheVersionOfNvidiasDriver) {
    file("proc/driver/nvidia/version",
         "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12 19:39:15 UTC 2024\n"
         "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n");
    EXPECT_EQ(machine_facts(root).nvidia_driver, "535.183.01");
    file("proc/driver/nvidia/version",
         "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build\n");
    EXPECT_EQ(machine_facts(root).nvidia_driver, "570.86.15");
}

TEST_F(MachineFactsTest, AnEmptyOrDamagedSystemGivesNothingAndNoError) {
    EXPECT_EQ(machine_facts(root).memory_bytes, 0);
    file("proc/meminfo", "MemTotal: lots\nMemAvailable:\n");
    file("etc/os-release", "PRETTY_NAME=");
    file("proc/driver/nvidia/version", "NVRM version:\n");
    const MachineFacts facts = machine_facts(root);
    EXPECT_EQ(facts.memory_bytes, 0);
    EXPECT_EQ(facts.free_memory_bytes, 0);
    EXPECT_EQ(facts.system, "");
    EXPECT_EQ(facts.nvidia_driver, "");
}

TEST_F(MachineFactsTest, RoomOnTheDiskIsThatOfTheNearestFolderThatExists) {
    const std::int64_t here = free_disk_bytes(root);
    EXPECT_GT(here, 0);
    EXPECT_GT(free_disk_bytes(root / "not" / "there"), 0);
    EXPECT_EQ(free_disk_bytes("/proc"), 0);
}

TEST_F(MachineFactsTest, AlsasSequencerIsThereOrNotOrLocked) {
    EXPECT_EQ(machine_facts(root).sequencer, MidiSequencer::no_sound);
    fs::create_directories(root / "dev/snd");
    EXPECT_EQ(machine_facts(root).sequencer, MidiSequencer::missing);
    file("dev/snd/seq", "");
    EXPECT_EQ(machine_facts(root).sequencer, MidiSequencer::usable);
    if (geteuid() == 0) return;  // whom nothing is locked for
    fs::permissions(root / "dev/snd/seq", fs::perms::none);
    EXPECT_EQ(machine_facts(root).sequencer, MidiSequencer::locked);
}

}  // namespace
}  // namespace progan
