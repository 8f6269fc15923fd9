// An endless smooth walk over the sphere of latents: a curve through random places, made as it is walked. The
// same seed makes the same walk, however it is cut into steps. A plain value; one thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "core/latent/latent.h"
#include "core/latent/spherical_spline.h"

namespace progan {

struct WanderOptions {
    /// Degrees from the start that the walk never exceeds, above 0. More than kMaxReach: no limit.
    double reach = 180;
    std::vector<Latent> along;   ///< directions that it may take, of any length; empty: all
    std::vector<Latent> locked;  ///< directions along which the latent keeps what it has
    std::uint32_t seed = 0;
};

/// Within a cap of up to a hemisphere a curve stays whose control points are in it: it is convex.
inline constexpr double kMaxReach = 90;

class Wander {
  public:
    /// From `start`, at rest. Throws Error if a direction has another size than the latent, or if nothing is
    /// left to move: no face, all locked, or every direction of `along`.
    Wander(const Latent& start, WanderOptions options);

    /// The latent after `degrees` of walking, never fewer than in the call before; at 0 the start. It has the
    /// start's length. Its velocity has no jumps; its speed is near one degree of the sphere per degree
    /// walked, lower at the start and where the walk turns round, as it must along a single direction.
    Latent at(double degrees);

  private:
    using Vector = std::vector<double>;

    Vector freed(Vector point) const;
    Direction candidate(std::uint32_t draw) const;
    Direction next_place(const Direction& after);
    Vector velocity(const Direction& before, const Direction& here, const Direction& after) const;
    bool within_reach(const Direction& point) const;
    void begin_leg(Direction from, Direction to, Vector leaving);

    WanderOptions options_;
    std::vector<Vector> locked_;  ///< orthonormal
    std::vector<Vector> along_;   ///< orthonormal, and to locked_ and start_; empty: all that are not locked
    Vector kept_;                 ///< the part of the latent that does not move
    double moving_ = 0;           ///< length of the part that does
    double share_ = 1;            ///< of that in the whole
    Direction start_;             ///< of the moving part
    std::uint32_t places_ = 0;    ///< drawn so far

    // The leg that is being walked, of directions of the moving part; times are in radians walked.
    Direction from_, to_, beyond_;
    Direction after_from_, before_to_;  ///< control points
    Vector arriving_;                   ///< velocity at to_
    double began_ = 0, takes_ = 0;
};

}  // namespace progan
