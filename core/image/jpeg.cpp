#include "core/image/jpeg.h"

#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <jpeglib.h>

#include <jerror.h>

#include "core/image/exif.h"
#include "core/image/picture_limits.h"
#include "core/support/error.h"

// libjpeg reports errors by longjmp, which runs no destructors: the functions that call setjmp own nothing,
// and whatever must be freed belongs to their callers.

namespace progan {
namespace {

constexpr std::int64_t kMaxPixelsPerByte = 512;  // one bit per block of 64
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr std::string_view kExifPrefix("Exif\0\0", 6);
constexpr unsigned kMaxMarkerBytes = 0xFFFF;
constexpr int kMaxScans = 100;  // of a progressive file; ten are usual

struct Reader {
    explicit Reader(std::string_view bytes) {
        jpeg.err = jpeg_std_error(&errors);
        errors.error_exit = fail;
        errors.emit_message = notice;
        jpeg.client_data = this;
        if (setjmp(failed) == 0) {
            jpeg_create_decompress(&jpeg);
            progress.progress_monitor = limit_scans;
            jpeg.progress = &progress;
            jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        }
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { jpeg_destroy_decompress(&jpeg); }

    [[noreturn]] static void fail(j_common_ptr common) {
        auto& self = *static_cast<Reader*>(common->client_data);
        common->err->format_message(common, self.failure);
        std::longjmp(self.failed, 1);
    }
    /// Cameras leave harmless stray bytes. Where data ends too early or makes no sense, libjpeg would
    /// continue with gray or shifted blocks: that is an error.
    static void notice(j_common_ptr common, int) {
        const int code = common->err->msg_code;
        for (const int damage :
             {JWRN_JPEG_EOF, JWRN_HIT_MARKER, JWRN_HUFF_BAD_CODE, JWRN_ARITH_BAD_CODE, JWRN_MUST_RESYNC})
            if (code == damage) fail(common);
    }
    static void limit_scans(j_common_ptr common) {
        if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number <= kMaxScans) return;
        auto& self = *static_cast<Reader*>(common->client_data);
        std::snprintf(self.failure, sizeof self.failure, "It has more than %d scans", kMaxScans);
        std::longjmp(self.failed, 1);
    }

    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf failed{};
    char failure[JMSG_LENGTH_MAX] = "";
};

bool read_header(Reader& reader) {
    if (setjmp(reader.failed)) return false;
    jpeg_save_markers(&reader.jpeg, kExifMarker, kMaxMarkerBytes);
    jpeg_read_header(&reader.jpeg, TRUE);
    return true;
}

std::string exif_of(const Reader& reader) {
    for (jpeg_saved_marker_ptr marker = reader.jpeg.marker_list; marker != nullptr; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (marker->marker == kExifMarker && data.starts_with(kExifPrefix)) return std::string(data);
    }
    return {};
}

bool read_rows(Reader& reader, JSAMPLE* pixels) {
    if (setjmp(reader.failed)) return false;
    reader.jpeg.out_color_space = JCS_RGB;
    jpeg_start_decompress(&reader.jpeg);
    while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
        JSAMPROW row = pixels + std::size_t{3} * reader.jpeg.output_width * reader.jpeg.output_scanline;
        jpeg_read_scanlines(&reader.jpeg, &row, 1);
    }
    jpeg_finish_decompress(&reader.jpeg);
    return true;
}

struct Writer {
    Writer() {
        jpeg.err = jpeg_std_error(&errors);
        errors.error_exit = fail;
        jpeg.client_data = this;
        if (setjmp(failed) == 0) {
            jpeg_create_compress(&jpeg);
            jpeg_mem_dest(&jpeg, &bytes, &size);
        }
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() {
        jpeg_destroy_compress(&jpeg);
        std::free(bytes);  // NOLINT(cppcoreguidelines-no-malloc): libjpeg's
    }

    [[noreturn]] static void fail(j_common_ptr common) {
        auto& self = *static_cast<Writer*>(common->client_data);
        common->err->format_message(common, self.failure);
        std::longjmp(self.failed, 1);
    }

    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    std::jmp_buf failed{};
    char failure[JMSG_LENGTH_MAX] = "";
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
};

bool write_rows(Writer& writer, std::uint8_t* pixels, int width, int height, int quality,
                const std::string& marker) {
    if (setjmp(writer.failed)) return false;
    jpeg_compress_struct& jpeg = writer.jpeg;
    jpeg.image_width = static_cast<JDIMENSION>(width);
    jpeg.image_height = static_cast<JDIMENSION>(height);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg.optimize_coding = TRUE;
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;  // colors as fine as the light
    jpeg_start_compress(&jpeg, TRUE);
    if (!marker.empty())
        jpeg_write_marker(&jpeg, kExifMarker, reinterpret_cast<const JOCTET*>(marker.data()),
                          static_cast<unsigned>(marker.size()));
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = pixels + std::size_t{3} * jpeg.image_width * jpeg.next_scanline;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    return true;
}

}  // namespace

bool is_jpeg(std::string_view bytes) {
    return bytes.substr(0, 3) == "\xff\xd8\xff";
}

bool fits_in_jpeg(std::string_view exif) {
    return kExifPrefix.size() + exif.size() <= kMaxMarkerBytes - 2;  // the marker's length counts itself
}

std::vector<std::byte> encode_jpeg(const Image& image, int quality, std::string_view exif) {
    if (image.empty()) throw Error("An empty picture cannot be written as JPEG.");
    if (!fits_in_jpeg(exif))
        throw Error("An EXIF block of {} bytes does not fit in a JPEG, which has room for {}.", exif.size(),
                    kMaxMarkerBytes - 2 - kExifPrefix.size());
    Writer writer;
    Image pixels = image;  // libjpeg's rows are not const
    const std::string marker = exif.empty() ? "" : std::string(kExifPrefix).append(exif);
    if (*writer.failure || !write_rows(writer, pixels.rgb.data(), image.width, image.height, quality, marker))
        throw Error("A picture of {} x {} pixels could not be encoded as JPEG: {}.", image.width,
                    image.height, writer.failure);
    const auto* first = reinterpret_cast<const std::byte*>(writer.bytes);
    return {first, first + writer.size};
}

std::string jpeg_exif(std::string_view bytes, const std::string& name) {
    Reader reader(bytes);
    if (*reader.failure || !read_header(reader))
        throw Error("{} is a damaged picture: {}.", name, reader.failure);
    return exif_of(reader);
}

Picture decode_jpeg(std::string_view bytes, const std::string& name) {
    Reader reader(bytes);
    const auto damaged = [&] { return Error("{} is a damaged picture: {}.", name, reader.failure); };
    if (*reader.failure || !read_header(reader)) throw damaged();
    check_picture_size(name, reader.jpeg.image_width, reader.jpeg.image_height, bytes.size(),
                       kMaxPixelsPerByte);
    if (reader.jpeg.num_components == 4)
        throw Error("{} is a CMYK JPEG, meant for print. Save it as RGB.", name);
    Image image(static_cast<int>(reader.jpeg.image_width), static_cast<int>(reader.jpeg.image_height));
    const int orientation = exif_orientation(exif_of(reader));  // libjpeg forgets it with the rest at the end
    if (!read_rows(reader, image.rgb.data())) throw damaged();
    return {upright(std::move(image), orientation)};
}

}  // namespace progan
