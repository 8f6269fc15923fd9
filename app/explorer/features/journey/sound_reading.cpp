#include "app/explorer/features/journey/sound_reading.h"

#include <utility>

#include "app/explorer/state/queries.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {

void SoundReading::forget() {
    reading_.reset();
    file_.clear();
    curves_.reset();
    problem_.clear();
    state_.timeline.sound.drive.reset();
}

void SoundReading::read(const std::string& file, double fps) {
    forget();
    file_ = file;
    fps_ = fps;
    ++state_.timeline.sound.readings;
    reading_ = engine_.run_aside(
        [file, fps](const ProgressReport& report) { return read_sound_curves(file, fps, report); },
        [this](Result<SoundCurves> read) {
            if (!read) {
                problem_ = read.error();
                notifier_.error(problem_);
                return;
            }
            if (read->left_out > 0)
                notifier_.info(tr_plural("{1} is damaged: {0} piece of its sound is left out.",
                                         "{1} is damaged: {0} pieces of its sound are left out.",
                                         read->left_out, file_));
            if (read->stated_seconds > 0)
                notifier_.info(
                    trf("{} ends early: its header says {:.1f} seconds of sound, but it has {:.1f}.", file_,
                        read->stated_seconds, read->seconds));
            curves_ = std::make_shared<const SoundCurves>(std::move(*read));
        });
}

void SoundReading::update() {
    const std::optional<JourneySound>& sound = state_.journey.sound;
    if (!sound || state_.journey.keyframes.empty()) {
        forget();
        state_.timeline.sound = {};
        return;
    }
    TimelineSound& view = state_.timeline.sound;
    const bool other_rate = sound->file == file_ && state_.journey.fps != fps_;
    view.waiting = std::exchange(view.fps_in_hand, false) && other_rate;
    if (sound->file != file_ || (other_rate && !view.waiting)) read(sound->file, state_.journey.fps);
    view.curves = curves_;
    view.problem = problem_;
    view.reading = reading_.pending();
    drive();
}

void SoundReading::drive() {
    TimelineSound& view = state_.timeline.sound;
    if (!curves_ || view.waiting) {
        view.drive.reset();
        return;
    }
    const Journey& journey = shown_journey(state_);
    if (!journey.sound || (view.drive && view.drive->journey() == journey)) return;
    const bool loudness = journey.sound->curve == SoundCurve::loudness;
    try {
        view.drive =
            std::make_shared<const SoundDrive>(journey, loudness ? curves_->loudness : curves_->onsets);
    } catch (const Error& error) {
        view.drive.reset();
        view.problem = error.what();
    }
}

}  // namespace progan
