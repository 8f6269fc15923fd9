#include "core/support/translate.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "core/system/catalogue.h"
#include "core/system/process.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr const char* kDomain = "progan-explorer";
constexpr const char* kEnglish = "en";
constexpr const char* kUntranslated = "C";  // what gettext takes for no language
// Translators: the name of the language that you translate to, in that language.
constexpr const char* kOwnName = tr_later("English");

std::string environment_text(const char* name) {
    return system::environment(name).value_or("");
}

/// "ja_JP" of "ja_JP.UTF-8@cjknarrow".
std::string without_encoding(const std::string& locale) {
    return locale.substr(0, locale.find_first_of(".@"));
}

std::string language_of_environment() {
    std::string locale;
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (locale.empty()) locale = environment_text(name);
    locale = without_encoding(locale);
    if (locale.empty() || locale == "C" || locale == "POSIX") return kEnglish;
    const std::string preferred = environment_text("LANGUAGE");
    return preferred.empty() ? locale : preferred;
}

/// What was asked for last; empty before the first time. The main thread's.
std::string& language_in_use() {
    static std::string language;
    return language;
}

fs::path catalogue(const fs::path& folder, const std::string& language) {
    return folder / language / "LC_MESSAGES" / (std::string(kDomain) + ".mo");
}

/// What gettext is to look for: the languages of a list such as "pt_BR:ja" that have a catalogue, or "C",
/// where texts stay English. Without one of ours, the C library's own sentences stay English as well.
std::string translated_languages(const std::string& list, const fs::path& folder) {
    std::string found;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(':', begin), list.size());
        const std::string full = list.substr(begin, end - begin), language = without_encoding(full);
        begin = end + 1;
        if (language == kEnglish || language.starts_with("en_")) break;  // what the texts are written in
        std::error_code ignored;
        for (const std::string& name : {language, language.substr(0, language.find('_'))})
            if (!name.empty() && fs::is_regular_file(catalogue(folder, name), ignored)) {
                found += (found.empty() ? "" : ":") + language;
                break;
            }
    }
    return found.empty() ? kUntranslated : found;
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
    std::uint32_t number = 0;
    if (at + sizeof number <= bytes.size()) std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

}  // namespace

const char* tr(const char* english) {
    // The empty text is the catalogue's own heading.
    return *english == '\0' ? english : system::translated(kDomain, english);
}

namespace detail {

const char* translated(fmt::string_view english) {
    const std::string text(english.data(), english.size());
    const char* found = system::translated(kDomain, text.c_str());
    return found == text.c_str() ? nullptr : found;
}

const char* translated_plural(fmt::string_view one, fmt::string_view many, std::int64_t count) {
    const std::string single(one.data(), one.size()), several(many.data(), many.size());
    const char* found = system::translated(kDomain, single.c_str(), several.c_str(),
                                           static_cast<unsigned long>(std::abs(count)));
    return found == single.c_str() || found == several.c_str() ? nullptr : found;
}

std::string format_translated(const char* translated, fmt::string_view english, fmt::format_args arguments) {
    if (translated != nullptr) {
        try {
            return fmt::vformat(translated, arguments);
        } catch (const fmt::format_error&) {  // its placeholders do not fit
        }
    }
    return fmt::vformat(english, arguments);
}

}  // namespace detail

std::string system_language() {
    static const std::string language = language_of_environment();
    return language;
}

void use_language(std::string_view code, const fs::path& folder) {
    const std::string system = system_language();  // before LANGUAGE is changed, whatever is asked for
    const std::string language = code.empty() ? system : std::string(code);
    system::use_catalogue(kDomain, folder, translated_languages(language, folder));
    language_in_use() = language;
}

std::vector<Language> languages(const fs::path& folder) {
    std::vector<Language> found;
    std::error_code ignored;
    for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
        const std::string code = at->path().filename().string();
        if (std::error_code missing; fs::is_regular_file(catalogue(folder, code), missing))
            found.push_back({code, ""});
    }
    std::sort(found.begin(), found.end(),
              [](const Language& a, const Language& b) { return a.code < b.code; });
    const std::string before = language_in_use();
    for (Language& language : found) {
        use_language(language.code, folder);
        language.name = tr(kOwnName);
        if (language.name == kOwnName) language.name = language.code;  // its translator left it out
    }
    if (!found.empty()) use_language(before, folder);
    found.insert(found.begin(), {kEnglish, kOwnName});
    return found;
}

bool is_translated(const std::string& code, const fs::path& folder) {
    return code == kEnglish || code.starts_with("en_") || translated_languages(code, folder) != kUntranslated;
}

std::string all_translations(const fs::path& folder) {
    const std::string all = translated_languages(language_in_use(), folder),
                      language = all.substr(0, all.find(':'));
    std::string bytes;
    for (const std::string& name : {language, language.substr(0, language.find('_'))}) {
        std::ifstream file(catalogue(folder, name), std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
        if (!bytes.empty()) break;
    }
    // The format of .mo files: magic number, revision, count, then where the tables of texts and translations
    // are, each a length and an offset per text. One of the other byte order is left alone.
    constexpr std::uint32_t kMagic = 0x950412de;
    if (number_at(bytes, 0) != kMagic) return "";
    const std::uint32_t count = number_at(bytes, 8), table = number_at(bytes, 16);
    std::string texts;
    for (std::uint32_t i = 0; i < count && table + 8 * std::size_t{i} < bytes.size(); ++i) {
        const std::size_t entry = table + 8 * std::size_t{i}, length = number_at(bytes, entry),
                          at = number_at(bytes, entry + 4);
        if (at <= bytes.size()) texts += bytes.substr(at, length) + "\n";
    }
    return texts;
}

}  // namespace progan
