// The journey's controller: what a person does to it, how it plays, and its frames made ahead of time. Every
// change of AppState::journey goes through here. One thread (the window's).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/journey/frame_cache.h"
#include "app/explorer/features/journey/sound_reading.h"
#include "app/explorer/state/queries.h"
#include "core/latent/journey/pacing.h"
#include "core/support/clock.h"

namespace progan {

class TimelineController {
  public:
    /// Without `open_model_of`, journeys of other models are shown on the model that is open.
    explicit TimelineController(const FeatureContext& context, OpenModelOf open_model_of = {})
        : open_model_of_(std::move(open_model_of)),
          state_(context.state),
          engine_(context.engine),
          actions_(context.actions),
          notifier_(context.notifier),
          frame_cache_(context.engine),
          sound_(context) {}
    TimelineController(const TimelineController&) = delete;
    TimelineController& operator=(const TimelineController&) = delete;

    // Faces for keys. Nothing if there is no model, or the face is of another model's size (a sentence).
    std::optional<NamedLatent> shown_face() const;
    std::optional<NamedLatent> favourite_face(const std::string& id);
    /// A favourite's, if it has this latent: then with its name and seed.
    std::optional<NamedLatent> face_of(NamedLatent face) const;

    // Another journey.
    /// It takes the place of the one that was: its latents have the model's size. One message tells it, with
    /// a way back to what was there.
    void show(Journey journey, const std::string& told);
    /// A journey of the history, as it was; what is looked at of it stays.
    void restore(Journey journey);
    /// After another model was opened: keys of another latent size start over from their seeds.
    void fit_to_model();

    // Keys. The key that was added, moved or copied is the one selected afterwards.
    void add(std::optional<NamedLatent> face);  ///< at the playhead
    void add_at(std::optional<NamedLatent> face, std::int64_t frame);
    void replace(std::size_t key, std::optional<NamedLatent> face);
    void move(std::size_t key, std::int64_t frame);
    void set_span(std::size_t key, std::int64_t frames);
    void set_easing(std::size_t key, Easing easing);
    bool can_split() const;  ///< the playhead is between two keys
    void split();            ///< at the playhead
    void duplicate(std::size_t key);
    void remove(std::size_t key);
    void swap_with_next(std::size_t key);
    void select(std::size_t key);  ///< and go there
    void remove_selected();

    // The whole journey.
    void set_method(InterpolationMethod method);
    void set_repeat(Repeat repeat);
    void set_pacing(Pacing pacing);
    void set_fps(double fps);
    void set_length(std::int64_t frames);
    void reverse();
    void set_in();  ///< at the playhead; again at the same frame: nothing is cut
    void set_out();
    void clear_in_out();
    // The sound that it follows. What drives an axis starts with the usual amount, and so on.
    /// Drives what the one before did. At once, or when there is a model.
    void set_sound(const std::filesystem::path& file);
    void remove_sound();
    void set_sound_drives(SoundDrives drives);  ///< pace or position
    void set_sound_axis(const std::string& id);
    void set_sound_curve(SoundCurve curve);
    void set_sound_amount(double amount);
    void hold_fps();  ///< in each frame in which the frame rate is being dragged

    void start_anew();  ///< two keys, as in a fresh session

    // Playing.
    void scrub(std::int64_t frame);
    void scrub_sound(std::int64_t frame);  ///< to a frame of the sound
    void step(int frames);
    void jump_by_key(int direction);
    void go_to_start();
    void go_to_end();
    void toggle_play();
    void advance(Seconds passed);  ///< time has passed while playing

    // Looking.
    void zoom_to(double zoom, double around_frame);
    void set_memory(double mib);

    // Files: <data>/journeys/NAME.json.
    /// What `typed` may not replace stays, and the journey goes to NAME-2.json: another journey's file,
    /// unless the person was asked.
    enum class Replace { own, asked };
    void save(const std::string& typed, Replace replace = Replace::own);
    /// To any place; what is there is replaced.
    void save_to(const std::filesystem::path& path);
    /// Where it goes if it may replace what is there.
    std::filesystem::path path_for(const std::string& typed) const;
    /// A journey's file; at once, or when there is a model. The person is told what is wrong with it.
    void open(const std::filesystem::path& path);
    /// The journey of a file's text becomes the one that is shown, on the model that it was made with if that
    /// can be found; what is wrong with it is said. There must be a model.
    void open_text(const std::string& text, const std::filesystem::path& path);
    std::filesystem::path folder() const { return state_.data_dir / "journeys"; }
    std::vector<std::string> saved() const;  ///< names, sorted

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;
    /// A face for Purpose::prefetch, or that request's failure.
    void face_made(const FaceReady& frame) { frame_cache_.face_made(frame); }
    void face_failed(std::uint64_t request_id) { frame_cache_.face_failed(request_id); }

    /// The picture that answers the request, if it is prefetched.
    const Image* prefetched(const RenderRequest& request) const;
    const FrameCache& frame_cache() const { return frame_cache_; }
    /// Of the changes from frame to frame that are known.
    ChangeSpread spread() const;
    /// The ratio that all frames had with Pacing::angle when they were last prefetched with it; 0: not known.
    double ratio_by_angle() const { return ratio_by_angle_; }

  private:
    void edit(const std::function<void(Journey&)>& change);
    void open_on_this_model(const std::string& text, const std::filesystem::path& path);
    void take(Journey journey);
    void respace();
    void keep_playhead_inside();

    OpenModelOf open_model_of_;
    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    FrameCache frame_cache_;
    SoundReading sound_;
    std::vector<std::filesystem::path> waiting_;  ///< files to open when there is a model
    std::optional<std::filesystem::path> waiting_sound_;
    Tickets saving_;
    std::uint64_t seen_revision_ = 0;
    Time last_tick_;
    double ratio_by_angle_ = 0;
};

}  // namespace progan
