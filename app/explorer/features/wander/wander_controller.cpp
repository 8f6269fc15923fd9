#include "app/explorer/features/wander/wander_controller.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "app/explorer/state/queries.h"
#include "core/latent/interpolation.h"
#include "core/latent/rotation.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kMaxStep{0.1};  // after a pause, as of a hidden window, the walk continues without a leap
constexpr double kSame = 0.01;    // degrees

/// The same sliders on another base, so that the face is `latent`. Where no base leads there, because a turn
/// crosses its axis, the sliders are at 0.
Face face_at(Face face, const Latent& latent, const AppState& state) {
    Latent base = latent;
    for (auto turn = face.turns.rbegin(); turn != face.turns.rend(); ++turn)
        if (const Axis* axis = find_axis(state, turn->first); axis && axis->direction.size() == base.size())
            base = rotate(base, axis->direction, -static_cast<double>(turn->second));
    for (std::size_t i = face.degrees.size(); i-- > 0;)
        if (face.degrees[i] != 0) base = rotate_component(base, i, -static_cast<double>(face.degrees[i]));
    face.base.latent = std::move(base);
    face.base.seed.reset();
    if (angle_degrees(latent_of(face, state), latent) < kSame) return face;
    face.base.latent = latent;
    std::fill(face.degrees.begin(), face.degrees.end(), 0.0f);
    face.turns.clear();
    return face;
}

/// What the locks hold: components and axes.
std::vector<Latent> locked_directions(const AppState& state, std::size_t size) {
    std::vector<Latent> directions;
    for (std::size_t i = 0; i < std::min(state.locked.size(), size); ++i) {
        if (!state.locked[i]) continue;
        directions.emplace_back(size, 0.0f);
        directions.back()[i] = 1;
    }
    for (const std::string& id : state.locked_axes)
        if (const Axis* axis = find_axis(state, id); axis && axis->direction.size() == size)
            directions.push_back(axis->direction);
    return directions;
}

/// "Walk from Seed 15", also after a second walk.
std::string name_of_walk(const std::string& from) {
    if (from.empty()) return tr("Walk");
    const std::string mark = "\x1f", marked = trf("Walk from {}", mark);
    const std::size_t at = marked.find(mark);
    const std::string before = marked.substr(0, at), after = marked.substr(at + mark.size());
    return from == tr("Walk") || (from.starts_with(before) && from.ends_with(after))
               ? from
               : trf("Walk from {}", from);
}

}  // namespace

void WanderController::toggle() {
    if (!end()) start(std::random_device{}());
}

void WanderController::start(std::uint32_t seed) {
    if (!state_.model) return;
    actions_.show(CenterView::face);
    if (state_.follow == Follow::journey) actions_.keep_journey_face();
    if (const std::string problem = begin(seed); !problem.empty()) {
        notifier_.info(problem);
        return;
    }
    name_ = name_of_walk(state_.face.base.name);
    state_.wander.walking = true;
    notifier_.info(tr("Wandering. Esc or any control stops it."));
}

/// As the settings say, from `size` components; nothing if they allow no direction.
std::optional<WanderOptions> WanderController::options(std::uint32_t seed, std::size_t size) const {
    const WanderState& wander = state_.wander;
    WanderOptions options;
    options.reach = wander.reach < kWholeSphereReach ? std::min(wander.reach, kMaxReach) : 180;
    options.locked = locked_directions(state_, size);
    options.seed = seed;
    if (!wander.chosen_only) return options;
    for (const Axis& axis : state_.axes)
        if (wander.axes.contains(axis.id) && !state_.locked_axes.contains(axis.id) &&
            axis.direction.size() == size)
            options.along.push_back(axis.direction);
    return options.along.empty() ? std::nullopt : std::optional(std::move(options));
}

/// From the face as it is; its first step comes with the time. Else all stays as it was, and what is wrong is
/// returned.
std::string WanderController::begin(std::uint32_t seed) {
    const Latent from = current_latent(state_);
    std::optional<WanderOptions> wanted = options(seed, from.size());
    if (!wanted) return tr("Tick a slider that is not locked to wander along it, or choose every direction.");
    try {
        walk_ = Wander(from, std::move(*wanted));
    } catch (const Error&) {
        return tr("Nothing can move: unlock a slider to wander.");
    }
    seed_ = seed;
    face_ = state_.face;
    state_.wander.walked = 0;
    return "";
}

bool WanderController::end() {
    if (!state_.wander.walking) return false;
    state_.wander.walking = false;
    walk_.reset();
    ended_();
    return true;
}

/// Whether nothing but the walk has changed the face, and it is there to be seen.
bool WanderController::left_alone() const {
    return state_.model && state_.follow == Follow::sliders && state_.center == CenterView::face &&
           state_.face == face_;
}

void WanderController::advance(Seconds passed) {
    WanderState& wander = state_.wander;
    if (!wander.walking) return;
    if (!left_alone()) {
        end();
        return;
    }
    wander.walked += std::min(passed, kMaxStep).count() * wander.pace;
    if (wander.walked <= 0) return;
    face_ = face_at(std::move(face_), walk_->at(wander.walked), state_);
    face_.base.name = name_;
    state_.face = face_;
}

/// Settings that allow no walk, such as no slider ticked yet, leave the one under way as it is.
void WanderController::settings_changed() {
    if (state_.wander.walking) (void)begin(seed_ + 1);
}

void WanderController::set_pace(double degrees_per_second) {
    if (std::isfinite(degrees_per_second))
        state_.wander.pace = std::clamp(degrees_per_second, kMinPace, kMaxPace);
}

void WanderController::set_reach(double degrees) {
    if (!std::isfinite(degrees)) return;
    state_.wander.reach = std::clamp(degrees, kMinWanderReach, kWholeSphereReach);
    settings_changed();
}

void WanderController::set_chosen_only(bool chosen_only) {
    if (state_.wander.chosen_only == chosen_only) return;
    state_.wander.chosen_only = chosen_only;
    settings_changed();
}

void WanderController::toggle_axis(const std::string& id) {
    if (state_.wander.axes.erase(id) == 0) state_.wander.axes.insert(id);
    if (state_.wander.chosen_only) settings_changed();
}

}  // namespace progan
