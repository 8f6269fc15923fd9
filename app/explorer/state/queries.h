// What follows from the state: pure functions of it. One thread (the window's).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/explorer/state/app_state.h"

namespace progan {

/// The axis of an id, or null.
const Axis* find_axis(const AppState& state, const std::string& id);
/// The latent of a face, with the model's axes. Turns of removed axes are ignored.
Latent latent_of(const Face& face, const AppState& state);
/// The journey as it is shown, prefetched, recorded and saved: with even pacing spaced by what was measured
/// so far.
const Journey& shown_journey(const AppState& state);
/// The frame of the way at the playhead; 0 if there is no journey.
std::int64_t shown_frame(const AppState& state);
/// The frame of the journey's sound whose face is shown, if one is: when the journey plays with its sound.
std::optional<std::int64_t> sound_frame(const AppState& state);
/// A key's name for people: its own, else its seed's, else "Key 3".
std::string key_label(const Journey& journey, std::size_t key);
/// Of the frame at the playhead: "Seed 15", "Between Seed 15 and Smiling".
std::string shown_frame_label(const AppState& state);
/// The seed of a window's first face: one that the default model draws well.
inline constexpr std::uint32_t kFirstSeed = 38;
/// Two keys of the open model, of the first seed and of another, two seconds apart, there and back.
Journey fresh_journey(const AppState& state);

/// The current latent: sliders or journey. Empty until a model is loaded.
Latent current_latent(const AppState& state);
/// What was changed inside the generator for it.
ChannelEdits current_edits(const AppState& state);
/// The current latent with all sliders at 0; empty where that is no other face: they are, or the journey is
/// shown.
Latent latent_before_sliders(const AppState& state);
/// Whether the face has another one to be seen before: sliders are turned, or channels edited.
bool has_before(const AppState& state);
/// The level shown.
int current_level(const AppState& state);
/// The level's fade-in alpha: the model's own at its last level, else 1.
double current_alpha(const AppState& state);

/// The age the growth view shows.
double current_age(const AppState& state);
/// Whether a request's picture is the face as the model makes it, at full size: what favourites keep.
bool is_whole_face(const AppState& state, const RenderRequest& request);
std::filesystem::path favourites_path(const AppState& state);
/// Where a training run is put if its form names no folder.
std::filesystem::path default_run_folder(const AppState& state);

/// The request for what the main view should show now, or nothing while there is no model. Pure.
std::optional<RenderRequest> request_from_state(const AppState& state);

}  // namespace progan
