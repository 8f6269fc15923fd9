// Recording: animations of the journey or of a take, how large they will be, what a person does kept as a
// take, and animations that lead back to their journey. One thread (the window's).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/explorer/actions.h"
#include "app/explorer/state.h"
#include "app/explorer/timeline.h"
#include "core/documents/session_recording.h"
#include "core/engine/engine.h"

namespace progan {

class Recording {
  public:
    Recording(AppState& state, Engine& engine, Actions& actions, Timeline& timeline)
        : state_(state), engine_(engine), actions_(actions), timeline_(timeline) {}
    ~Recording();  ///< what was taken so far is saved
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    /// Makes the animation, in the background.
    void start();
    /// Frames and seconds of what will be recorded; 0 frames while there is nothing to record.
    std::int64_t frames() const;
    double fps() const;
    /// What is recorded: the journey (empty) or a take.
    void choose(const std::filesystem::path& take);

    void toggle_take();
    std::filesystem::path takes_folder() const { return state_.data_dir / "takes"; }

    /// An animation that may carry a journey, or a take: true. What is wrong with it is said.
    bool open(const std::filesystem::path& path);

    /// Once a frame.
    void tick(double now);
    /// When tick() wants to be called next, in seconds; negative: never.
    double next_tick() const;
    /// A result of the engine; true if it was one that was asked for here.
    bool handle(const Event& event);
    /// A new picture of a running export since the last call, or null.
    std::shared_ptr<const Image> take_picture() { return std::exchange(picture_, nullptr); }

  private:
    /// All that the size depends on.
    struct Wish {
        RecordSettings settings;
        Journey journey;
        std::filesystem::path take;
        std::string model_sha256;
        bool operator==(const Wish&) const = default;
    };
    struct Reading {
        std::filesystem::path path;
        std::shared_ptr<std::optional<std::string>> text;
    };
    Wish wish() const;
    Engine::MakeJob make_job(const std::filesystem::path& path, bool estimate) const;
    void estimate_if_due();
    void cancel_estimate();
    void list_takes();
    void take_sample_now(bool last);
    void stop_take();
    void flush();
    void open_read();

    AppState& state_;
    Engine& engine_;
    Actions& actions_;
    Timeline& timeline_;
    double now_ = 0;

    bool dialog_was_open_ = false;
    std::shared_ptr<const Take> take_;  ///< of state_.recording.take
    std::optional<Wish> wished_, estimated_;
    double wished_since_ = 0;
    std::uint64_t estimate_ = 0;  ///< job
    std::shared_ptr<const Image> picture_;

    std::filesystem::path taking_to_;
    std::string taking_model_;
    Latent last_sample_;
    double last_time_ = 0, flushed_ = 0;
    std::string unsaved_;

    std::map<std::uint64_t, Reading> reading_;  ///< by task
    std::optional<Reading> read_;               ///< waits for a model
};

}  // namespace progan
