// Edits of channels inside a JSON document: [{"level": 3, "channel": 17, "strength": 0}, ...].
#pragma once

#include <nlohmann/json.hpp>

#include "core/files/json_reader.h"
#include "core/latent/channel_edits.h"
#include "core/latent/named_latent.h"

namespace progan {

nlohmann::ordered_json channel_edits_to_json(const ChannelEdits& edits);

/// A list of at most kMaxChannelEdits, in any order, or Error: also for a channel that is listed twice.
ChannelEdits channel_edits_from_json(const JsonReader& json);

/// The members of a face that has edits: "edits", and "edit_name" if they have a name. Without edits neither.
template <class Json>
void add_edits(const NamedLatent& face, Json& json) {
    if (face.edits.empty()) return;
    json["edits"] = channel_edits_to_json(face.edits);
    if (!face.edit_name.empty()) json["edit_name"] = face.edit_name;
}

/// Reads them, if they are there. Throws Error as above.
void read_edits(const JsonReader& json, NamedLatent& face);

}  // namespace progan
