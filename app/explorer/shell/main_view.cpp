#include "app/explorer/shell/main_view.h"

#include <utility>

#include "app/explorer/state/queries.h"

namespace progan {

MainView::Asked MainView::ask(const std::function<const Image*(const RenderRequest&)>& made_ahead) {
    std::optional<RenderRequest> request = request_from_state(state_);
    if (!request || (state_.submitted_id != 0 && *request == state_.submitted)) return Asked::nothing;
    state_.submitted = *request;
    if (const Image* image = made_ahead(*request)) {
        state_.submitted_id = engine_.supersede(Purpose::main_view);
        show(*image, state_.submitted_id, image->width, false);
        state_.shown_request = state_.submitted;
        to_measure_->made_ahead = true;
        tell_if_whole();
        return Asked::made_ahead;
    }
    state_.submitted_id = engine_.submit(Purpose::main_view, std::move(*request));
    return Asked::submitted;
}

/// Only the pixels of the picture change: what this frame has drawn so far stays valid.
std::optional<FaceReady> MainView::wait(std::chrono::microseconds patience) {
    std::optional<FaceReady> frame = engine_.wait_for_face(state_.submitted_id, patience);
    if (frame && frame->epoch != state_.epoch) frame.reset();
    return frame;
}

bool MainView::receive(const FaceReady& frame) {
    const bool sharper = frame.request_id == state_.shown_id && state_.shown_preview && !frame.preview;
    if (frame.epoch < state_.epoch || (frame.request_id <= state_.shown_id && !sharper)) return false;
    show(frame.image, frame.request_id, resolution(frame.level), frame.preview);
    state_.shown_request = {};
    if (frame.preview || frame.request_id != state_.submitted_id) return true;
    state_.shown_request = state_.submitted;
    tell_if_whole();
    return true;
}

std::optional<MainView::Shown> MainView::take_shown() {
    return std::exchange(to_measure_, std::nullopt);
}

void MainView::show(const Image& image, std::uint64_t id, int side, bool preview) {
    state_.shown = image;
    state_.shown_id = id;
    state_.shown_side = side;
    state_.shown_preview = preview;
    pictures_.show(state_.shown);
    new_ = true;
    to_measure_ = Shown{id, false};
}

void MainView::tell_if_whole() {
    if (!is_whole_face(state_, state_.submitted)) return;
    NamedLatent face{state_.submitted.latents[0]};
    face.edits = state_.submitted.edits_of(0);
    whole_face_(face, state_.shown);
}

}  // namespace progan
