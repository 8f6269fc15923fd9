// APNG: a PNG whose first picture every viewer shows, with more pictures in extra chunks (the PNG
// specification, third edition, 11.3.6). Each frame is a complete picture, by the same encoder as our PNGs.
//
// libavcodec's encoder tries every way of storing only what has changed, which takes six times as long, and
// from one face to the next everything changes.
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/documents/embedded_journey.h"
#include "core/files/partial_path.h"
#include "core/files/png_chunks.h"
#include "core/image/png.h"
#include "core/record/recorders.h"

namespace progan {
namespace {

using Bytes = std::vector<std::byte>;

constexpr int kMaxFraction = 65535;  // two bytes

void put(Bytes& bytes, std::uint32_t value, int count = 4) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift & 255));
}

/// Length, type, data and CRC-32 of type and data.
Bytes chunk(std::string_view type, std::span<const std::byte> data) {
    Bytes bytes;
    put(bytes, static_cast<std::uint32_t>(data.size()));
    for (const char c : type) bytes.push_back(static_cast<std::byte>(c));
    bytes.insert(bytes.end(), data.begin(), data.end());
    const uLong crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data() + 4), bytes.size() - 4);
    put(bytes, static_cast<std::uint32_t>(crc));
    return bytes;
}

struct Fraction {
    std::int64_t numerator, denominator;
};

/// The last of the value's continued fraction of which both parts fit in two bytes. value: above 0.
Fraction fraction(double value) {
    Fraction before{0, 1}, last{1, 0};
    for (double rest = value;;) {
        const double whole = std::floor(rest);
        if (whole > kMaxFraction) return last;
        const auto times = static_cast<std::int64_t>(whole);
        const Fraction next{times * last.numerator + before.numerator,
                            times * last.denominator + before.denominator};
        if (next.numerator > kMaxFraction || next.denominator > kMaxFraction) return last;
        before = std::exchange(last, next);
        if (std::abs(static_cast<double>(last.numerator) / static_cast<double>(last.denominator) - value) <
            value * 1e-9)
            return last;
        rest = 1 / (rest - whole);
    }
}

class ApngRecorder : public Recorder {
  public:
    explicit ApngRecorder(const RecorderOptions& options)
        : options_(options),
          file_(options.path, PartialPath::Kind::file),
          bytes_(system::open_to_change(file_.path())) {
        if (!bytes_) throw_not_written(file_.target(), errno);
    }

    void add(const Image& image) override {
        const bool first = frames_ == 0, carries = first && !options_.journey.empty();
        const Bytes png = encode_png(image, carries ? PngText{kJourneyKey, options_.journey} : PngText{});
        if (first) {
            write(std::span(png).first(kPngHeaderEnd));
            write(animation_control());
        }
        bool begun = false;
        const auto read = [&](std::uint64_t at, std::span<std::byte> into) {
            std::copy_n(png.begin() + static_cast<std::ptrdiff_t>(at), into.size(), into.begin());
        };
        for_each_png_chunk(png.size(), read, [&](const PngChunk& in_picture) {
            const auto whole = std::span(png).subspan(in_picture.at, in_picture.whole());
            if (in_picture.type() == "iTXt") journey_.assign(whole.begin(), whole.end());
            if (in_picture.type() != "IDAT") return true;
            if (!begun) write(frame_control(image));
            begun = true;
            if (first) {
                write(whole);
            } else {
                const auto data = std::span(png).subspan(in_picture.data_at(), in_picture.length);
                Bytes numbered;
                put(numbered, sequence_++);
                numbered.insert(numbered.end(), data.begin(), data.end());
                write(chunk("fdAT", numbered));
            }
            return true;
        });
        ++frames_;
    }

    bool finish_slice() override {
        // At the end, because before the pixels it would keep players that check the first bytes from
        // recognizing an APNG.
        write(journey_);
        write(chunk("IEND", {}));
        if (system::move_to(bytes_, kPngHeaderEnd) < 0) throw_not_written(file_.target(), errno);
        write(animation_control());
        file_.publish();
        return true;
    }

  private:
    void write(std::span<const std::byte> bytes) const { write_all(bytes_, bytes, file_.target()); }

    Bytes animation_control() const {
        Bytes data;
        put(data, frames_);
        put(data, static_cast<std::uint32_t>(options_.loops));
        return chunk("acTL", data);
    }

    Bytes frame_control(const Image& image) {
        const Fraction delay = fraction(1 / options_.fps);
        Bytes data;
        put(data, sequence_++);
        put(data, static_cast<std::uint32_t>(image.width));
        put(data, static_cast<std::uint32_t>(image.height));
        put(data, 0);  // x offset
        put(data, 0);  // y offset
        put(data, static_cast<std::uint32_t>(delay.numerator), 2);
        put(data, static_cast<std::uint32_t>(delay.denominator), 2);
        put(data, 0, 1);  // kept until the next frame
        put(data, 0, 1);  // replaces the previous content
        return chunk("fcTL", data);
    }

    const RecorderOptions options_;
    PartialPath file_;
    const Descriptor bytes_;
    Bytes journey_;  ///< the chunk
    std::uint32_t frames_ = 0, sequence_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_apng_recorder(const RecorderOptions& options) {
    return std::make_unique<ApngRecorder>(options);
}

}  // namespace progan
