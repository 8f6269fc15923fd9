#include "app/explorer/features/journey/timeline_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/explorer/state/queries.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/files/unused_path.h"
#include "core/latent/journey/journey_edit.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kBetweenLooks{0.1};  // between looks at how the prefetching goes
constexpr double kMaxZoom = 4000;
constexpr double kMaxMemoryMib = 65536;

std::int64_t last_frame(const AppState& state) {
    return path_length(shown_journey(state)) - 1;
}

/// What is measured and where even pacing puts the keys is no part of what a person made.
void strip(Journey& journey) {
    space_as_set(journey);
    for (Keyframe& key : journey.keyframes) {
        key.change.clear();
        key.change_of = 0;
    }
}

/// A name that says the seed alone is left out: key_label() says it, in the language that is in use then.
NamedLatent as_key(const AppState& state, NamedLatent face) {
    if (face.seed && face.name == face_of_seed(state, *face.seed).name) face.name.clear();
    return face;
}

}  // namespace

// Faces.

std::optional<NamedLatent> TimelineController::shown_face() const {
    if (!state_.model) return std::nullopt;
    return current_face(state_);
}

std::optional<NamedLatent> TimelineController::favourite_face(const std::string& id) {
    for (const Favourite& favourite : state_.favourites)
        if (favourite.id == id && actions_.fits_model(favourite)) return favourite;
    return std::nullopt;
}

std::optional<NamedLatent> TimelineController::face_of(NamedLatent face) const {
    if (!state_.model) return std::nullopt;
    for (const Favourite& favourite : state_.favourites)
        if (same_face(favourite, face)) return favourite;
    return face;
}

// Changing.

/// Changes the journey as it is shown; what remains of it is what the person made. Invalid
/// requests are reported and change nothing.
void TimelineController::edit(const std::function<void(Journey&)>& change) {
    if (!state_.model || state_.journey.keyframes.empty()) return;
    Journey journey = shown_journey(state_);
    try {
        change(journey);
        (void)path_length(journey);
    } catch (const Error& error) {
        notifier_.error(error.what());
        return;
    }
    take(std::move(journey));
}

void TimelineController::take(Journey journey) {
    strip(journey);
    if (state_.model) {
        journey.model_sha256 = state_.model->sha256;
        journey.model_name = state_.model->spec.name;
    }
    state_.journey = std::move(journey);
    respace();
    keep_playhead_inside();
}

/// What is shown of the journey: with the changes measured so far, and evenly spaced if it shall be.
void TimelineController::respace() {
    TimelineState& view = state_.timeline;
    Journey spaced = state_.journey;
    if (spaced.pacing != Pacing::angle) {
        for (std::size_t span = 0; span < span_count(spaced); ++span) {
            const std::uint64_t mark = span_mark(spaced, span);
            const auto found = frame_cache_.measures().find(mark);
            if (found == frame_cache_.measures().end()) continue;
            spaced.keyframes[span].change = found->second;
            spaced.keyframes[span].change_of = mark;
        }
        view.measuring = !is_measured(spaced);
        if (spaced.pacing == Pacing::even) space_evenly(spaced);
    } else {
        view.measuring = false;
    }
    view.spaced = std::move(spaced);
    view.spaced_from = state_.journey;
}

void TimelineController::keep_playhead_inside() {
    TimelineState& view = state_.timeline;
    if (state_.journey.keyframes.empty()) {
        view.playhead = 0;
        view.selected = -1;
        view.playing = false;
        return;
    }
    view.playhead = std::clamp(view.playhead, 0.0, static_cast<double>(last_frame(state_)));
    view.selected = std::min(view.selected, static_cast<int>(state_.journey.keyframes.size()) - 1);
}

void TimelineController::add(std::optional<NamedLatent> face) {
    if (!state_.model) return;
    add_at(std::move(face), shown_frame(state_));
}

void TimelineController::add_at(std::optional<NamedLatent> face, std::int64_t frame) {
    if (!face) return;
    std::size_t key = 0;
    edit([&](Journey& journey) {
        key = insert_key(journey, Keyframe{as_key(state_, std::move(*face))}, frame);
    });
    select(key);
}

