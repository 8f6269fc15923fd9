#include "app/explorer/features/settings/chord.h"
#include "app/explorer/features/settings/settings_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxId = 64;

Json to_json(const std::vector<Chord>& chords) {
    Json names = Json::array();
    for (const Chord& chord : chords) names.push_back(chord_name(chord));
    return names;
}

std::vector<Chord> chords_from(const JsonReader& json) {
    std::vector<Chord> chords;
    for (const JsonReader& name : json.elements(0, kMaxKeys)) {
        const std::optional<Chord> chord = chord_named(name.text());
        if (!chord) name.fail("a key, such as \"Ctrl+Shift+Z\"");
        chords.push_back(*chord);
    }
    return chords;
}

}  // namespace

void keep(KeptFields& fields, KeyChanges& keys) {
    fields.members(
        [&] {
            Json changed = Json::object();
            for (const auto& [id, chords] : keys.of) changed[id] = to_json(chords);
            return changed;
        },
        [&](const std::string& id, const JsonReader& json) {
            if (id.size() > kMaxId) json.fail("for a command whose id has at most 64 letters");
            keys.of[id] = chords_from(json);
        });
}

}  // namespace progan
