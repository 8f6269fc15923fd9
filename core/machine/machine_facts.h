// What a Linux machine says of itself in /proc, /sys and /etc. Nothing here fails: what cannot be read is
// left empty. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace progan {

/// A graphics card, as its entry under /sys/class/drm says.
struct GraphicsCard {
    enum class Maker { amd, intel, nvidia, virtual_machine, other };
    Maker maker = Maker::other;
    std::string driver;               ///< of the kernel: "amdgpu"; empty: none drives it
    std::filesystem::path node;       ///< "/dev/dri/renderD128"; empty: it cannot draw
    bool node_is_accessible = false;  ///< by whoever asks
};

/// ALSA's sequencer, /dev/snd/seq, by which programs hear MIDI devices.
enum class MidiSequencer {
    no_sound,  ///< nor has the machine anything else of ALSA's
    missing,
    locked,  ///< it may not be used by whoever asks
    usable
};

struct MachineFacts {
    std::string system;                                    ///< "Debian GNU/Linux 12 (bookworm)"
    std::string processor;                                 ///< "AMD EPYC"
    std::int64_t memory_bytes = 0, free_memory_bytes = 0;  ///< free: without what can be dropped; 0: unknown
    std::vector<GraphicsCard> cards;
    std::string nvidia_driver;  ///< "535.183.01", of the module that is loaded
    MidiSequencer sequencer = MidiSequencer::no_sound;
    bool has_display = false;  ///< DISPLAY or WAYLAND_DISPLAY is set
};

/// Reads them. `root` stands for "/", for tests.
MachineFacts machine_facts(const std::filesystem::path& root = "/");

/// Bytes that this user can still write into a folder, or into the nearest one above it that exists; -1 if
/// the system does not say.
std::int64_t free_disk_bytes(std::filesystem::path folder);

}  // namespace progan
