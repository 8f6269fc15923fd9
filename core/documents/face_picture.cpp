#include "core/documents/face_picture.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "core/files/atomic_file.h"
#include "core/files/input_file.h"
#include "core/image/png.h"

namespace progan {
namespace {

constexpr const char* kKeyword = "progan_faces";
constexpr std::size_t kMaxBytesRead = std::size_t{16} << 20;  // the text comes before the pixels

}  // namespace

void write_face_picture(const std::filesystem::path& path, const Image& image,
                        const std::vector<Favourite>& faces) {
    const PngText none;
    write_file_atomically(
        path, encode_png(image, faces.empty() ? none : PngText{kKeyword, favourites_to_json(faces)}));
}

std::vector<Favourite> faces_of_picture(const std::filesystem::path& path) {
    const InputFile file(path);
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), kMaxBytesRead)), '\0');
    file.read(0, std::as_writable_bytes(std::span(bytes)));
    if (!is_png(bytes)) return {};
    const std::string text = png_text(bytes, kKeyword, path.string());
    if (text.empty()) return {};
    return favourites_from_json(text, path.string());
}

}  // namespace progan
