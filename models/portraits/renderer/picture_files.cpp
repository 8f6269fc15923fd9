#include "models/portraits/renderer/picture_files.h"

#include <png.h>

#include <cstdio>  // before jpeglib.h, which needs it
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <jpeglib.h>

namespace portraits {
namespace {

constexpr int kQuality = 95;
constexpr std::uint8_t kEmpty = 40;  // where a sheet has no picture

struct Compressed {
    unsigned char* bytes = nullptr;
    unsigned long size = 0;  // NOLINT(google-runtime-int): libjpeg's type
    Compressed() = default;
    Compressed(const Compressed&) = delete;
    Compressed& operator=(const Compressed&) = delete;
    ~Compressed() { std::free(bytes); }
};

/// libjpeg ends the program on errors unless told otherwise; writing to memory has none that can be met.
void compress(const Picture& picture, Compressed& out) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &out.bytes, &out.size);
    jpeg.image_width = jpeg.image_height = static_cast<JDIMENSION>(picture.side);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, kQuality, TRUE);
    for (int k = 0; k < 3; ++k) jpeg.comp_info[k].h_samp_factor = jpeg.comp_info[k].v_samp_factor = 1;
    jpeg.optimize_coding = TRUE;
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        auto* row =
            const_cast<JSAMPLE*>(&picture.rgb[std::size_t{jpeg.next_scanline} * jpeg.image_width * 3]);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
}

[[noreturn]] void fail(const std::filesystem::path& file) {
    throw std::runtime_error(file.string() + " cannot be written: " + std::strerror(errno) + ".");
}

}  // namespace

void write_jpeg(const std::filesystem::path& file, const Picture& picture) {
    Compressed jpeg;
    compress(picture, jpeg);
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(jpeg.bytes), static_cast<std::streamsize>(jpeg.size));
    out.close();
    if (!out) fail(file);
}

void write_png_sheet(const std::filesystem::path& file, const std::vector<Picture>& pictures, int columns) {
    if (pictures.empty()) return;
    const int count = static_cast<int>(pictures.size()), side = pictures[0].side;
    const int width = columns * side, height = (count + columns - 1) / columns * side;
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3,
                                  kEmpty);
    for (int k = 0; k < count; ++k)
        for (int y = 0; y < side; ++y) {
            const int to = (k / columns * side + y) * width + k % columns * side;
            std::memcpy(&rgb[static_cast<std::size_t>(to) * 3],
                        &pictures[static_cast<std::size_t>(k)].rgb[static_cast<std::size_t>(y * side) * 3],
                        static_cast<std::size_t>(side) * 3);
        }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    if (png_image_write_to_file(&image, file.c_str(), 0, rgb.data(), 0, nullptr) == 0) fail(file);
}

}  // namespace portraits
