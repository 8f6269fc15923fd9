#include "core/map/face_map_files.h"

#include <exception>
#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/map/face_map.h"
#include "core/support/format.h"

namespace progan {
namespace {

constexpr std::size_t kMaxLayoutBytes = 1 << 20;

template <class Save>
bool worked(Save save) {
    try {
        save();
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace

FaceMapFiles::FaceMapFiles(const std::filesystem::path& folder, const std::string& model_sha256,
                           SeedMode seed_mode) {
    if (!folder.empty() && !model_sha256.empty()) folder_ = folder / model_sha256 / to_string(seed_mode);
}

std::filesystem::path FaceMapFiles::strip_path(int seed, int tile) const {
    return folder_ / fmt::format("faces-{}px-{:04}.png", tile, seed);
}

std::filesystem::path FaceMapFiles::layout_path(int faces) const {
    return folder_ / fmt::format("layout-{}.json", faces);
}

std::optional<Image> FaceMapFiles::read_strip(int seed, int tile) const {
    std::error_code error;
    if (folder_.empty() || !std::filesystem::exists(strip_path(seed, tile), error)) return std::nullopt;
    try {
        Image strip = read_image(strip_path(seed, tile));
        if (strip.width == kStripFaces * tile && strip.height == tile) return strip;
    } catch (const std::exception&) {  // made again
    }
    return std::nullopt;
}

bool FaceMapFiles::write_strip(int seed, int tile, const Image& strip) const {
    return !folder_.empty() && worked([&] { write_png(strip_path(seed, tile), strip); });
}

bool FaceMapFiles::has_layout(int faces) const {
    std::error_code error;
    return !folder_.empty() && std::filesystem::exists(layout_path(faces), error);
}

std::optional<GridCells> FaceMapFiles::read_layout(int faces) const {
    if (!has_layout(faces)) return std::nullopt;
    try {
        const auto json = nlohmann::json::parse(read_text_file(layout_path(faces), kMaxLayoutBytes));
        if (json.at("version") != 1) return std::nullopt;
        auto cells = json.at("seeds").get<GridCells>();
        if (is_permutation(cells, static_cast<std::size_t>(faces))) return cells;
    } catch (const std::exception&) {  // made again
    }
    return std::nullopt;
}

bool FaceMapFiles::write_layout(const GridCells& cells) const {
    return !folder_.empty() && worked([&] {
        const nlohmann::json json = {{"version", 1}, {"seeds", cells}};
        write_file_atomically(layout_path(static_cast<int>(cells.size())), json.dump());
    });
}

}  // namespace progan