void TimelineController::replace(std::size_t key, std::optional<NamedLatent> face) {
    if (!face || key >= state_.journey.keyframes.size()) return;
    edit([&](Journey& journey) { replace_key(journey, key, as_key(state_, std::move(*face))); });
    select(key);
}

void TimelineController::move(std::size_t key, std::int64_t frame) {
    if (key >= state_.journey.keyframes.size()) return;
    edit([&](Journey& journey) { move_key(journey, key, frame); });
    select(key);
}

void TimelineController::set_span(std::size_t key, std::int64_t frames) {
    if (key >= state_.journey.keyframes.size()) return;
    edit([&](Journey& journey) { set_frames(journey, key, frames); });
}

void TimelineController::set_easing(std::size_t key, Easing easing) {
    if (key >= state_.journey.keyframes.size()) return;
    edit([&](Journey& journey) { journey.keyframes[key].easing = easing; });
}

bool TimelineController::can_split() const {
    const std::vector<std::int64_t> keys = key_frames(state_.journey);
    return std::find(keys.begin(), keys.end(), shown_frame(state_)) == keys.end();
}

void TimelineController::split() {
    std::size_t key = 0;
    edit([&](Journey& journey) { key = split_span(journey, shown_frame(state_)); });
    select(key);
}

void TimelineController::duplicate(std::size_t key) {
    if (key >= state_.journey.keyframes.size()) return;
    std::size_t copy = 0;
    edit([&](Journey& journey) { copy = duplicate_key(journey, key); });
    select(copy);
}

void TimelineController::remove(std::size_t key) {
    if (key >= state_.journey.keyframes.size()) return;
    if (state_.journey.keyframes.size() == 1) {
        notifier_.info(tr("A journey needs at least one key. Replace its face instead."));
        return;
    }
    edit([&](Journey& journey) { remove_key(journey, key); });
}

void TimelineController::swap_with_next(std::size_t key) {
    if (key + 1 >= state_.journey.keyframes.size()) return;
    edit([&](Journey& journey) { swap_keys(journey, key, key + 1); });
}

void TimelineController::select(std::size_t key) {
    const Journey& journey = shown_journey(state_);
    if (!state_.model || key >= journey.keyframes.size()) return;
    state_.timeline.selected = static_cast<int>(key);
    scrub(key_frames(journey)[key]);
}

void TimelineController::remove_selected() {
    if (state_.timeline.selected >= 0) remove(static_cast<std::size_t>(state_.timeline.selected));
}

void TimelineController::set_method(InterpolationMethod method) {
    edit([&](Journey& journey) { journey.method = method; });
}

void TimelineController::set_repeat(Repeat repeat) {
    edit([&](Journey& journey) {
        // Keys that even pacing moved stay where they are: the closing span comes or goes.
        for (Keyframe& key : journey.keyframes) key.own_frames = 0;
        journey.repeat = repeat;
    });
    state_.timeline.direction = 1;
}

void TimelineController::set_pacing(Pacing pacing) {
    if (state_.journey.pacing == pacing) return;
    edit([&](Journey& journey) {
        // In each span: where the keys are seen. By angle: where they were put.
        if (pacing == Pacing::even_spans)
            for (Keyframe& key : journey.keyframes) key.own_frames = 0;
        journey.pacing = pacing;
    });
}

void TimelineController::set_fps(double fps) {
    if (std::isfinite(fps)) edit([&](Journey& journey) { journey.fps = std::clamp(fps, 1.0, 120.0); });
}

void TimelineController::set_length(std::int64_t frames) {
    edit([&](Journey& journey) { set_path_length(journey, frames); });
}

void TimelineController::reverse() {
    edit([](Journey& journey) { progan::reverse(journey); });
}

void TimelineController::set_in() {
    const std::int64_t frame = shown_frame(state_);
    edit([&](Journey& journey) {
        journey.in = journey.in == frame ? 0 : frame;
        if (journey.out >= 0 && journey.out < frame) journey.out = -1;
    });
}

void TimelineController::set_out() {
    const std::int64_t frame = shown_frame(state_);
    edit([&](Journey& journey) {
        journey.out = journey.out == frame || frame + 1 == path_length(journey) ? -1 : frame;
        if (journey.in > frame) journey.in = 0;
    });
}

