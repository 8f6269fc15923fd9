#include "app/explorer/shell/language.h"

#include "core/support/paths.h"

namespace progan {

void begin_language(AppState& state) {
    state.languages = languages(texts_folder());
    use_language(state.settings.language, texts_folder());
}

void follow_language(AppState& state, Fonts& fonts) {
    if (state.shown_language == state.settings.language) return;
    use_language(state.settings.language, texts_folder());
    fonts.need(all_translations(texts_folder()));
    for (const Language& language : state.languages) fonts.need(language.name);
    state.shown_language = state.settings.language;
}

}  // namespace progan
