#include "app/explorer/platform/desktop_files.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/files/file_kind.h"
#include "core/files/file_mark.h"
#include "core/files/file_uri.h"
#include "core/support/child_process.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return path.is_absolute() && fs::is_directory(path, ignored);
}

/// The line XDG_PICTURES_DIR="$HOME/Pictures" of user-dirs.dirs.
fs::path read_configured_pictures(const fs::path& settings) {
    std::ifstream file(settings);
    constexpr std::string_view kStart = "XDG_PICTURES_DIR=\"", kHome = "$HOME/";
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(kStart)) continue;
        const std::size_t end = line.find('"', kStart.size());
        if (end == std::string::npos) return {};
        const std::string value = line.substr(kStart.size(), end - kStart.size());
        return value.starts_with(kHome) ? home_folder() / value.substr(kHome.size()) : fs::path(value);
    }
    return {};
}

/// Dialogs ask in every frame: the file is read again only when it is another one.
fs::path configured_pictures() {
    struct Known {
        fs::path file;
        FileMark mark;
        fs::path folder;
    };
    thread_local std::optional<Known> known;
    const fs::path file = settings_folder() / "user-dirs.dirs";
    const FileMark mark = file_mark(file);
    if (!known || known->file != file || !(known->mark == mark))
        known = {file, mark, read_configured_pictures(file)};
    return known->folder;
}

/// A program by its name, as a shell would find it; empty if there is none.
fs::path find_program(const std::string& name) {
    const std::string path = environment("PATH");
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find(':', begin), path.size());
        fs::path program = fs::path(path.substr(begin, end - begin)) / name;
        if (program.is_absolute() && access(program.c_str(), X_OK) == 0) return program;
        begin = end + 1;
    }
    return {};
}

bool ran(const std::string& name, const std::vector<std::string>& arguments) {
    const fs::path program = find_program(name);
    return !program.empty() && run_to_end({program, arguments, {}}).end.succeeded();
}

/// Where an address of that scheme begins, which may have been taken for a path inside a folder.
std::size_t find_scheme(const std::string& text, std::string_view scheme) {
    const std::size_t at = text.find(scheme);
    return at == 0 || (at != std::string::npos && text[at - 1] == '/') ? at : std::string::npos;
}

}  // namespace

fs::path pictures_folder() {
    for (const fs::path& folder :
         {fs::path(environment("XDG_PICTURES_DIR")), configured_pictures(), home_folder() / "Pictures"})
        if (is_folder(folder)) return folder;
    return home_folder();
}

fs::path saving_folder(const std::string& typed, const fs::path& otherwise) {
    const fs::path folder = typed.empty() ? pictures_folder() : from_home(typed);
    return fs::absolute(folder.empty() ? otherwise : folder).lexically_normal();
}

fs::path from_home(const std::string& path) {
    if (path == "~") return home_folder();
    return path.starts_with("~/") ? home_folder() / path.substr(2) : fs::path(path);
}

std::string with_tilde(const fs::path& path) {
    const std::string start = home_folder().string();
    std::string text = path.string();
    if (start.size() < 2 || !text.starts_with(start)) return text;
    const std::string rest = text.substr(start.size());
    return rest.empty() || rest[0] == '/' ? "~" + rest : text;
}

ToOpen what_to_open(const fs::path& requested) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(requested, ignored))) return {requested, ""};
    const std::string text = requested.string();
    if (const std::string address = web_address(requested); !address.empty())
        return {requested, trf("{} is a web address: download the file first, then open it here.", address)};
    if (const std::size_t at = find_scheme(text, "file://"); at != std::string::npos) {
        const fs::path path = path_of_uri(std::string_view(text).substr(at));
        if (!path.empty()) return what_to_open(path);
    }
    return {requested, trf("{} does not exist.", text)};
}

void show_in_file_manager(const fs::path& file) {
    const bool shown = ran(
        "dbus-send", {"--session", "--print-reply", "--reply-timeout=3000",
                      "--dest=org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                      "org.freedesktop.FileManager1.ShowItems", "array:string:" + file_uri(file), "string:"});
    if (!shown && !ran("xdg-open", {file.parent_path().string()}))
        throw Error(trf("{} could not be shown: no file manager was found. This needs dbus-send or xdg-open.",
                        file.parent_path().string()));
}

bool has_program(const std::string& name) {
    return !find_program(name).empty();
}

ChildCommand web_page_opener(const std::string& address) {
    const fs::path program = find_program("xdg-open");
    if (program.empty()) throw Error(tr("Web pages cannot be opened without xdg-open."));
    return {program, {address}, {}};
}

}  // namespace progan
