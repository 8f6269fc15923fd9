// What a person has set: which keys commands have, whether things move by themselves; and what the dialog of
// the settings shows. Plain values; SettingsController changes them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace progan {

class KeptFields;

/// A key with its modifiers. Shift is part of it only with Ctrl, Alt, or where another command differs by it.
/// No command is reached by AltGr alone: a sign that needs it on some keyboards is never a command's first.
struct Chord {
    int key = 0;  ///< GLFW_KEY_*, or 0 for a typed character
    bool ctrl = false, shift = false, alt = false;
    unsigned character = 0;  ///< the code point, if key is 0

    bool operator==(const Chord&) const = default;
};

inline constexpr std::size_t kMaxKeys = 8;  ///< of one command

/// The keys of the commands, by their ids, that have other ones than they come with. A command that is not
/// known here keeps what it has: another version knows it.
struct KeyChanges {
    std::map<std::string, std::vector<Chord>> of;

    bool operator==(const KeyChanges&) const = default;
};

/// What the session keeps of it.
void keep(KeptFields& fields, KeyChanges& keys);

/// Whether what moves by itself may: `system` as the desktop says, where it can be read; otherwise it may.
enum class MotionChoice { system, reduced, full };

constexpr bool reduces_motion(MotionChoice choice, bool system_does) {
    return choice == MotionChoice::reduced || (choice == MotionChoice::system && system_does);
}

/// The folders of the data folder that can be made again from models.
inline constexpr std::size_t kCaches = 3;

struct DiskUse {
    std::uint64_t bytes = 0, files = 0;

    bool operator==(const DiskUse&) const = default;
};

struct DataFolderUse {
    std::array<DiskUse, kCaches> caches;
    DiskUse kept;  ///< everything else
};

enum class SettingsSection { look, faces, presenting, remote, keys, storage, privacy, reset };

struct SettingsDialogState {
    bool show = false;
    SettingsSection section = SettingsSection::look;

    // Keys.
    std::string search;
    std::string command;          ///< whose key is pressed next; empty: none
    std::size_t slot = 0;         ///< which of its keys
    std::optional<Chord> wanted;  ///< pressed, and another command's: Enter takes it over
    std::string said;             ///< about the last key, or empty

    // Storage.
    std::optional<DataFolderUse> use;  ///< as it was counted last
    bool counting = false, clearing = false;
    std::optional<std::size_t> asked;  ///< whether to clear that cache
    std::string problem;               ///< why something could not be counted or cleared, or empty

    bool asked_reset = false;

    /// All keys are the dialog's: the next one may become a command's.
    bool capturing() const { return show && !command.empty(); }
};

}  // namespace progan
