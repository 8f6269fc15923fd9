#include "core/machine/remedies.h"

#include <fmt/format.h>

#include <algorithm>

namespace progan {
namespace {

constexpr std::int64_t kGibibyte = std::int64_t{1} << 30;
constexpr std::int64_t kLittleMemory = kGibibyte / 2, kLittleDisk = kGibibyte;

bool draws_in_software(std::string_view renderer) {
    const auto named = [renderer](std::string_view driver) {
        return renderer.find(driver) != std::string_view::npos;
    };
    return named("llvmpipe") || named("softpipe") || named("swrast");
}

const GraphicsCard* find_card(const MachineFacts& facts, bool (*is)(const GraphicsCard&)) {
    const auto found = std::find_if(facts.cards.begin(), facts.cards.end(), is);
    return found == facts.cards.end() ? nullptr : &*found;
}

bool is_real(const GraphicsCard& card) {
    return card.maker == GraphicsCard::Maker::amd || card.maker == GraphicsCard::Maker::intel ||
           card.maker == GraphicsCard::Maker::nvidia;
}

struct Driver {
    std::string_view maker, packages;
};

Driver driver_of(GraphicsCard::Maker maker) {
    switch (maker) {
        case GraphicsCard::Maker::amd:
            return {"AMD's", "libgl1-mesa-dri and firmware-amd-graphics"};
        case GraphicsCard::Maker::nvidia:
            return {"NVIDIA's", "nvidia-driver"};
        default:
            return {"Intel's", "libgl1-mesa-dri"};
    }
}

}  // namespace

std::string memory_remedy(std::int64_t free_bytes) {
    if (free_bytes <= 0 || free_bytes >= kLittleMemory) return {};
    return "Little memory is free: close other programs before you open large models or train.";
}

std::string disk_remedy(std::int64_t free_bytes) {
    if (free_bytes < 0 || free_bytes >= kLittleDisk) return {};
    return "The disk is almost full: free some space, or choose a folder on another disk with --data-dir.";
}

std::string unwritable_remedy() {
    return "Make the folder yours with sudo chown -R \"$USER\" FOLDER, or choose another with --data-dir.";
}

std::string opengl_remedy(std::string_view renderer, const MachineFacts& facts) {
    if (renderer.empty() && !facts.has_display)
        return "There is no desktop here: log in at the machine's own screen, or connect with ssh -X. The "
               "command line works without either.";
    if (!renderer.empty() && !draws_in_software(renderer)) return {};
    const GraphicsCard* locked = find_card(
        facts, [](const GraphicsCard& card) { return !card.node.empty() && !card.node_is_accessible; });
    if (locked)
        return fmt::format(
            "You have no access to the graphics card ({}): run sudo usermod -aG render,video \"$USER\", and "
            "log in again.",
            locked->node.string());
    const GraphicsCard* idle =
        find_card(facts, [](const GraphicsCard& card) { return is_real(card) && card.node.empty(); });
    if (idle) {
        const auto [maker, packages] = driver_of(idle->maker);
        return fmt::format("There is no driver for {} graphics card: install {}, and restart the machine.",
                           maker, packages);
    }
    if (renderer.empty()) return "Install the OpenGL drivers: the package libgl1-mesa-dri.";
    const GraphicsCard* real = find_card(facts, is_real);
    if (real)
        return fmt::format("OpenGL draws on the processor, although there is a graphics card: install {}.",
                           driver_of(real->maker).packages);
    return "OpenGL draws on the processor, because there is no graphics card it can use. Everything works, "
           "but large windows draw more slowly.";
}

std::string gpu_remedy(int gpus, bool torch_installed, const MachineFacts& facts) {
    const GraphicsCard* card =
        find_card(facts, [](const GraphicsCard& each) { return each.maker == GraphicsCard::Maker::nvidia; });
    if (gpus > 0 || !card) return {};
    if (facts.nvidia_driver.empty())
        return "There is an NVIDIA card but no driver for it: install nvidia-driver, and restart the "
               "machine. Until then, faces are computed on the processor.";
    if (!torch_installed)
        return "To compute on the NVIDIA card, the program needs its LibTorch part: install "
               "progan-explorer-training, or build with LibTorch.";
    return fmt::format(
        "LibTorch finds no card: the installed LibTorch may have been built without CUDA, as Debian's is, or "
        "for a newer driver than {}. Build with a PyTorch that has CUDA, as the manual describes, or update "
        "nvidia-driver.",
        facts.nvidia_driver);
}

std::string fonts_remedy(const std::vector<std::string>& missing) {
    if (missing.empty()) return {};
    const auto is_east_asian = [](const std::string& script) {
        return script == "Chinese" || script == "Japanese" || script == "Korean";
    };
    const bool east = std::any_of(missing.begin(), missing.end(), is_east_asian);
    const bool other = !std::all_of(missing.begin(), missing.end(), is_east_asian);
    return fmt::format("No installed font covers {}: install {}.", fmt::join(missing, ", "),
                       east && other ? "fonts-noto-cjk and fonts-noto-core"
                       : east        ? "fonts-noto-cjk"
                                     : "fonts-noto-core");
}

std::string portal_remedy() {
    return "For the desktop's own, install xdg-desktop-portal and the backend for your desktop, such as "
           "xdg-desktop-portal-gtk.";
}

std::string midi_remedy(MidiSequencer sequencer) {
    switch (sequencer) {
        case MidiSequencer::missing:
            return "To use MIDI devices, load ALSA's sequencer: sudo modprobe snd-seq.";
        case MidiSequencer::locked:
            return "You have no access to ALSA's sequencer (/dev/snd/seq): run sudo usermod -aG audio "
                   "\"$USER\", and log in again.";
        default:
            return {};
    }
}

std::string osc_remedy() {
    return "Other programs cannot control this one: allow it to listen on UDP ports of 127.0.0.1, which a "
           "sandbox or a security policy blocks.";
}

std::string torch_part_remedy() {
    return "Only training and GPUs need it: install the package progan-explorer-training or, if you build "
           "the program yourself, run scripts/complete.";
}

}  // namespace progan
