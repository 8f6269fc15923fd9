#include "app/explorer/features/slideshow/slideshow_controller.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/explorer/state/queries.h"
#include "core/image/blend.h"
#include "core/latent/interpolation.h"
#include "core/latent/journey/journey.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kFade{0.7}, kMorph{2};
constexpr double kCaptionFrom = 0.5;  // of a fade: then its picture is what is seen
constexpr Seconds kPatience{10};      // for a face that does not come
constexpr Seconds kControls{2.5};     // for which they stay

double smooth(double t) {
    return ease(std::clamp(t, 0.0, 1.0), Easing::smooth);
}

}  // namespace

std::vector<NamedLatent> SlideshowController::faces() const {
    std::vector<NamedLatent> faces;
    if (!state_.model) return faces;
    const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
    if (state_.slideshow_settings.source == SlideSource::journey) {
        for (std::size_t key = 0; key < state_.journey.keyframes.size(); ++key) {
            NamedLatent face = state_.journey.keyframes[key];
            face.name = key_label(state_.journey, key);
            if (face.latent.size() == size) faces.push_back(std::move(face));
        }
        return faces;
    }
    for (const Favourite& favourite : favourites_())
        if (favourite.model_sha256 == state_.model->sha256 && favourite.latent.size() == size)
            faces.push_back(favourite);
    return faces;
}

void SlideshowController::toggle() {
    if (state_.slideshow.playing) {
        end();
        return;
    }
    if (!state_.model) return;
    std::vector<NamedLatent> chosen = faces();
    if (chosen.empty()) {
        notifier_.info(
            state_.favourites.empty()
                ? tr("A slideshow needs favourites: keep some faces first.")
                : tr("None of these favourites belong to this model. Keep some of its faces first."));
        return;
    }
    state_.timeline.playing = false;
    state_.growth.playing = false;
    begin(std::move(chosen));
}

void SlideshowController::begin(std::vector<NamedLatent> faces) {
    shown_ = std::move(faces);
    SlideshowState& view = state_.slideshow;
    view.playing = true;
    view.paused = false;
    view.count = shown_.size();
    view.caption.clear();
    view.latent.clear();
    view.edits.clear();
    show(state_.shown);
    now_ = notifier_.now();
    hand_moved();
    go_to(0);
}

void SlideshowController::end() {
    state_.slideshow = {};
    shown_.clear();
    from_ = {};
    turning_ = false;
}

void SlideshowController::toggle_pause() {
    SlideshowState& view = state_.slideshow;
    view.paused = !view.paused;
    next_ = now_ + Seconds{state_.slideshow_settings.seconds};
    hand_moved();
}

void SlideshowController::step(int by) {
    const auto count = static_cast<std::int64_t>(shown_.size());
    if (count < 2) return;
    const std::int64_t to = (static_cast<std::int64_t>(state_.slideshow.at) + by) % count;
    go_to(static_cast<std::size_t>(to < 0 ? to + count : to));
}

void SlideshowController::set_source(SlideSource source) {
    if (state_.slideshow_settings.source == source) return;
    const SlideSource before = std::exchange(state_.slideshow_settings.source, source);
    std::vector<NamedLatent> chosen = faces();
    if (chosen.empty())
        state_.slideshow_settings.source = before;
    else
        begin(std::move(chosen));
}

void SlideshowController::set_turn(SlideTurn turn) {
    state_.slideshow_settings.turn = turn;
}

void SlideshowController::set_seconds(double seconds) {
    if (!std::isfinite(seconds)) return;
    state_.slideshow_settings.seconds = std::clamp(seconds, kMinSlideSeconds, kMaxSlideSeconds);
    next_ = now_ + Seconds{state_.slideshow_settings.seconds};
}

void SlideshowController::hand_moved() {
    hide_ = now_ + kControls;
    state_.slideshow.controls = true;
}

bool SlideshowController::key(const KeyPress& press, bool walking) {
    if (!state_.slideshow.playing) return false;
    if (press.key == GLFW_KEY_TAB) hand_moved();
    if (walking || press.ctrl || press.alt) return true;
    if (press.key == GLFW_KEY_SPACE) toggle_pause();
    if (press.key == GLFW_KEY_LEFT || press.key == GLFW_KEY_PAGE_UP) step(-1);
    if (press.key == GLFW_KEY_RIGHT || press.key == GLFW_KEY_PAGE_DOWN) step(1);
    return true;
}

/// From what is on screen.
void SlideshowController::go_to(std::size_t at) {
    SlideshowState& view = state_.slideshow;
    view.at = at;
    const bool morphs = state_.slideshow_settings.turn == SlideTurn::morph && !state_.reduced_motion;
    from_latent_ = morphs ? view.latent : Latent{};
    from_edits_ = view.edits;
    from_ = view.picture;
    turning_ = true;
    turn_asked_ = now_;
    turn_began_.reset();
    if (from_latent_.empty()) {
        view.latent = shown_[at].latent;
        view.edits = shown_[at].edits;
    } else {
        turn_began_ = now_;
    }
}

/// Whether the main view shows the face that was asked for, whole.
bool SlideshowController::arrived() const {
    const bool asked = state_.submitted.latents.size() == 1 &&
                       state_.submitted.latents[0] == state_.slideshow.latent &&
                       state_.submitted.edits_of(0) == state_.slideshow.edits;
    return (asked && state_.shown_id == state_.submitted_id && !state_.shown_preview) ||
           now_ - turn_asked_ > kPatience;
}

void SlideshowController::show(Image picture) {
    state_.slideshow.picture = std::move(picture);
    ++state_.slideshow.picture_id;
}

void SlideshowController::turn() {
    SlideshowState& view = state_.slideshow;
    if (!from_latent_.empty()) {
        const double part = (now_ - *turn_began_) / kMorph;
        view.latent =
            interpolate(from_latent_, shown_[view.at].latent, smooth(part), InterpolationMethod::slerp);
        view.edits = edits_between(from_edits_, shown_[view.at].edits, smooth(part));
        if (state_.shown_id != std::exchange(seen_, state_.shown_id)) show(state_.shown);
        if (part >= 1 && arrived()) turned();
        return;
    }
    if (!turn_began_ && !arrived()) return;
    if (!turn_began_) turn_began_ = now_;
    const double part = state_.reduced_motion ? 1 : (now_ - *turn_began_) / kFade;
    show(blend(from_, state_.shown, smooth(part)));
    if (part >= kCaptionFrom) view.caption = shown_[view.at].name;
    if (part >= 1) turned();
}

void SlideshowController::turned() {
    turning_ = false;
    from_ = {};
    state_.slideshow.caption = shown_[state_.slideshow.at].name;
    show(state_.shown);
    next_ = now_ + Seconds{state_.slideshow_settings.seconds};
}

void SlideshowController::tick(Time now) {
    now_ = now;
    SlideshowState& view = state_.slideshow;
    if (!view.playing) return;
    view.controls = view.paused || now < hide_;
    if (turning_)
        turn();
    else if (!view.paused && now >= next_)
        step(1);
}

std::optional<Time> SlideshowController::next_tick() const {
    const SlideshowState& view = state_.slideshow;
    if (!view.playing) return std::nullopt;
    std::optional<Time> next;
    if (view.controls && !view.paused) next = hide_;
    if (turning_) return earlier(next, turn_began_ ? now_ : turn_asked_ + kPatience);
    if (!view.paused && view.count > 1) next = earlier(next, next_);
    return next;
}

}  // namespace progan