void TimelineController::clear_in_out() {
    edit([](Journey& journey) {
        journey.in = 0;
        journey.out = -1;
    });
}

void TimelineController::hold_fps() {
    state_.timeline.sound.fps_in_hand = true;
}

// The sound.

void TimelineController::set_sound(const std::filesystem::path& file) {
    if (!state_.model) {
        waiting_sound_ = file;
        return;
    }
    sound_.forget();  // it may have changed
    edit([&](Journey& journey) {
        if (!journey.sound) journey.sound.emplace();
        journey.sound->file = std::filesystem::absolute(file).lexically_normal().string();
    });
    state_.timeline.sound.frame = -1;
    state_.panels.timeline = true;  // it is there to be seen
}

void TimelineController::remove_sound() {
    if (!state_.journey.sound) return;
    const JourneySound before = *state_.journey.sound;
    edit([](Journey& journey) { journey.sound.reset(); });
    notifier_.undoable_by(
        trf("The journey no longer follows {}.", std::filesystem::path(before.file).filename().string()),
        [this, before] { edit([&](Journey& journey) { journey.sound = before; }); });
}

void TimelineController::set_sound_drives(SoundDrives drives) {
    if (!state_.journey.sound || state_.journey.sound->drives == drives) return;
    edit([&](Journey& journey) { journey.sound = driving(*journey.sound, drives); });
}

void TimelineController::set_sound_axis(const std::string& id) {
    const Axis* axis = find_axis(state_, id);
    if (!state_.journey.sound || axis == nullptr) return;
    edit([&](Journey& journey) {
        JourneySound& sound = *journey.sound;
        if (sound.drives != SoundDrives::axis) sound.amount = sound_amounts(SoundDrives::axis).usual;
        sound.drives = SoundDrives::axis;
        sound.axis_id = axis->id;
        sound.axis_name = axis->name;
        sound.axis = axis->direction;
    });
}

void TimelineController::set_sound_curve(SoundCurve curve) {
    if (state_.journey.sound) edit([&](Journey& journey) { journey.sound->curve = curve; });
}

void TimelineController::set_sound_amount(double amount) {
    if (!state_.journey.sound || !std::isfinite(amount)) return;
    const SoundAmounts amounts = sound_amounts(state_.journey.sound->drives);
    edit([&](Journey& journey) {
        journey.sound->amount = std::clamp(amount, amounts.least, amounts.greatest);
    });
}

void TimelineController::start_anew() {
    if (!state_.model) return;
    take(fresh_journey(state_));
    state_.timeline.name.clear();
    select(0);
}

// Playing.

void TimelineController::scrub(std::int64_t frame) {
    if (!state_.model || state_.journey.keyframes.empty()) return;
    TimelineState& view = state_.timeline;
    state_.follow = Follow::journey;
    view.playing = false;
    view.direction = 1;
    view.sound.frame = -1;
    view.playhead = static_cast<double>(std::clamp<std::int64_t>(frame, 0, last_frame(state_)));
}

void TimelineController::scrub_sound(std::int64_t frame) {
    TimelineState& view = state_.timeline;
    if (!state_.model || !view.sound.drive) return;
    frame = std::clamp<std::int64_t>(frame, 0, view.sound.drive->frame_count() - 1);
    state_.follow = Follow::journey;
    view.playing = false;
    view.direction = 1;
    view.sound.frame = static_cast<double>(frame);
    view.playhead = view.sound.drive->path_frame(frame);
    keep_playhead_inside();
}

void TimelineController::step(int frames) {
    if (const std::optional<std::int64_t> frame = sound_frame(state_))
        scrub_sound(*frame + frames);
    else
        scrub(shown_frame(state_) + frames);
}

void TimelineController::jump_by_key(int direction) {
    if (!state_.model || state_.journey.keyframes.empty()) return;
    const std::vector<std::int64_t> frames = key_frames(shown_journey(state_));
    const std::int64_t here = shown_frame(state_);
    std::size_t key = direction > 0 ? frames.size() - 1 : 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (direction < 0 && frames[i] < here) key = i;
        if (direction > 0 && frames[i] > here) {
            key = i;
            break;
        }
    }
    select(key);
}

