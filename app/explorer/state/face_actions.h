// What changes the current face: seeds, sliders, locks, and faces that come from elsewhere. Panels,
// shortcuts, drops, features and the tour all go through here. One thread (the window's).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "app/explorer/state/app_state.h"
#include "app/explorer/state/notifier.h"

namespace progan {

class FaceActions {
  public:
    FaceActions(AppState& state, Notifier& notifier) : state_(state), notifier_(notifier) {}
    FaceActions(const FaceActions&) = delete;
    FaceActions& operator=(const FaceActions&) = delete;

    /// `hear` is called before a hand changes the face or what is locked, while all is as it was. Not for
    /// restore_face() and fit_face_to_model(), which no hand does.
    void before_a_change(std::function<void()> hear) { will_change_ = std::move(hear); }
    /// To be called before the face is changed in another way than by what follows.
    void will_change() const {
        if (will_change_) will_change_();
    }

    void pick_seed(std::uint32_t seed);
    void random_seed();
    void step_seed(int by);
    void set_seed_mode(SeedMode mode);
    /// The initial face.
    Face first_face() const;
    /// A face of the history, as it was.
    void restore_face(const Face& face);

    void turn_slider(std::size_t index, float degrees);
    void reset_slider(std::size_t index);
    void reset_sliders();      ///< those not locked, of components and axes
    void randomise_sliders();  ///< those of components that are not locked
    void toggle_lock(std::size_t index);
    void unlock_all();
    /// Turns the face by degrees, -90..90, toward an axis of the model.
    void turn_axis(const std::string& axis, float degrees);
    void toggle_axis_lock(const std::string& axis);

    /// How strongly a channel of a level counts in this face: 0 (off) to kMaxChannelStrength, 1 as learned.
    void set_channel(int level, int channel, float strength);
    /// As learned: those of a level, or all.
    void reset_channels(std::optional<int> level = {});
    void name_edit(const std::string& name);
    /// Whether the faces that come have the same channels edited: what locks are for sliders.
    void hold_edits(bool held);

    /// A latent of the model's size becomes the face, exactly and with nothing turned: locks are opened.
    void show_latent(NamedLatent latent);
    void show_favourite(const Favourite& favourite);
    /// Whether its latent has the open model's size. If not, or if it is of another model, the person is
    /// told.
    bool fits_model(const Favourite& favourite);
    /// The journey's face becomes the one that the sliders turn.
    void keep_journey_face();
    /// After another model was opened: a face of another latent size means nothing to it and starts over from
    /// its seed.
    void fit_face_to_model();

    /// The middle of the window.
    void show(CenterView center);

  private:
    void show_face(Face face);
    Face face_from_seed(std::uint32_t seed) const;
    void fit_edits(NamedLatent& face);

    AppState& state_;
    Notifier& notifier_;
    std::function<void()> will_change_;
};

}  // namespace progan
