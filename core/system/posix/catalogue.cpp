#include "core/system/catalogue.h"

#include <libintl.h>

#include <clocale>
#include <optional>
#include <system_error>
#include <utility>

#include "core/system/file.h"
#include "core/system/process.h"

/// glibc's count of changes of the language: a new one makes gettext look again (the manual of gettext,
/// "Being a gettext grok").
extern "C" int _nl_msg_cat_cntr;  // NOLINT(readability-identifier-naming): glibc's name

namespace progan::system {
namespace fs = std::filesystem;
namespace {

constexpr const char* kOwnLocale = "progan";

/// A new folder for temporary files, or empty.
fs::path new_folder() {
    for (const std::string& place : {environment("TMPDIR").value_or(""), std::string("/tmp"),
                                     environment("XDG_RUNTIME_DIR").value_or(""), std::string("/dev/shm")}) {
        if (place.empty()) continue;
        if (fs::path folder = make_temporary_folder(place, "progan-locale"); !folder.empty()) return folder;
    }
    return {};
}

/// gettext translates only where the locale's name is neither "C" nor begins with "C." (the latter since
/// glibc 2.39), and there may be no other: then C.UTF-8, which every Debian has, is given another name. A
/// folder that only this call sees, by way of LOCPATH, leads to it.
void leave_plain_c() {
    static bool left = false;
    if (std::exchange(left, true)) return;
    constexpr const char* kPlain = "/usr/lib/locale/C.utf8";
    const fs::path folder = new_folder();
    if (folder.empty()) return;
    std::error_code error;
    fs::create_directory_symlink(kPlain, folder / kOwnLocale, error);
    const std::string before = environment("LOCPATH").value_or("");
    set_environment("LOCPATH", folder.string());
    if (std::setlocale(LC_MESSAGES, kOwnLocale) == nullptr) std::setlocale(LC_MESSAGES, "C.UTF-8");
    if (before.empty())
        unset_environment("LOCPATH");
    else
        set_environment("LOCPATH", before);
    fs::remove_all(folder, error);  // the link alone
}

}  // namespace

const char* translated(const char* domain, const char* text) {
    return ::dgettext(domain, text);
}

const char* translated(const char* domain, const char* single, const char* several, unsigned long count) {
    return ::dngettext(domain, single, several, count);
}

void use_catalogue(const char* domain, const fs::path& folder, const std::string& languages) {
    leave_plain_c();
    ::bindtextdomain(domain, folder.c_str());
    ::bind_textdomain_codeset(domain, "UTF-8");
    ::bind_textdomain_codeset("libc", "UTF-8");  // "No such file or directory", and the like
    // The first time adds the variable; later ones only replace what it points to.
    set_environment("LANGUAGE", languages);
    ++_nl_msg_cat_cntr;
}

}  // namespace progan::system