void TimelineController::go_to_start() {
    if (state_.model && !state_.journey.keyframes.empty()) scrub(playback_range(shown_journey(state_)).first);
}

void TimelineController::go_to_end() {
    if (state_.model && !state_.journey.keyframes.empty()) scrub(playback_range(shown_journey(state_)).last);
}

void TimelineController::toggle_play() {
    if (!state_.model || state_.journey.keyframes.empty()) return;
    TimelineState& view = state_.timeline;
    if (view.playing) {
        if (!sound_frame(state_)) view.playhead = static_cast<double>(shown_frame(state_));
        view.playing = false;
        return;
    }
    if (view.sound.drive) {
        const std::int64_t at = sound_frame(state_).value_or(0);
        scrub_sound(at + 1 < view.sound.drive->frame_count() ? at : 0);
        view.playing = true;
        return;
    }
    const Journey& journey = shown_journey(state_);
    const FrameRange range = playback_range(journey);
    const bool outside = shown_frame(state_) < range.first || shown_frame(state_) > range.last;
    const bool over = journey.repeat == Repeat::once && shown_frame(state_) == range.last;
    if (outside || over) view.playhead = static_cast<double>(range.first);
    if (journey.repeat != Repeat::ping_pong) view.direction = 1;
    view.playing = true;
    state_.follow = Follow::journey;
}

void TimelineController::advance(Seconds passed) {
    TimelineState& view = state_.timeline;
    if (!view.playing || state_.journey.keyframes.empty()) return;
    const Journey& journey = shown_journey(state_);
    if (sound_frame(state_)) {
        const auto count = static_cast<double>(view.sound.drive->frame_count());
        double at = view.sound.frame + passed.count() * journey.fps;
        if (at >= count) {
            view.playing = journey.repeat != Repeat::once;
            at = view.playing ? std::fmod(at, count) : count - 1;
        }
        view.sound.frame = at;
        view.playhead = view.sound.drive->path_frame(*sound_frame(state_));
        keep_playhead_inside();
        return;
    }
    const FrameRange range = playback_range(journey);
    const auto first = static_cast<double>(range.first), span = static_cast<double>(range.last - range.first);
    double at = view.playhead - first;
    const double moved = passed.count() * journey.fps;
    switch (journey.repeat) {
        case Repeat::once:
            at += moved;
            if (at >= span) {
                at = span;
                view.playing = false;
            }
            break;
        case Repeat::loop:
            at = std::fmod(std::max(0.0, at + moved), span + 1);  // the last frame is shown as long as any
            break;
        case Repeat::ping_pong: {
            if (span == 0) break;
            const double phase = std::fmod((view.direction > 0 ? at : 2 * span - at) + moved, 2 * span);
            view.direction = phase <= span ? 1 : -1;
            at = phase <= span ? phase : 2 * span - phase;
            break;
        }
    }
    view.playhead = first + at;
}

// Looking.

void TimelineController::zoom_to(double zoom, double around_frame) {
    if (state_.journey.keyframes.empty()) return;
    TimelineState& view = state_.timeline;
    const auto length = static_cast<double>(path_length(shown_journey(state_)));
    const double before = length / view.zoom;
    view.zoom = std::clamp(zoom, 1.0, std::clamp(length / 4, 1.0, kMaxZoom));
    const double after = length / view.zoom;
    const double share = before > 0 ? (around_frame - view.left) / before : 0;
    view.left = std::clamp(around_frame - share * after, 0.0, length - after);
}

void TimelineController::set_memory(double mib) {
    if (std::isfinite(mib)) state_.timeline.memory_mib = std::clamp(mib, 0.0, kMaxMemoryMib);
}

// Time and results.

