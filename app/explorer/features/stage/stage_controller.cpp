#include "app/explorer/features/stage/stage_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kCaptionFrom = 0.5;  // of a fade: then its picture is what is seen

/// A journey without a name has none: the faces between its keys go by too fast to be read.
std::string caption_of(const AppState& state) {
    if (state.slideshow.playing) return state.slideshow.caption;
    if (state.follow == Follow::journey) return state.timeline.name;
    const NamedLatent& base = state.face.base;
    if (base.name.empty() && base.seed) return trf("Seed {}", *base.seed);
    return base.name;
}

}  // namespace

void StageController::open() {
    if (state_.stage.open) return;
    state_.stage.open = true;
    jumps_ = {};
    fade_ = {};
    shown_ = slide_ = 0;
}

void StageController::close() {
    state_.stage.open = false;
    state_.stage.picture = {};
    state_.stage.fading = false;
    fade_ = {};
}

void StageController::set_place(StagePlace place, const std::string& monitor) {
    state_.stage_settings.place = place;
    state_.stage_settings.monitor = monitor;
}

void StageController::set_fade(double seconds) {
    if (std::isfinite(seconds)) state_.stage_settings.fade = std::clamp(seconds, 0.0, kMaxStageFade);
}

void StageController::follow(Time now, bool moving) {
    StageState& stage = state_.stage;
    if (!stage.open) return;
    now_ = now;
    if (state_.submitted_id != 0 && !state_.submitted.latents.empty())
        jumps_.asked({state_.submitted_id, state_.epoch, state_.submitted.latents[0], moving});
    if (state_.slideshow.playing && !state_.slideshow.picture.empty())
        follow_slideshow();
    else
        follow_main_view(now);
    follow_caption(now);
    if (!std::exchange(changed_, false) && !fade_.under_way()) return;
    stage.picture = fade_.picture(now);
    stage.fading = fade_.under_way();
    ++stage.picture_id;
}

/// Which fades by itself.
void StageController::follow_slideshow() {
    const SlideshowState& slideshow = state_.slideshow;
    if (state_.shown_id != shown_) jumps_.shown(state_.shown_id);
    shown_ = state_.shown_id;
    preview_ = state_.shown_preview;
    if (slideshow.picture_id == std::exchange(slide_, slideshow.picture_id)) return;
    fade_.follow(slideshow.picture);
    state_.stage.side = slideshow.picture.width;
    changed_ = true;
}

void StageController::follow_main_view(Time now) {
    const bool slide_ended = std::exchange(slide_, 0) != 0;
    if (state_.shown.empty()) return;
    if (state_.shown_id == shown_ && state_.shown_preview == preview_ && !slide_ended) return;
    const bool cuts = state_.reduced_motion;
    if (state_.shown_id != shown_ && jumps_.shown(state_.shown_id))
        fade_.jump(state_.shown, now, Seconds{cuts ? 0 : state_.stage_settings.fade});
    else
        fade_.follow(state_.shown);
    shown_ = state_.shown_id;
    preview_ = state_.shown_preview;
    state_.stage.side = state_.shown_side;
    changed_ = true;
}

/// Not before its face is seen.
void StageController::follow_caption(Time now) {
    const bool waiting = state_.shown_id != state_.submitted_id && !state_.slideshow.playing;
    if (!waiting && fade_.part(now) >= kCaptionFrom) state_.stage.caption = caption_of(state_);
}

std::optional<Time> StageController::next_tick() const {
    return state_.stage.open && fade_.under_way() ? std::optional(now_) : std::nullopt;
}

}  // namespace progan
