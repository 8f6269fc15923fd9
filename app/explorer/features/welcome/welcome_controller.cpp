#include "app/explorer/features/welcome/welcome_controller.h"
#include "app/explorer/state/axis_words.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kMaxDegrees = 40;
constexpr double kSwings = 1.125;  // there, back beyond the middle, and there again: it ends turned
constexpr double kTurn = 6.283185307179586;

bool comes(Seconds at, Seconds passed, Seconds before) {
    return before < at && at <= passed;
}

}  // namespace

WelcomeController::WelcomeController(const FeatureContext& context, Hands hands)
    : state_(context.state), actions_(context.actions), hands_(std::move(hands)) {
    add_scenes();
}

void WelcomeController::show() {
    end_tour();
    state_.welcome = {};
    state_.welcome.open = true;
    state_.panels.alone = false;
    actions_.show(CenterView::face);
}

void WelcomeController::close() {
    end_tour();
    state_.welcome.open = false;
}

/// The first in the list that can be turned and was not yet.
const Axis* WelcomeController::next_axis() const {
    const auto found = std::find_if(state_.axes.begin(), state_.axes.end(), [this](const Axis& axis) {
        return !axis.hidden && !state_.locked_axes.contains(axis.id) &&
               std::find(swept_.begin(), swept_.end(), axis.id) == swept_.end();
    });
    return found == state_.axes.end() ? nullptr : &*found;
}

const Axis* WelcomeController::swept_axis() const {
    const auto found = std::find_if(state_.axes.begin(), state_.axes.end(),
                                    [this](const Axis& axis) { return axis.id == swept_.back(); });
    return found == state_.axes.end() ? nullptr : &*found;
}

/// Axes that have just been found may change places meanwhile: this one stays under the hand.
void WelcomeController::sweep(Seconds passed, Seconds before, Seconds length) {
    if (before < Seconds{0}) {
        const Axis* next = next_axis();
        swept_.push_back(next ? next->id : "");
        if (next) hands_.choose_axis(next->id);
    }
    const Axis* axis = swept_axis();
    if (!axis) return;
    const double part = state_.reduced_motion ? 1 : std::clamp(passed / length, 0.0, 1.0);
    const double most = std::min(kMaxDegrees, axis->range.value_or(kMaxDegrees));
    state_.welcome.caption =
        trf("Each slider changes one thing. This one is \"{}\".", shown_name(state_, *axis));
    actions_.turn_axis(axis->id, static_cast<float>(most * std::sin(kTurn * kSwings * part)));
    sweeping_ = part < 1;
}

void WelcomeController::add_scenes() {
    const char* const sliders = tr_later("The model's sliders appear on the left once they have been found.");
    const auto swept = [this, sliders](Seconds length) {
        return Scene{length, sliders,
                     [this, length](Seconds passed, Seconds before) { sweep(passed, before, length); }};
    };
    scenes_ = {{Seconds{6}, tr_later("Random gives a new face each time."),
                [this](Seconds passed, Seconds before) {
                    for (const double at : {0.5, 2.5, 4.5})
                        if (comes(Seconds{at}, passed, before)) actions_.random_seed();
                }},
               swept(Seconds{6}),
               swept(Seconds{4}),
               {Seconds{5}, tr_later("Undo takes back what you changed; redo restores it."),
                [this](Seconds passed, Seconds before) {
                    for (const double at : {0.8, 1.6})
                        if (comes(Seconds{at}, passed, before)) hands_.undo();
                    for (const double at : {2.8, 3.6})
                        if (comes(Seconds{at}, passed, before)) hands_.redo();
                }},
               {Seconds{4}, tr_later("Keep face adds it to your favourites."),
                [this](Seconds passed, Seconds before) {
                    if (comes(Seconds{1}, passed, before)) hands_.keep();
                }},
               {Seconds{5}, tr_later("The grid shows faces around this one. Animate makes a journey."),
                [this](Seconds passed, Seconds before) {
                    if (comes(Seconds{0}, passed, before)) actions_.show(CenterView::grid);
                }}};
}

/// What the tour talks about must be in sight.
void WelcomeController::prepare_window() {
    left_before_ = state_.panels.left;
    state_.panels.left = Fold::open;
    state_.panels.alone = false;
    state_.components_listed = false;
    actions_.show(CenterView::face);
}

void WelcomeController::start_tour() {
    if (!state_.model || state_.welcome.touring) return;
    prepare_window();
    state_.welcome.open = state_.welcome.touring = true;
    state_.welcome.caption = tr(scenes_.front().caption);
    state_.welcome.part = 0;
    at_ = 0;
    swept_.clear();
    tour_began_.reset();
    scene_began_.reset();
}

bool WelcomeController::end_tour() {
    if (!state_.welcome.touring) return false;
    state_.welcome.touring = sweeping_ = false;
    return true;
}

/// Nobody's hand is on the window: it looks as before.
void WelcomeController::finish_tour() {
    end_tour();
    state_.panels.left = left_before_;
    actions_.show(CenterView::face);
}

/// What the tour does counts for nobody.
void WelcomeController::tick_marks() {
    WelcomeState& welcome = state_.welcome;
    const ActionCounts& done = state_.done;
    if (welcome.open && !welcome.touring) {
        welcome.random |= done.random_seeds > seen_.random_seeds;
        welcome.turned |= done.axis_turns > seen_.axis_turns;
        welcome.kept |= done.kept > seen_.kept;
    }
    seen_ = done;
}

void WelcomeController::tick_tour(Time now) {
    if (!tour_began_) tour_began_ = now;
    if (!scene_began_) {
        scene_began_ = now;
        before_ = Seconds{-1};
    }
    const Scene& scene = scenes_[at_];
    const Seconds passed = std::min(now - *scene_began_, scene.length);
    state_.welcome.caption = tr(scene.caption);
    state_.welcome.part = std::min(1.0, (now - *tour_began_) / kTourLength);
    scene.run(passed, before_);
    before_ = passed;
    if (passed < scene.length) return;
    sweeping_ = false;
    scene_began_.reset();
    if (++at_ >= scenes_.size()) finish_tour();
}

bool WelcomeController::done() const {
    const WelcomeState& welcome = state_.welcome;
    return welcome.random && welcome.turned && welcome.kept && !welcome.touring;
}

void WelcomeController::tick_farewell(Time now) {
    if (!state_.welcome.open || !done())
        leaves_at_.reset();
    else if (!leaves_at_)
        leaves_at_ = now + kFarewell;
    else if (now >= *leaves_at_)
        close();
}

void WelcomeController::tick(Time now) {
    tick_marks();
    tick_farewell(now);
    if (state_.welcome.touring) {
        tick_tour(now);
        seen_ = state_.done;
    }
}

}  // namespace progan
