#include "app/explorer/shell/opening.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "core/axes/axis_file.h"
#include "core/documents/embedded_journey.h"
#include "core/files/file_kind.h"
#include "core/image/picture_kind.h"

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

/// A video may have sound, but carries a journey or none.
bool is_sound_name(const std::string& extension) {
    constexpr std::array kKnown{".wav", ".mp3", ".flac", ".ogg",  ".opus", ".oga",
                                ".m4a", ".aac", ".aif",  ".aiff", ".wma",  ".mka"};
    return std::find(kKnown.begin(), kKnown.end(), extension) != kKnown.end();
}

}  // namespace

OpenedKind what_is(const fs::path& path) {
    std::error_code ignored;
    const std::string extension = lower_extension(path);
    if (is_axis_file_name(path)) return OpenedKind::axes;
    if (extension == ".csv") return OpenedKind::labels;
    if (extension == ".take") return OpenedKind::session_recording;
    if (extension == ".png") return carries_journey(path) ? OpenedKind::animation : OpenedKind::picture;
    if (may_carry_journey(path)) return OpenedKind::animation;
    // Of a damaged one, the reader says what is wrong.
    if (extension == ".json" && fs::is_regular_file(path, ignored))
        return mentions(path, "\"favourites\"") ? OpenedKind::favourites : OpenedKind::journey;
    if (is_sound_name(extension)) return OpenedKind::sound;
    if (fs::exists(path / "events.jsonl", ignored)) return OpenedKind::training_run;
    if (holds_pictures(path)) return OpenedKind::training_pictures;
    if (is_picture_name(path)) return OpenedKind::picture;
    return OpenedKind::model;
}

}  // namespace progan
