// What the window asks the engine for.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/latent/channel_edits.h"
#include "core/latent/latent.h"

namespace progan {

class Generator;
class Job;

/// One mailbox slot each; within a slot the newest request wins.
enum class Purpose {
    main_view,   ///< the current face; goes before everything
    pair,        ///< two faces that are compared
    thumbnails,  ///< small sets: end points of an interpolation, filmstrips
    levels,      ///< the current face at the levels below
    channels,    ///< what the channels of a level do for the current face: ChannelsReady
    prefetch,    ///< frames of a journey ahead of time: when nothing else is to do, and a little beside jobs
};
inline constexpr int kPurposeCount = 6;

/// Faces to make. Equality tells whether anything would look different.
struct RenderRequest {
    std::vector<Latent> latents;  ///< one for the main view
    int level = 0;
    double alpha = 1;
    /// By latent: add() and edits_of(). Empty if none has any.
    std::vector<ChannelEdits> edits = {};

    void add(Latent latent, const ChannelEdits& changed);
    const ChannelEdits& edits_of(std::size_t index) const;

    bool operator==(const RenderRequest&) const = default;
};

enum class JobRank {
    in_turn,     ///< somebody waits for the result
    background,  ///< it is good to have
};

/// Called on the worker, with the model's generator.
using MakeJob = std::function<std::unique_ptr<Job>(std::shared_ptr<Generator>)>;

}  // namespace progan
