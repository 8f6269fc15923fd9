#include "app/explorer/state/face_actions.h"
#include "app/explorer/state/queries.h"
#include "core/support/translate.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace progan {
namespace {

constexpr std::uint32_t kMaxRandomSeed = 999999;  // short enough to say aloud and to type
constexpr float kRandomDegrees = 12;

std::mt19937& random_engine() {
    static std::mt19937 engine{std::random_device{}()};
    return engine;
}

}  // namespace

Face FaceActions::face_from_seed(std::uint32_t seed) const {
    Face face;
    face.base = face_of_seed(state_, seed);
    face.degrees.assign(face.base.latent.size(), 0.0f);
    return face;
}

/// Locked sliders keep their degrees on the new face: that is what a lock is for.
void FaceActions::show_face(Face face) {
    for (std::size_t i = 0; i < face.degrees.size() && i < state_.locked.size(); ++i)
        if (state_.locked[i] && i < state_.face.degrees.size()) face.degrees[i] = state_.face.degrees[i];
    for (const auto& [axis, degrees] : state_.face.turns)
        if (state_.locked_axes.contains(axis)) face.turns[axis] = degrees;
    if (state_.edits_held) {
        face.base.edits = state_.face.base.edits;
        face.base.edit_name = state_.face.base.edit_name;
    }
    fit_edits(face.base);
    state_.face = std::move(face);
    state_.locked.resize(state_.face.base.latent.size(), 0);
    state_.follow = Follow::sliders;
    state_.timeline.playing = false;
}

void FaceActions::pick_seed(std::uint32_t seed) {
    if (!state_.model) return;
    will_change();
    show_face(face_from_seed(seed));
}

void FaceActions::random_seed() {
    ++state_.done.random_seeds;
    pick_seed(std::uniform_int_distribution<std::uint32_t>(0, kMaxRandomSeed)(random_engine()));
}

void FaceActions::step_seed(int by) {
    const std::int64_t from = state_.face.base.seed.value_or(0);
    const std::int64_t to = std::clamp<std::int64_t>(from + by, 0, kMaxSeed);
    pick_seed(static_cast<std::uint32_t>(to));
}

void FaceActions::set_seed_mode(SeedMode mode) {
    if (mode == state_.settings.seed_mode) return;
    state_.settings.seed_mode = mode;
    if (state_.face.base.seed) pick_seed(*state_.face.base.seed);
}

Face FaceActions::first_face() const {
    return face_from_seed(kFirstSeed);
}

void FaceActions::restore_face(const Face& face) {
    state_.face = face;
    fit_edits(state_.face.base);
    state_.follow = Follow::sliders;
    state_.timeline.playing = false;
}

/// A slider moved while an interpolated face is shown continues from that face, so that nothing jumps.
void FaceActions::turn_slider(std::size_t index, float degrees) {
    if (!state_.model || index >= state_.face.degrees.size() || state_.locked[index]) return;
    will_change();
    if (state_.follow == Follow::journey) keep_journey_face();
    state_.face.degrees[index] = std::isfinite(degrees) ? std::clamp(degrees, -90.0f, 90.0f) : 0.0f;
}

void FaceActions::reset_slider(std::size_t index) {
    turn_slider(index, 0);
}

void FaceActions::reset_sliders() {
    will_change();
    for (std::size_t i = 0; i < state_.face.degrees.size(); ++i)
        if (!state_.locked[i]) state_.face.degrees[i] = 0;
    std::erase_if(state_.face.turns,
                  [this](const auto& turn) { return !state_.locked_axes.contains(turn.first); });
}

void FaceActions::turn_axis(const std::string& axis, float degrees) {
    if (!state_.model || state_.locked_axes.contains(axis)) return;
    will_change();
    ++state_.done.axis_turns;
    if (state_.follow == Follow::journey) keep_journey_face();
    const float turn = std::isfinite(degrees) ? std::clamp(degrees, -90.0f, 90.0f) : 0.0f;
    if (turn == 0)
        state_.face.turns.erase(axis);
    else
        state_.face.turns[axis] = turn;
}

void FaceActions::toggle_axis_lock(const std::string& axis) {
    will_change();
    if (state_.locked_axes.erase(axis) == 0) state_.locked_axes.insert(axis);
}

