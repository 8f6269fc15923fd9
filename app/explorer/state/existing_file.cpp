#include "app/explorer/state/existing_file.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/axes/axis_file.h"
#include "core/documents/face_picture.h"
#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/files/json_reader.h"
#include "core/image/picture_kind.h"
#include "core/model/model_file.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxRead = 64u << 20;

/// What a file of ours is; empty if it is none. Throws if it is damaged.
std::string what_of_ours(const fs::path& path) {
    const std::string ending = lower_extension(path);
    if (is_model_file_name(path)) return is_model_file(path) ? tr("a model of this program") : "";
    if (is_axis_file_name(path)) {
        const AxisFile file = axes_from_bytes(read_text_file(path, kMaxRead), path.string());
        const auto count = static_cast<std::int64_t>(file.axes.size());
        // A single direction in a .npy file is what this program writes for others to read.
        if (file.model_name.empty() && (ending != ".npy" || count != 1)) return "";
        return file.model_name.empty() ? tr("a direction")
                                       : tr_plural("{} axis of {}", "{} axes of {}", count, file.model_name);
    }
    if (ending == ".json") {
        const nlohmann::json json = parse_json(read_text_file(path, kMaxRead), path.string());
        if (!json.is_object() || !json.contains("version")) return "";
        const auto entries = [&](const char* name) {
            const auto found = json.find(name);
            return found != json.end() && found->is_array() ? static_cast<std::int64_t>(found->size()) : -1;
        };
        if (const std::int64_t keys = entries("keyframes"); keys >= 0)
            return tr_plural("a journey of {} key", "a journey of {} keys", keys);
        if (const std::int64_t faces = entries("favourites"); faces >= 0)
            return tr_plural("{} favourite", "{} favourites", faces);
        return "";
    }
    if (ending == ".png" && !faces_of_picture(path).empty()) return tr("a picture with its face");
    return "";
}

std::string size_of(const fs::path& path) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(path, error);
    if (error) return tr("a file that this program did not write");
    return trf("a file of {} that this program did not write", bytes_text(static_cast<double>(bytes)));
}

}  // namespace

ExistingFile existing_file(const fs::path& path) {
    ExistingFile found;
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (!fs::exists(status)) return found;
    found.there = true;
    if (fs::is_directory(path, error)) {
        found.what = tr("a folder");
        return found;
    }
    found.replaceable = fs::is_regular_file(path, error);
    try {
        if (found.replaceable) found.what = what_of_ours(path);
    } catch (const std::exception&) {  // damaged, or nothing that this program knows
    }
    found.ours = !found.what.empty();
    if (!found.ours) found.what = size_of(path);
    return found;
}

}  // namespace progan
