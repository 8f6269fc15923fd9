// Two faces beside each other: keeps their whole pictures and how they differ. One thread (the window's);
// pictures are made and compared on the engine's.
#pragma once

#include <algorithm>
#include <array>

#include "app/explorer/features/feature_context.h"
#include "core/image/difference.h"
#include "core/support/clock.h"

namespace progan {

class CompareController {
  public:
    explicit CompareController(const FeatureContext& context)
        : state_(context.state),
          engine_(context.engine),
          actions_(context.actions),
          notifier_(context.notifier) {}
    CompareController(const CompareController&) = delete;
    CompareController& operator=(const CompareController&) = delete;

    // Sides: 0 is A, 1 is B.
    void set(std::size_t side, NamedLatent face);
    void set_live(std::size_t side);  ///< the current face, as it changes
    void swap();
    void go_to(std::size_t side);
    /// The line of a swipe, 0 to 1 of the picture's width; what lies outside is its edge.
    void set_divider(double part) { state_.compare.divider = std::clamp(part, 0.0, 1.0); }
    /// What a side shows; its latent is empty if nothing.
    NamedLatent face(std::size_t side) const;
    /// The side that the view of one face shows.
    std::size_t shown_side() const { return state_.compare.other_shown != state_.compare.held ? 1 : 0; }

    enum Picture { picture_a, picture_b, heat };
    /// The picture if it has changed since it was last asked for, else null.
    const Image* new_image(Picture picture);
    const Image& picture(Picture picture) const { return pictures_[picture].image; }

    /// Once a frame, while the comparison is seen: asks for what is missing.
    void tick(Time now);
    std::optional<Time> next_tick() const { return std::nullopt; }
    /// A face for Purpose::pair.
    void face_made(const FaceReady& frame);

  private:
    struct Kept {
        Image image;
        RenderRequest request;  ///< what it answers; of one latent
        std::uint64_t version = 0, seen = 0;
    };
    struct Measurement {
        double mean = 0, max = 0, scale = 0;
        Image heat;
    };
    void keep(Picture picture, const Image& image, RenderRequest request);
    bool take_shown(std::size_t side, const RenderRequest& wanted);
    void measure();
    void measured(Result<Measurement> made);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    std::array<Kept, 3> pictures_;
    std::uint64_t last_version_ = 0;
    std::uint64_t epoch_ = 0;
    std::uint64_t taken_id_ = 0;  ///< of the main view's picture that a live side has
    RenderRequest submitted_;     ///< under way, or failed
    std::uint64_t submitted_id_ = 0;
    Ticket measuring_;
    std::uint64_t measured_a_ = 0, measured_b_ = 0;  ///< versions of the pictures
};

}  // namespace progan
