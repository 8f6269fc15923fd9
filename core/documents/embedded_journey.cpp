#include "core/documents/embedded_journey.h"

#include <algorithm>

#include "core/documents/film_journey.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/files/gif_blocks.h"
#include "core/files/input_file.h"
#include "core/files/png_chunks.h"
#include "core/image/png.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxJourneyBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxPngTextBytes = std::size_t{32} << 20;  // compressed

std::optional<std::string> journey_of_gif(const fs::path& path) {
    const std::string mark = std::string(kJourneyKey) + "\n";
    const std::optional<std::string> text = gif_comment(path, mark, kMaxJourneyBytes);
    if (!text) return std::nullopt;
    if (text->size() > kMaxJourneyBytes)
        throw Error("{} contains a journey of more than {} MiB, the maximum.", path.string(),
                    kMaxJourneyBytes >> 20);
    return text->substr(mark.size());
}

/// The text may come before the pixels or, in an animation, after all of them; libpng gets only the header
/// and the text.
std::optional<std::string> journey_of_png(const fs::path& path) {
    const InputFile file(path);
    const auto bytes = [&](std::uint64_t at, std::uint64_t count) {
        std::string read(count, '\0');
        file.read(at, std::as_writable_bytes(std::span(read)));
        return read;
    };
    const std::string key = std::string(kJourneyKey) + '\0';
    std::optional<std::string> text;
    for_each_png_chunk(
        file.size(), [&](std::uint64_t at, std::span<std::byte> into) { file.read(at, into); },
        [&](const PngChunk& chunk) {
            if (chunk.type() != "iTXt" || chunk.length < key.size() ||
                bytes(chunk.data_at(), key.size()) != key)
                return true;
            if (chunk.length > kMaxPngTextBytes)
                throw Error("{} contains a journey of {} compressed bytes, more than the maximum of {}.",
                            file.name(), chunk.length, kMaxPngTextBytes);
            const std::string pixels("\0\0\0\0IDAT", 8);
            text = png_text(bytes(0, kPngHeaderEnd) + bytes(chunk.at, chunk.whole()) + pixels, kJourneyKey,
                            file.name());
            return false;
        });
    return text;
}

bool is_film(std::string_view start) {
    return (start.size() > 8 && start.substr(4, 4) == "ftyp") || start.starts_with("\x1a\x45\xdf\xa3");
}

}  // namespace

std::optional<std::string> journey_text_of(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        if (!fs::is_regular_file(path / kJourneyFileName, error)) return std::nullopt;
        return read_text_file(path / kJourneyFileName, kMaxJourneyBytes);
    }
    const std::string start = file_start(InputFile(path));
    if (start.starts_with("GIF8")) return journey_of_gif(path);
    if (is_film(start)) return journey_of_film(path);
    if (is_png(start)) return journey_of_png(path);
    return std::nullopt;
}

bool may_carry_journey(const fs::path& path) {
    const std::string extension = to_lower(path.extension().string());
    for (const char* known : {".gif", ".mp4", ".webm", ".apng", ".png"})
        if (extension == known) return true;
    std::error_code error;
    return fs::is_regular_file(path / kJourneyFileName, error);
}

Journey journey_of_file(const fs::path& path, std::size_t latent_size, SeedMode mode) {
    if (!may_carry_journey(path)) return load_journey(path, latent_size, mode);
    const std::optional<std::string> text = journey_text_of(path);
    if (!text)
        throw Error(
            "{} contains no journey. Only animations recorded by this program do, unless another program has "
            "changed them.",
            path.string());
    Journey journey = journey_from_json(*text, path.string(), latent_size, mode);
    place_sound(journey, fs::is_directory(path) ? path : path.parent_path());
    return journey;
}

std::string gif_journey_comment(std::string_view json) {
    return gif_comment_block(std::string(kJourneyKey) + "\n" + std::string(json));
}

}  // namespace progan
