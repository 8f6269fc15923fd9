#include "core/image/image_file.h"

#include "core/files/atomic_file.h"
#include "core/image/jpeg.h"
#include "core/image/png.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;

}  // namespace

void write_png(const std::filesystem::path& path, const Image& image) {
    write_file_atomically(path, encode_png(image));
}

Image read_image(const std::filesystem::path& path) {
    const std::string bytes = read_text_file(path, kMaxFileBytes);
    if (is_png(bytes)) return decode_png(bytes, path.string());
    if (is_jpeg(bytes)) return decode_jpeg(bytes, path.string());
    throw Error("{} is not a PNG or JPEG picture.", path.string());
}

}  // namespace progan
