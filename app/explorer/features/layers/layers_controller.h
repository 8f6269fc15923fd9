// The channels of one level of the generator for the current face: their maps, what they do over many faces,
// and which one is chosen. Asks for nothing while its view is not shown. One thread (the window's).
#pragma once

#include <cstdint>

#include "app/explorer/features/feature_context.h"
#include "core/support/clock.h"

namespace progan {

class LayersController {
  public:
    explicit LayersController(const FeatureContext& context)
        : state_(context.state), engine_(context.engine), actions_(context.actions) {}

    /// The level shown: that of the settings, or the model's last.
    int level() const;
    void set_level(int level);
    void set_order(ChannelOrder order);
    void set_scale(ChannelScale scale);
    void show_overlay(bool shown);
    /// Again: none is chosen.
    void choose(int channel);

    /// Of the level shown; see FaceActions.
    void set_strength(int channel, float strength) { actions_.set_channel(level(), channel, strength); }
    float strength(int channel) const;
    /// What is edited in the face that is shown, and how much of it in a level.
    ChannelEdits edits() const;
    int edited_in(int level) const;

    void tick(Time now);
    void maps_made(const ChannelsReady& ready);
    /// Those of that request cannot be made: the view says why. False if it is not this view's.
    bool failed(std::uint64_t request_id, const std::string& why);

  private:
    void ask_for_maps();
    void ask_for_survey();

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    std::uint64_t epoch_ = 0, submitted_id_ = 0;
    RenderRequest submitted_;  ///< under way or answered
    int surveying_ = -1;       ///< the level that survey_ is about
    int not_surveyed_ = -1;    ///< the level at which it failed
    Ticket survey_;
};

}  // namespace progan
