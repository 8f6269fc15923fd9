// The catalogue of texts that people read, keyed by their English (GNU gettext; the files are
// assets/texts/*.po). The English text itself is shown where a language, its file or one of its texts is
// missing.
//
// Threads: texts may be looked up from any thread. use_language() and languages() belong to the program's
// main thread, which calls use_language() once before it starts others; a text that another thread looks up
// while the language changes may be in either. The numbers' locale is never touched: they are written as in
// C.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

/// The text in the language in use. It stays valid until the program ends.
const char* tr(const char* english);

/// Marks a text for the catalogue and leaves it as it is: for tables, whose texts are translated when shown.
constexpr const char* tr_later(const char* english) {
    return english;
}

namespace detail {
std::string format_translated(const char* translated, fmt::string_view english, fmt::format_args arguments);
const char* translated_plural(fmt::string_view one, fmt::string_view many, std::int64_t count);
const char* translated(fmt::string_view english);
}  // namespace detail

/// A sentence with values: trf("Saved as {}.", name). The English is checked when it is compiled; a
/// translation whose placeholders do not fit is passed over for the English. Throws nothing but
/// std::bad_alloc.
template <class... Arguments>
std::string trf(fmt::format_string<Arguments...> english, Arguments&&... arguments) {
    const fmt::string_view text = english;
    return detail::format_translated(detail::translated(text), text, fmt::make_format_args(arguments...));
}

/// The same for a counted thing: tr_plural("{} face", "{} faces", count). The count is the first placeholder;
/// a language has as many forms as it needs.
template <class... Arguments>
std::string tr_plural(fmt::format_string<const std::int64_t&, Arguments...> one,
                      fmt::format_string<const std::int64_t&, Arguments...> many, const std::int64_t& count,
                      Arguments&&... arguments) {
    const fmt::string_view single = one, several = many;
    return detail::format_translated(detail::translated_plural(single, several, count),
                                     count == 1 ? single : several,
                                     fmt::make_format_args(count, arguments...));
}

/// Shows texts in a language from now on: "ja", "pt_BR", or "" for the system's. Where `folder` holds no file
/// for it, they are English, and so are the C library's. `folder` holds
/// LANGUAGE/LC_MESSAGES/progan-explorer.mo.
void use_language(std::string_view code, const std::filesystem::path& folder);

/// What LC_ALL, LC_MESSAGES and LANG (and LANGUAGE, if these name no plain "C") ask for: "ja_JP", or "en". As
/// they were when the program began.
std::string system_language();

struct Language {
    std::string code;  ///< "ja"
    std::string name;  ///< in the language itself
};
/// English, then the languages that have a file in the folder, by their codes. Puts back the language in use.
std::vector<Language> languages(const std::filesystem::path& folder);

/// Whether there is a catalogue for a language such as "pt_BR", or it is English.
bool is_translated(const std::string& code, const std::filesystem::path& folder);

/// All that the language in use may show, for a font that is made of the characters in use. Empty for
/// English.
std::string all_translations(const std::filesystem::path& folder);

}  // namespace progan
