#include "core/documents/face_picture.h"

#include <fstream>
#include <string>

#include "core/files/atomic_file.h"
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
    std::ifstream file(path, std::ios::binary);
    std::string bytes(kMaxBytesRead, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (!is_png(bytes)) return {};
    const std::string text = png_text(bytes, kKeyword, path.string());
    if (text.empty()) return {};
    return favourites_from_json(text, path.string());
}

}  // namespace progan
