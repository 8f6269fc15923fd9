#include "core/image/image_file.h"

#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/image/heif.h"
#include "core/image/jpeg.h"
#include "core/image/picture_kind.h"
#include "core/image/png.h"
#include "core/image/simple_formats.h"
#include "core/image/webp.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;

}  // namespace

void write_png(const std::filesystem::path& path, const Image& image) {
    write_file_atomically(path, encode_png(image));
}

Picture read_picture(const std::filesystem::path& path) {
    const std::string bytes = read_text_file(path, kMaxFileBytes), name = path.string();
    if (is_png(bytes)) return decode_png(bytes, name);
    if (is_jpeg(bytes)) return decode_jpeg(bytes, name);
    if (is_webp(bytes)) return decode_webp(bytes, name);
    if (is_heif(bytes)) return decode_heif(bytes, name);
    if (is_bmp_gif_or_psd(bytes) || lower_extension(path) == ".tga") return decode_simple_format(bytes, name);
    throw Error("{} is not a picture of a supported kind ({}).", name, readable_kinds());
}

Image read_image(const std::filesystem::path& path) {
    return read_picture(path).image;
}

}  // namespace progan
