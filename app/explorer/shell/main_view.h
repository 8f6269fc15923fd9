// The picture in the middle of the window: what was asked for, what has come, and what is still to be
// measured. Owns the part of the state that begins with "shown" or "submitted". One thread (the window's).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "app/explorer/gl/face_textures.h"
#include "app/explorer/state/app_state.h"
#include "core/engine/engine.h"

namespace progan {

class MainView {
  public:
    /// `whole_face` is told of each face that is shown as the model makes it, at full size.
    using WholeFace = std::function<void(const NamedLatent&, const Image&)>;
    MainView(AppState& state, Engine& engine, FaceTextures& pictures, WholeFace whole_face)
        : state_(state), engine_(engine), pictures_(pictures), whole_face_(std::move(whole_face)) {}

    /// Whether the state wants another picture than the one that was asked for last; if so it is asked for,
    /// or taken from `made_ahead` if that has it.
    enum class Asked { nothing, made_ahead, submitted };
    Asked ask(const std::function<const Image*(const RenderRequest&)>& made_ahead);
    /// The face that was asked for, if it comes within `patience`: then it is in the very frame that asked.
    std::optional<FaceReady> wait(std::chrono::microseconds patience);
    /// A face has come for the main view. False if it is older than what is shown.
    bool receive(const FaceReady& frame);
    /// Another model: the same face is asked for again.
    void model_changed() { state_.submitted_id = 0; }

    std::uint64_t submitted() const { return state_.submitted_id; }
    /// Whether the face that was asked for last is still to come.
    bool waiting() const { return state_.submitted_id != state_.shown_id; }
    /// Whether a face has come that no frame has shown yet.
    bool has_new_face() const { return new_; }
    void frame_began() { new_ = false; }

    /// The face that the frame just drawn shows for the first time.
    struct Shown {
        std::uint64_t request_id = 0;
        bool made_ahead = false;
    };
    std::optional<Shown> take_shown();

  private:
    void show(const Image& image, std::uint64_t id, int side, bool preview);
    void tell_if_whole();

    AppState& state_;
    Engine& engine_;
    FaceTextures& pictures_;
    WholeFace whole_face_;
    bool new_ = false;
    std::optional<Shown> to_measure_;
};

}  // namespace progan
