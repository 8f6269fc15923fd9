#include "app/explorer/state/axis_words.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// Those of the models that come with the program.
constexpr std::array kKnown{
    // Translators: from here to "down", names of sliders that change a face, and what their two ends show.
    tr_later("Turn"),       tr_later("Smile"),       tr_later("Mouth open"),  tr_later("Masculine"),
    tr_later("Age"),        tr_later("Hair length"), tr_later("Hair colour"), tr_later("Grey hair"),
    tr_later("Skin tone"),  tr_later("Beard"),       tr_later("Glasses"),     tr_later("Nod"),
    tr_later("Light side"), tr_later("Background"),  tr_later("left"),        tr_later("right"),
    tr_later("feminine"),   tr_later("masculine"),   tr_later("short"),       tr_later("long"),
    tr_later("dark"),       tr_later("light"),       tr_later("young"),       tr_later("old"),
    tr_later("up"),         tr_later("down"),
};

}  // namespace

std::set<std::string> words_of(const std::vector<Axis>& axes) {
    std::set<std::string> words;
    for (const Axis& axis : axes)
        for (const std::string* word : {&axis.name, &axis.low, &axis.high})
            if (std::find(kKnown.begin(), kKnown.end(), std::string_view(*word)) != kKnown.end())
                words.insert(*word);
    return words;
}

std::string shown_word(const AppState& state, const std::string& word) {
    return state.model_words.contains(word) ? tr(word.c_str()) : word;
}

bool is_meant(const AppState& state, const Axis& axis, const std::string& typed) {
    const std::array words{axis.name, shown_name(state, axis), shown_word(state, axis.low),
                           shown_word(state, axis.high)};
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return to_lower(word).find(typed) != std::string::npos;
    });
}

}  // namespace progan
