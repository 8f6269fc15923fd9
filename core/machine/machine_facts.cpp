#include "core/machine/machine_facts.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>

#include "core/support/text.h"
#include "core/system/file.h"
#include "core/system/process.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kKibibyte = 1024;

std::string first_line(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return std::string(trimmed(line));
}

/// "model name : AMD EPYC", "PRETTY_NAME=\"Debian\"": what follows the key in the first such line.
std::string value_of(const fs::path& file, std::string_view key) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t start = line.find_first_not_of(" \t:=\"", key.size());
        if (start == std::string::npos) return {};
        return line.substr(start, line.find_last_not_of(" \t\"") + 1 - start);
    }
    return {};
}

/// "MemTotal:  24684092 kB".
std::int64_t kibibytes_of(const fs::path& file, std::string_view key) {
    const std::string text = value_of(file, key);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value * kKibibyte;
}

GraphicsCard::Maker maker_of(std::string_view vendor) {
    using Maker = GraphicsCard::Maker;
    if (vendor == "0x1002") return Maker::amd;
    if (vendor == "0x8086") return Maker::intel;
    if (vendor == "0x10de") return Maker::nvidia;
    // Red Hat's virtio and QXL, QEMU's own, VMware's, VirtualBox's
    for (const std::string_view guest : {"0x1af4", "0x1b36", "0x1234", "0x15ad", "0x80ee"})
        if (vendor == guest) return Maker::virtual_machine;
    return Maker::other;
}

/// Everything on the PCI bus that is there to display something.
std::vector<GraphicsCard> cards_under(const fs::path& root) {
    std::vector<GraphicsCard> cards;
    std::error_code ignored;
    for (const fs::directory_entry& device : fs::directory_iterator(root / "sys/bus/pci/devices", ignored)) {
        if (!first_line(device.path() / "class").starts_with("0x03")) continue;
        GraphicsCard card;
        card.maker = maker_of(first_line(device.path() / "vendor"));
        if (const fs::path driver = fs::read_symlink(device.path() / "driver", ignored); !driver.empty())
            card.driver = driver.filename().string();
        for (const fs::directory_entry& node : fs::directory_iterator(device.path() / "drm", ignored)) {
            const std::string name = node.path().filename().string();
            if (!name.starts_with("renderD")) continue;
            card.node = fs::path("/dev/dri") / name;
            card.node_is_accessible = system::may_read_and_write(root / "dev/dri" / name);
        }
        cards.push_back(card);
    }
    return cards;
}

/// "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12 ...": the first word that is a
/// version.
std::string nvidia_driver_under(const fs::path& root) {
    const std::string line = value_of(root / "proc/driver/nvidia/version", "NVRM version");
    for (std::size_t begin = 0; begin < line.size();) {
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        const std::string_view word = std::string_view(line).substr(begin, end - begin);
        const bool version = word.find('.') != std::string_view::npos &&
                             word.find_first_not_of("0123456789.") == std::string_view::npos;
        if (version) return std::string(word);
        begin = end + 1;
    }
    return {};
}

MidiSequencer sequencer_under(const fs::path& root) {
    const fs::path sound = root / "dev/snd", sequencer = sound / "seq";
    std::error_code ignored;
    if (!fs::is_directory(sound, ignored)) return MidiSequencer::no_sound;
    if (!fs::exists(sequencer, ignored)) return MidiSequencer::missing;
    return system::may_read_and_write(sequencer) ? MidiSequencer::usable : MidiSequencer::locked;
}

bool is_set(const char* variable) {
    return !system::environment(variable).value_or("").empty();
}

}  // namespace

MachineFacts machine_facts(const fs::path& root) {
    MachineFacts facts;
    facts.system = value_of(root / "etc/os-release", "PRETTY_NAME");
    facts.processor = value_of(root / "proc/cpuinfo", "model name");
    facts.memory_bytes = kibibytes_of(root / "proc/meminfo", "MemTotal");
    facts.free_memory_bytes = kibibytes_of(root / "proc/meminfo", "MemAvailable");
    facts.cards = cards_under(root);
    facts.nvidia_driver = nvidia_driver_under(root);
    facts.sequencer = sequencer_under(root);
    facts.has_display = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    return facts;
}

std::int64_t free_disk_bytes(fs::path folder) {
    std::error_code error;
    folder = fs::absolute(folder, error);
    while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    const fs::space_info space = fs::space(folder, error);
    return error ? -1 : static_cast<std::int64_t>(space.available);
}

}  // namespace progan
