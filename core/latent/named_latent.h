// A face as people refer to it: where it lies, what was changed inside the generator, and what it is called.
// A plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/latent/channel_edits.h"
#include "core/latent/latent.h"

namespace progan {

struct NamedLatent {
    Latent latent;
    std::optional<std::uint32_t> seed = {};  ///< if the latent is that of a seed, unchanged
    std::string name = {};                   ///< "Seed 15", "Smiling"; may be empty
    ChannelEdits edits = {};                 ///< of the model's channels, for this face
    std::string edit_name = {};              ///< what they do, "without glasses"; may be empty

    bool operator==(const NamedLatent&) const = default;
};

/// Whether both are the same picture, whatever they are called.
inline bool same_face(const NamedLatent& a, const NamedLatent& b) {
    return a.latent == b.latent && a.edits == b.edits;
}

}  // namespace progan
