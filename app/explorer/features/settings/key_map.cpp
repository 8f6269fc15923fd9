#include "app/explorer/features/settings/key_map.h"

#include <algorithm>
#include <utility>

#include "app/explorer/features/settings/chord.h"
#include "core/support/translate.h"

namespace progan {
namespace {

bool has(const std::vector<Chord>& chords, const Chord& chord) {
    return std::find(chords.begin(), chords.end(), chord) != chords.end();
}

/// What a person gave, but for what counts for nothing.
void take_given(std::span<const KeyedCommand> commands, const KeyChanges& changes, KeysInUse& result) {
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const auto given = changes.of.find(commands[i].id);
        if (given == changes.of.end()) continue;
        for (const Chord& chord : given->second) {
            const std::string reason = chord_problem(commands[i], chord);
            const auto owner = std::find_if(result.of.begin(), result.of.end(),
                                            [&](const auto& chords) { return has(chords, chord); });
            if (!reason.empty())
                result.problems.push_back(trf("\"{}\" was not given the shortcut {}: {}",
                                              tr(commands[i].label.c_str()), chord_text(chord), reason));
            else if (owner == result.of.end())
                result.of[i].push_back(chord);
            else if (const auto at = static_cast<std::size_t>(owner - result.of.begin()); at != i)
                result.problems.push_back(trf(R"("{}" was not given the shortcut {}: it belongs to "{}".)",
                                              tr(commands[i].label.c_str()), chord_text(chord),
                                              tr(commands[at].label.c_str())));
        }
    }
}

/// Keeps only what differs from what the command comes with.
void set_keys(const KeyedCommand& command, KeyChanges& changes, std::vector<Chord> chords) {
    if (chords == command.usual)
        changes.of.erase(command.id);
    else
        changes.of[command.id] = std::move(chords);
}

}  // namespace

KeysInUse keys_in_use(std::span<const KeyedCommand> commands, const KeyChanges& changes) {
    KeysInUse result;
    result.of.resize(commands.size());
    take_given(commands, changes, result);
    const std::vector<std::vector<Chord>> given = result.of;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        if (changes.of.contains(commands[i].id)) continue;
        for (const Chord& chord : commands[i].usual)
            if (std::none_of(given.begin(), given.end(),
                             [&](const auto& chords) { return has(chords, chord); }))
                result.of[i].push_back(chord);
    }
    return result;
}

std::optional<std::size_t> owner_of(std::span<const KeyedCommand> commands, const KeyChanges& changes,
                                    const Chord& chord) {
    const std::vector<std::vector<Chord>> keys = keys_in_use(commands, changes).of;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (has(keys[i], chord)) return i;
    return std::nullopt;
}

std::string chord_problem(const KeyedCommand& command, const Chord& chord) {
    return has(command.usual, chord) ? std::string() : why_reserved(chord);
}

void give_key(std::span<const KeyedCommand> commands, KeyChanges& changes, std::size_t command,
              std::size_t slot, const Chord& chord) {
    std::vector<std::vector<Chord>> keys = keys_in_use(commands, changes).of;
    for (std::size_t i = 0; i < commands.size(); ++i)
        // One that has only what it comes with gets it back when nobody else has it any more.
        if (i != command && changes.of.contains(commands[i].id) && std::erase(keys[i], chord) > 0)
            set_keys(commands[i], changes, keys[i]);
    std::vector<Chord>& own = keys[command];
    if (const auto there = std::find(own.begin(), own.end(), chord); there != own.end()) {
        if (slot >= own.size() || own[slot] == chord) return;
        const auto at = static_cast<std::size_t>(there - own.begin());
        own.erase(there);
        slot -= at < slot ? 1 : 0;
    }
    if (slot < own.size())
        own[slot] = chord;
    else if (own.size() < kMaxKeys)
        own.push_back(chord);
    set_keys(commands[command], changes, own);
}

void remove_key(std::span<const KeyedCommand> commands, KeyChanges& changes, std::size_t command,
                std::size_t slot) {
    std::vector<Chord> own = keys_in_use(commands, changes).of[command];
    if (slot >= own.size()) return;
    own.erase(own.begin() + static_cast<std::ptrdiff_t>(slot));
    set_keys(commands[command], changes, own);
}

void reset_keys(std::span<const KeyedCommand> commands, KeyChanges& changes, std::size_t command) {
    changes.of.erase(commands[command].id);
}

}  // namespace progan
