// Edits of channels inside a JSON document: [{"level": 3, "channel": 17, "strength": 0}, ...].
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/files/json_reader.h"
#include "core/latent/channel_edits.h"

namespace progan {

nlohmann::ordered_json channel_edits_to_json(const ChannelEdits& edits);

/// A list of at most kMaxChannelEdits, in any order, or Error: also for a channel that is listed twice.
ChannelEdits channel_edits_from_json(const JsonReader& json);

}  // namespace progan
