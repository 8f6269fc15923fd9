#include "core/image/png.h"

#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <utility>

#include "core/image/exif.h"
#include "core/image/picture_limits.h"
#include "core/support/error.h"

// libpng reports errors by longjmp, which runs no destructors: the functions that call setjmp own nothing,
// and whatever must be freed belongs to their callers.

namespace progan {
namespace {

constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
constexpr std::int64_t kMaxPixelsPerByte = 8 * 1032;  // black and white at deflate's best
constexpr std::size_t kMaxTextBytes = std::size_t{64} << 20;
constexpr int kCompression = 4;  // zlib's level: half the time of 6 for a few per cent more bytes

struct Failure {
    char text[160] = "";
};

[[noreturn]] void fail(png_structp png, png_const_charp text) {
    auto& failure = *static_cast<Failure*>(png_get_error_ptr(png));
    const std::string_view view(text);
    failure.text[view.copy(failure.text, sizeof failure.text - 1)] = '\0';
    png_longjmp(png, 1);
}

void ignore_warning(png_structp, png_const_charp) {}

struct Reader {
    explicit Reader(std::string_view source)
        : bytes(source), png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, fail, ignore_warning)) {
        if (png) info = png_create_info_struct(png);
        if (!info) throw Error("Not enough memory to read a PNG.");
        png_set_read_fn(png, this, take);
        png_set_chunk_malloc_max(png, kMaxTextBytes);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }

    static void take(png_structp png, png_bytep to, std::size_t count) {
        auto& self = *static_cast<Reader*>(png_get_io_ptr(png));
        if (count > self.bytes.size()) png_error(png, "it is truncated");
        std::copy_n(self.bytes.begin(), count, reinterpret_cast<char*>(to));
        self.bytes.remove_prefix(count);
    }

    std::string_view bytes;  ///< not yet read
    Failure failure;
    png_structp png = nullptr;
    png_infop info = nullptr;
};

bool read_header(Reader& reader) {
    if (setjmp(png_jmpbuf(reader.png))) return false;
    png_read_info(reader.png, reader.info);
    return true;
}

/// Whether it has an alpha channel or a transparent color.
bool has_alpha(const Reader& reader) {
    return (png_get_color_type(reader.png, reader.info) & PNG_COLOR_MASK_ALPHA) != 0 ||
           png_get_valid(reader.png, reader.info, PNG_INFO_tRNS) != 0;
}

/// Every kind of PNG becomes rows of three bytes per pixel, or of four with alpha.
bool read_rows(Reader& reader, png_bytepp rows, std::size_t bytes_per_row) {
    if (setjmp(png_jmpbuf(reader.png))) return false;
    png_set_expand(reader.png);
    png_set_scale_16(reader.png);
    png_set_gray_to_rgb(reader.png);
    png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    if (png_get_rowbytes(reader.png, reader.info) != bytes_per_row)
        png_error(reader.png, "the length of its rows contradicts its header");
    png_read_image(reader.png, rows);
    png_read_end(reader.png, reader.info);  // its EXIF may come after the pixels
    return true;
}

std::vector<png_bytep> rows_of(png_bytep pixels, std::size_t bytes_per_row, int height) {
    std::vector<png_bytep> rows;
    rows.reserve(static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) rows.push_back(pixels + bytes_per_row * static_cast<std::size_t>(y));
    return rows;
}

/// As the EXIF block says, once everything has been read.
int orientation_of(const Reader& reader) {
    png_uint_32 size = 0;
    png_bytep exif = nullptr;
    if (png_get_eXIf_1(reader.png, reader.info, &size, &exif) == 0 || exif == nullptr) return 1;
    return exif_orientation({reinterpret_cast<const char*>(exif), size});
}