void TimelineController::tick(Time now) {
    last_tick_ = now;
    seen_revision_ = frame_cache_.revision();
    if (!state_.model) return;
    for (const std::filesystem::path& path : std::exchange(waiting_, {})) open(path);
    if (state_.journey.keyframes.empty()) return;
    if (waiting_sound_) set_sound(*std::exchange(waiting_sound_, {}));
    TimelineState& view = state_.timeline;
    const Pacing pacing = state_.journey.pacing;
    if (!(view.spaced_from == state_.journey) || view.measuring) {
        respace();
        keep_playhead_inside();
    }
    sound_.update();
    FrameCache::Wanted wanted;
    wanted.level = current_level(state_);
    wanted.alpha = current_alpha(state_);
    wanted.measured_level = state_.model->spec.last_level;
    wanted.measured_alpha = state_.model->spec.alpha;
    wanted.epoch = state_.epoch;
    wanted.playhead = shown_frame(state_);
    wanted.memory_mib = view.memory_mib;
    wanted.measure = pacing != Pacing::angle;
    // What is not spaced yet would be prefetched for nothing.
    wanted.prefetch = !view.measuring;
    frame_cache_.update(shown_journey(state_), wanted);
    if (pacing == Pacing::angle && frame_cache_.prefetched_count() == frame_cache_.path_length())
        ratio_by_angle_ = spread().ratio();
}

std::optional<Time> TimelineController::next_tick() const {
    if (frame_cache_.revision() != seen_revision_ || !frame_cache_.finished())
        return last_tick_ + kBetweenLooks;
    return std::nullopt;
}

const Image* TimelineController::prefetched(const RenderRequest& request) const {
    if (request.latents.size() != 1) return nullptr;
    return frame_cache_.find(request);
}

ChangeSpread TimelineController::spread() const {
    return spread_of(frame_cache_.changes());
}

void TimelineController::show(Journey journey, const std::string& told) {
    if (!state_.model || journey.keyframes.empty()) return;
    journey.model_sha256 = state_.model->sha256;
    journey.model_name = state_.model->spec.name;
    if (state_.journey.keyframes.empty())
        notifier_.info(told);
    else
        notifier_.undoable_by(
            trf("{} It replaced the one on the timeline.", told), [this, before = state_.journey] {
                const bool fits = state_.model && before.model_sha256 == state_.model->sha256;
                if (fits) restore(before);
            });
    state_.journey = std::move(journey);
    const double memory_mib = state_.timeline.memory_mib;
    state_.timeline = {};
    state_.timeline.memory_mib = memory_mib;
    state_.follow = Follow::journey;
}

void TimelineController::restore(Journey journey) {
    state_.journey = std::move(journey);
    TimelineState& view = state_.timeline;
    view.playing = false;
    view.selected = std::min(view.selected, static_cast<int>(state_.journey.keyframes.size()) - 1);
    view.playhead = std::min(view.playhead, static_cast<double>(path_length(state_.journey) - 1));
}

/// Keys without a seed are left out; so that nothing is lost, such a journey goes to a file first.
void TimelineController::fit_to_model() {
    Journey& journey = state_.journey;
    const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
    if (!journey.keyframes.empty() && journey.keyframes[0].latent.size() == size) return;
    const auto without_seed = [](const Keyframe& key) { return !key.seed; };
    if (std::any_of(journey.keyframes.begin(), journey.keyframes.end(), without_seed)) {
        const std::filesystem::path path =
            unused_path(folder(), "of-the-model-before-" + time_stamp(), ".json");
        saving_.add(engine_.run_task(
            [path, saved = shown_journey(state_)] { save_journey(path, saved); },
            [this, path](const Result<void>& saved) {
                saved ? notifier_.info(trf("The previous model's journey was saved as {}.", path.string()))
                      : notifier_.error(saved.error());
            }));
        std::erase_if(journey.keyframes, without_seed);
    }
    for (Keyframe& key : journey.keyframes) key.latent = face_of_seed(state_, *key.seed).latent;
    if (journey.sound && journey.sound->drives == SoundDrives::axis)  // one of another model's
        journey.sound = driving(*journey.sound, SoundDrives::pace);
    if (journey.keyframes.empty()) journey = fresh_journey(state_);
    journey.model_sha256 = state_.model->sha256;
    journey.model_name = state_.model->spec.name;
    state_.timeline.playhead = 0;
    state_.timeline.playing = false;
    state_.timeline.selected = 0;
}

}  // namespace progan
