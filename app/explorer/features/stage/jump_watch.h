// Tells a jump from a movement: whether the face that has come is another one than was seen before, or the
// same one further on. Decided when a face is asked for, because it may come after the hand has let go. One
// thread (the window's).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/latent/latent.h"

namespace progan {

/// Degrees between two faces from which on they count as two. Faces of two seeds are about 90 apart,
/// favourites that were turned from one seed some tens; a key or a step of the wheel turns a slider by a few.
inline constexpr double kJumpDegrees = 15;

class JumpWatch {
  public:
    struct Asked {
        std::uint64_t id = 0, epoch = 0;  ///< the request's, and its model's
        Latent latent;
        bool moving = false;  ///< a hand, a journey or a walk moves it: however far it gets, that is no jump
    };
    /// The main view has asked for a face. One that is known already changes nothing.
    void asked(Asked face);
    /// The face of that request is shown: whether it is a jump from the one before. The first one is none,
    /// and neither is one that was asked for before anybody watched.
    bool shown(std::uint64_t id);

  private:
    std::deque<Asked> asked_;  ///< and not shown yet, oldest first
    std::optional<Asked> seen_;
};

}  // namespace progan
