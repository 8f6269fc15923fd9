// The names of axes in the language in use. Files, and axes that a person named, keep the words they have.
// One thread (the window's).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/explorer/state/app_state.h"

namespace progan {

/// The words that these axes, a model's own, may be shown by in another language: names and ends.
std::set<std::string> words_of(const std::vector<Axis>& axes);

/// A name, or what an end shows: translated if the open model came with it and the catalogue knows it.
std::string shown_word(const AppState& state, const std::string& word);
inline std::string shown_name(const AppState& state, const Axis& axis) {
    return shown_word(state, axis.name);
}
/// Whether an axis is meant by what was typed, in small letters: by its name, as it is shown or its own, or
/// by what its ends show.
bool is_meant(const AppState& state, const Axis& axis, const std::string& typed);

}  // namespace progan
