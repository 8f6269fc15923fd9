#include "core/image/image_file.h"

#include "core/files/atomic_file.h"
#include "core/image/jpeg.h"
#include "core/image/png.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 30;

}  // namespace

void write_png(const std::filesystem::path& path, const Image& image) {
    write_file_atomically(path, encode_png(image));
}

Image read_image(const std::filesystem::path& path) {
    const std::string bytes = read_text_file(path, kLargestFile);
    if (is_png(bytes)) return decode_png(bytes, path.string());
    if (is_jpeg(bytes)) return decode_jpeg(bytes, path.string());
    throw Error(path.string() + " is not a picture in PNG or JPEG format.");
}

}  // namespace progan
