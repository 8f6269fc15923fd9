// Which keys the commands have, of those they come with and those a person gave them. A key is one command's
// at most. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/explorer/features/settings/settings_state.h"

namespace progan {

/// As the table of commands has it. The label, and the heading that it stands under, are English.
struct KeyedCommand {
    std::string id, label;
    const char* group = "";
    std::vector<Chord> usual;  ///< the keys that it comes with
};

struct KeysInUse {
    std::vector<std::vector<Chord>> of;  ///< of each command
    std::vector<std::string> problems;   ///< a sentence for each changed key that counts for nothing
};
/// What a person gave goes before what commands come with; of two that were given the same key, the first in
/// the table has it. A reserved key (chord.h) is its own command's alone.
KeysInUse keys_in_use(std::span<const KeyedCommand> commands, const KeyChanges& changes);

/// The command that has that key now.
std::optional<std::size_t> owner_of(std::span<const KeyedCommand> commands, const KeyChanges& changes,
                                    const Chord& chord);
/// Why a command cannot have that key, in one sentence; empty if it can.
std::string chord_problem(const KeyedCommand& command, const Chord& chord);

/// The key in place of the one in `slot`, or after the last one; whoever had it loses it.
void give_key(std::span<const KeyedCommand> commands, KeyChanges& changes, std::size_t command,
              std::size_t slot, const Chord& chord);
void remove_key(std::span<const KeyedCommand> commands, KeyChanges& changes, std::size_t command,
                std::size_t slot);
/// To the keys that it comes with, but for those which another command was given.
void reset_keys(std::span<const KeyedCommand> commands, KeyChanges& changes, std::size_t command);

}  // namespace progan
