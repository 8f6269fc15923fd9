// Recording: animations of the journey or of a take, how large they will be, what a person does kept as a
// take, and animations that lead back to their journey. One thread (the window's).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "core/documents/session_recording.h"
#include "core/record/export_job.h"
#include "core/record/growth_film.h"
#include "core/record/recorder.h"
#include "core/support/clock.h"

namespace progan {

class RecordingController {
  public:
    /// What recording needs of the journey's timeline.
    struct JourneyActions {
        /// Opens the journey that an animation carries.
        std::function<void(const std::string& text, const std::filesystem::path& from)> open;
        std::function<void(double fps)> set_fps;
    };

    RecordingController(const FeatureContext& context, JourneyActions journey)
        : state_(context.state),
          engine_(context.engine),
          notifier_(context.notifier),
          journey_(std::move(journey)) {}
    ~RecordingController();  ///< what was taken so far is saved
    RecordingController(const RecordingController&) = delete;
    RecordingController& operator=(const RecordingController&) = delete;

    /// Makes the animation, in the background.
    void start();
    /// Frames and seconds of what will be recorded; 0 frames while there is nothing to record.
    std::int64_t frames() const;
    double fps() const;
    void set_fps(double fps);  ///< of what is recorded: the journey's, or that of all takes
    /// What is recorded: the journey (empty) or a take.
    void choose(const std::filesystem::path& take);

    void record_growth(const GrowthFilm& film);
    /// The journey as that file.
    void record_to(const std::filesystem::path& path);
    void cancel_job(std::uint64_t id);

    void toggle_take();
    std::filesystem::path takes_folder() const { return state_.data_dir / "takes"; }

    /// The person is told what is wrong with them.
    void open_session_recording(const std::filesystem::path& path);
    void open_animation(const std::filesystem::path& path);  ///< the journey that it carries

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;
    /// A new picture of a running export since the last call, or null.
    std::shared_ptr<const Image> take_picture() { return std::exchange(picture_, nullptr); }

  private:
    /// All that the size depends on.
    struct EstimateOf {
        RecordSettings settings;
        Journey journey;
        bool follows_sound;
        std::filesystem::path take;
        std::string model_sha256;
        bool operator==(const EstimateOf&) const = default;
    };
    /// An animation that was read.
    struct Read {
        std::filesystem::path path;
        std::optional<std::string> text;  ///< of its journey; nothing if it carries none
    };
    EstimateOf estimate_of() const;
    bool lacks_sound();
    std::variant<ExportOptions, SessionExportOptions> what_is_recorded(
        const std::filesystem::path& path) const;
    /// Where a recording of that name goes: a file that is not there yet. With the time in its name if asked.
    std::filesystem::path recording_path(const std::string& name, bool with_time) const;
    RecorderOptions recorder_options(const std::filesystem::path& path) const;
    /// Queues the job that makes the file, and shows its progress.
    void start_export(const std::filesystem::path& path, std::int64_t frames, MakeJob make);
    void show_progress(std::uint64_t id, const JobReport& report);
    void export_ended(std::uint64_t id, const Result<std::string>& saved);
    void size_estimated(const Result<std::int64_t>& bytes);
    void estimate_if_due();
    void cancel_estimate();
    void list_takes();
    void take_sample_now(bool last);
    void stop_take();
    void flush(bool last = false);
    void take_read(Read read);
    void open_read();

    AppState& state_;
    Engine& engine_;
    Notifier& notifier_;
    JourneyActions journey_;
    Time now_;

    bool dialog_was_open_ = false;
    std::shared_ptr<const SessionRecording> take_;  ///< of state_.recording.take
    std::optional<EstimateOf> asked_for_, estimated_;
    Time asked_since_;
    Ticket estimating_;
    struct Export {
        std::filesystem::path path;
        Ticket ticket;
    };
    std::map<std::uint64_t, Export> exports_;  ///< by RunningJob::id
    std::uint64_t last_export_ = 0;
    std::shared_ptr<const Image> picture_;

    std::filesystem::path taking_to_;
    std::string taking_model_;
    Latent last_sample_;
    bool edits_lost_ = false;  ///< some of its faces are edited, which a session recording does not keep
    double last_time_ = 0;     ///< of the recording, in seconds
    Time flushed_, synced_;
    std::string unsaved_;

    Tickets reading_;
    std::vector<Read> read_;  ///< waits for a model
};

}  // namespace progan
