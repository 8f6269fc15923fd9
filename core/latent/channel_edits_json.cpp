#include "core/latent/channel_edits_json.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "core/latent/latent_json.h"
#include "core/support/error.h"

namespace progan {

nlohmann::ordered_json channel_edits_to_json(const ChannelEdits& edits) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ChannelEdit& edit : edits)
        list.push_back({{"level", edit.level},
                        {"channel", edit.channel},
                        {"strength", latent_to_json({edit.strength})[0]}});
    return list;
}

ChannelEdits channel_edits_from_json(const JsonReader& json) {
    ChannelEdits edits;
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    for (const JsonReader& entry : json.elements(0, kMaxChannelEdits)) {
        const std::int64_t level = entry.member("level").integer(0, kMaxEditedLevel),
                           channel = entry.member("channel").integer(0, kMaxEditedChannel);
        if (!seen.emplace(level, channel).second)
            throw Error("{} edits the same channel as an earlier entry.", entry.where());
        set_strength(edits, static_cast<int>(level), static_cast<int>(channel),
                     static_cast<float>(entry.member("strength").number(0, double{kMaxChannelStrength})));
    }
    return edits;
}

void read_edits(const JsonReader& json, NamedLatent& face) {
    const std::optional<JsonReader> edits = json.find("edits");
    if (!edits) return;
    face.edits = channel_edits_from_json(*edits);
    face.edit_name = json.text_or("edit_name", "");
}

}  // namespace progan