struct Writer {
    explicit Writer(std::vector<std::byte>& bytes)
        : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, fail, ignore_warning)) {
        if (png) info = png_create_info_struct(png);
        if (!info) throw Error("Not enough memory to write a PNG.");
        png_set_write_fn(png, &bytes, append, nullptr);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { png_destroy_write_struct(&png, &info); }

    // NOLINTNEXTLINE(readability-non-const-parameter): libpng says how it is called
    static void append(png_structp png, png_bytep from, std::size_t count) {
        auto& bytes = *static_cast<std::vector<std::byte>*>(png_get_io_ptr(png));
        const auto* first = reinterpret_cast<const std::byte*>(from);
        bytes.insert(bytes.end(), first, first + count);
    }

    Failure failure;
    png_structp png = nullptr;
    png_infop info = nullptr;
};

bool write_rows(Writer& writer, int width, int height, png_bytepp rows, png_textp text) {
    if (setjmp(png_jmpbuf(writer.png))) return false;
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height),
                 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(writer.png, kCompression);
    if (text) png_set_text(writer.png, writer.info, text, 1);
    png_set_rows(writer.png, writer.info, rows);
    png_write_png(writer.png, writer.info, PNG_TRANSFORM_IDENTITY, nullptr);
    return true;
}

}  // namespace

bool is_png(std::string_view bytes) {
    return bytes.substr(0, kSignature.size()) == kSignature;
}

std::vector<std::byte> encode_png(const Image& image, const PngText& text) {
    if (image.empty()) throw Error("An empty picture cannot be written as PNG.");
    std::vector<std::byte> bytes;
    Writer writer(bytes);
    Image pixels = image;  // libpng's rows and text are not const
    PngText copy = text;
    png_text_struct chunk{};
    chunk.compression = PNG_ITXT_COMPRESSION_zTXt;
    chunk.key = copy.keyword.data();
    chunk.text = copy.text.data();
    chunk.itxt_length = copy.text.size();
    if (!write_rows(
            writer, image.width, image.height,
            rows_of(pixels.rgb.data(), static_cast<std::size_t>(image.width) * 3, image.height).data(),
            text.keyword.empty() ? nullptr : &chunk))
        throw Error("A picture of {} x {} pixels could not be encoded as PNG: {}.", image.width, image.height,
                    writer.failure.text);
    return bytes;
}

std::string png_text(std::string_view bytes, const std::string& keyword, const std::string& name) {
    Reader reader(bytes);
    if (!read_header(reader)) throw Error("{} is a damaged picture: {}.", name, reader.failure.text);
    png_textp texts = nullptr;
    const int count = png_get_text(reader.png, reader.info, &texts, nullptr);
    for (int i = 0; i < count; ++i)
        if (texts[i].key && keyword == texts[i].key && texts[i].text)
            return {texts[i].text, std::max(texts[i].text_length, texts[i].itxt_length)};
    return {};
}

Picture decode_png(std::string_view bytes, const std::string& name) {
    Reader reader(bytes);
    const auto damaged = [&] { return Error("{} is a damaged picture: {}.", name, reader.failure.text); };
    if (!read_header(reader)) throw damaged();
    const std::int64_t width = png_get_image_width(reader.png, reader.info),
                       height = png_get_image_height(reader.png, reader.info);
    check_picture_size(name, width, height, bytes.size(), kMaxPixelsPerByte);
    const bool alpha = has_alpha(reader);
    const std::size_t row = static_cast<std::size_t>(width) * (alpha ? 4 : 3);
    Picture picture;
    std::vector<std::uint8_t> rgba(alpha ? row * static_cast<std::size_t>(height) : 0);
    if (!alpha) picture.image = Image(static_cast<int>(width), static_cast<int>(height));
    std::uint8_t* pixels = alpha ? rgba.data() : picture.image.rgb.data();
    if (!read_rows(reader, rows_of(pixels, row, static_cast<int>(height)).data(), row)) throw damaged();
    if (alpha) picture = onto_background(rgba, static_cast<int>(width), static_cast<int>(height));
    picture.image = upright(std::move(picture.image), orientation_of(reader));
    return picture;
}

}  // namespace progan
