#include "app/explorer/shell/opening.h"

#include <charconv>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "core/axes/axis_file.h"
#include "core/documents/embedded_journey.h"
#include "core/files/file_kind.h"
#include "core/image/picture_kind.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::streamsize kBytesToLookAt = 1 << 20;

/// A PNG may be a face, a sheet or a frame of an animation: what it carries decides.
bool carries_journey(const fs::path& path) {
    try {
        return journey_text_of(path).has_value();
    } catch (const std::exception&) {  // its reader tells what is wrong
        return false;
    }
}

bool mentions(const fs::path& path, std::string_view word) {
    std::ifstream file(path, std::ios::binary);
    std::string start(static_cast<std::size_t>(kBytesToLookAt), '\0');
    file.read(start.data(), kBytesToLookAt);
    start.resize(static_cast<std::size_t>(file.gcount()));
    return start.find(word) != std::string::npos;
}

/// Where an address of that scheme begins, which may have been taken for a path inside a folder.
std::size_t find_scheme(const std::string& text, std::string_view scheme) {
    const std::size_t at = text.find(scheme);
    return at == 0 || (at != std::string::npos && text[at - 1] == '/') ? at : std::string::npos;
}

/// "%20" as the byte that it stands for.
std::string without_escapes(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        const char* digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

}  // namespace

ToOpen what_to_open(const fs::path& wish) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(wish, ignored))) return {wish, ""};
    const std::string text = wish.string();
    if (const std::string address = web_address(wish); !address.empty())
        return {wish, trf("{} is a web address: download the file first, then open it here.", address)};
    if (const std::size_t at = find_scheme(text, "file://"); at != std::string::npos) {
        const std::size_t path = text.find('/', at + 7);  // behind the name of a host, if there is one
        if (path != std::string::npos)
            return what_to_open(without_escapes(std::string_view(text).substr(path)));
    }
    return {wish, trf("{} does not exist: there is no file of that name.", text)};
}

OpenedKind what_is(const fs::path& path) {
    std::error_code ignored;
    const std::string extension = lower_extension(path);
    if (is_axis_file_name(path)) return OpenedKind::axes;
    if (extension == ".csv") return OpenedKind::labels;
    if (extension == ".take") return OpenedKind::session_recording;
    if (extension == ".png") return carries_journey(path) ? OpenedKind::animation : OpenedKind::picture;
    if (may_carry_journey(path)) return OpenedKind::animation;
    if (extension == ".json" && mentions(path, "\"keyframes\"")) return OpenedKind::journey;
    if (extension == ".json" && mentions(path, "\"favourites\"")) return OpenedKind::favourites;
    if (fs::exists(path / "events.jsonl", ignored)) return OpenedKind::training_run;
    if (holds_pictures(path)) return OpenedKind::training_pictures;
    if (is_picture_name(path)) return OpenedKind::picture;
    return OpenedKind::model;
}

}  // namespace progan
