#include "core/documents/face_picture.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>

#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/files/input_file.h"
#include "core/image/exif.h"
#include "core/image/jpeg.h"
#include "core/image/png.h"
#include "core/image/webp.h"

namespace progan {
namespace {

constexpr const char* kKeyword = "progan_faces";
constexpr std::string_view kCommentStart = R"({"progan_faces":)";
constexpr std::size_t kMaxStart = std::size_t{16} << 20;  // of PNG and JPEG, the text comes before the pixels
constexpr std::size_t kMaxJson = std::size_t{256} << 20;
constexpr std::size_t kMaxWebp = std::size_t{256} << 20;  // there it comes after them

/// {"progan_faces": {...}} as ASCII, which is what a user comment may be.
std::string comment_of(const std::vector<Favourite>& faces) {
    const auto json = nlohmann::ordered_json::parse(favourites_to_json(faces));
    return std::string(kCommentStart) + json.dump(-1, ' ', true) + "}";
}

std::vector<Favourite> faces_of_comment(const std::string& comment, const std::string& name) {
    if (!comment.starts_with(kCommentStart) || !comment.ends_with('}')) return {};
    const std::string_view text(comment);
    return favourites_from_json(text.substr(kCommentStart.size(), text.size() - kCommentStart.size() - 1),
                                name);
}

std::string read_start(const InputFile& file, std::size_t most) {
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), most)), '\0');
    file.read(0, std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

}  // namespace

bool fits_faces(PictureFormat format, std::span<const Favourite> faces) {
    return format != PictureFormat::jpeg ||
           fits_in_jpeg(exif_with_comment(comment_of({faces.begin(), faces.end()})));
}

std::vector<std::byte> encode_face_picture(const Image& image, const std::vector<Favourite>& faces,
                                           const PictureEncoding& encoding) {
    if (encoding.format == PictureFormat::png)
        return encode_png(image, faces.empty() ? PngText() : PngText{kKeyword, favourites_to_json(faces)});
    const bool carried = !faces.empty() && fits_faces(encoding.format, faces);
    const std::string exif = carried ? exif_with_comment(comment_of(faces)) : "";
    return encoding.format == PictureFormat::jpeg ? encode_jpeg(image, encoding.quality, exif)
                                                  : encode_webp(image, encoding.quality, exif);
}

void write_face_picture(const std::filesystem::path& path, const Image& image,
                        const std::vector<Favourite>& faces, const PictureEncoding& encoding) {
    write_file_atomically(path, encode_face_picture(image, faces, encoding));
}

std::vector<Favourite> faces_of_picture(const std::filesystem::path& path) {
    if (lower_extension(path) == ".json")
        return favourites_from_json(read_text_file(path, kMaxJson), path.string());
    const InputFile file(path);
    std::string bytes = read_start(file, 12);
    bytes = read_start(file, is_webp(bytes) ? kMaxWebp : kMaxStart);
    return faces_in_picture(bytes, path.string());
}

std::vector<Favourite> faces_in_picture(std::string_view bytes, const std::string& name) {
    if (is_jpeg(bytes)) return faces_of_comment(exif_comment(jpeg_exif(bytes, name)), name);
    if (is_webp(bytes)) return faces_of_comment(exif_comment(webp_exif(bytes)), name);
    if (!is_png(bytes)) return {};
    const std::string text = png_text(bytes, kKeyword, name);
    return text.empty() ? std::vector<Favourite>() : favourites_from_json(text, name);
}

}  // namespace progan