void FaceActions::set_channel(int level, int channel, float strength) {
    if (!state_.model || edits_that_fit(state_.model->spec, {{level, channel, strength}}).empty()) return;
    will_change();
    if (state_.follow == Follow::journey) keep_journey_face();
    set_strength(state_.face.base.edits, level, channel, strength);
}

void FaceActions::reset_channels(std::optional<int> level) {
    if (!state_.model) return;
    will_change();
    if (state_.follow == Follow::journey) keep_journey_face();
    NamedLatent& face = state_.face.base;
    if (level)
        reset_level(face.edits, *level);
    else
        face.edits.clear();
    if (face.edits.empty()) face.edit_name.clear();
}

void FaceActions::name_edit(const std::string& name) {
    if (!state_.face.base.edits.empty()) state_.face.base.edit_name = name;
}

void FaceActions::hold_edits(bool held) {
    state_.edits_held = held;
}

/// Channels that the model does not have were another model's.
void FaceActions::fit_edits(NamedLatent& face) {
    if (!state_.model || face.edits.empty()) return;
    const std::size_t before = face.edits.size();
    face.edits = edits_that_fit(state_.model->spec, face.edits);
    if (face.edits.size() == before) return;
    if (face.edits.empty()) face.edit_name.clear();
    notifier_.info(tr_plural("{} edited channel is left out: this model does not have it.",
                             "{} edited channels are left out: this model does not have them.",
                             static_cast<std::int64_t>(before - face.edits.size())));
}

void FaceActions::show_latent(NamedLatent latent) {
    if (!state_.model || latent.latent.size() != static_cast<std::size_t>(state_.model->spec.latent_size))
        return;
    will_change();
    Face face;
    face.base = std::move(latent);
    face.degrees.assign(face.base.latent.size(), 0.0f);
    unlock_all();  // the very face, with nothing turned
    state_.edits_held = false;
    show_face(std::move(face));
}

void FaceActions::randomise_sliders() {
    if (!state_.model) return;
    will_change();
    if (state_.follow == Follow::journey) keep_journey_face();
    std::normal_distribution<float> turn(0, kRandomDegrees);
    for (std::size_t i = 0; i < state_.face.degrees.size(); ++i)
        if (!state_.locked[i]) state_.face.degrees[i] = std::clamp(turn(random_engine()), -90.0f, 90.0f);
}

void FaceActions::toggle_lock(std::size_t index) {
    will_change();
    if (index < state_.locked.size()) state_.locked[index] ^= 1;
}

void FaceActions::unlock_all() {
    will_change();
    std::fill(state_.locked.begin(), state_.locked.end(), std::uint8_t{0});
    state_.locked_axes.clear();
}

void FaceActions::keep_journey_face() {
    if (!state_.model || state_.follow != Follow::journey) return;
    show_latent(current_face(state_));
}

bool FaceActions::fits_model(const Favourite& favourite) {
    if (!state_.model) return false;
    const auto needed = static_cast<std::size_t>(state_.model->spec.latent_size);
    if (favourite.latent.size() != needed) {
        notifier_.error(
            // NOLINTBEGIN(modernize-raw-string-literal): texts are collected from plain literals
            tr_plural("\"{1}\" has a latent of {0} number, but this model needs {2}. Open the model \"{3}\" "
                      "to see it.",
                      "\"{1}\" has a latent of {0} numbers, but this model needs {2}. Open the model \"{3}\" "
                      "to see it.",
                      static_cast<std::int64_t>(favourite.latent.size()), favourite.name, needed,
                      favourite.model_name));
        // NOLINTEND(modernize-raw-string-literal)
        return false;
    }
    if (favourite.model_sha256 != state_.model->sha256)
        notifier_.info(trf("\"{}\" was kept with another model ({}), so it looks different here.",
                           favourite.name, favourite.model_name));
    return true;
}

void FaceActions::show_favourite(const Favourite& favourite) {
    if (fits_model(favourite)) show_latent(static_cast<const NamedLatent&>(favourite));
}

void FaceActions::show(CenterView center) {
    if (state_.center != center) state_.growth.playing = false;
    state_.center = center;
}

void FaceActions::fit_face_to_model() {
    const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
    fit_edits(state_.face.base);
    if (state_.face.base.latent.size() == size) return;
    const std::uint32_t seed = state_.face.base.seed.value_or(kFirstSeed);
    state_.locked.assign(size, 0);
    state_.face = {};
    show_face(face_from_seed(seed));
}

}  // namespace progan
