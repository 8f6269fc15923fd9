#include "core/documents/embedded_journey.h"

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/log.h>
}

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <memory>
#include <vector>

#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/files/input_file.h"
#include "core/image/png.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxJourneyBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxPngTextBytes = std::size_t{32} << 20;  // compressed
constexpr std::size_t kSubBlock = 255;
constexpr auto kPatience = std::chrono::seconds(10);  // with a video that sends its reader in circles

// GIF: a header, a palette, then blocks to the trailer, each a chain of sub-blocks of at most 255 bytes.

constexpr unsigned char kExtension = 0x21, kComment = 0xfe, kPicture = 0x2c, kTrailer = 0x3b;

class GifReader {
  public:
    explicit GifReader(const fs::path& path) : buffer_(std::size_t{1} << 20), name_(path.string()) {
        file_.rdbuf()->pubsetbuf(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        file_.open(path, std::ios::binary);
    }

    /// The text of the first comment that starts with our mark.
    std::optional<std::string> journey() {
        const std::string mark = std::string(kJourneyKey) + "\n";
        skip(6 + 4);  // signature and size
        const int flags = byte();
        skip(2 + palette_bytes(flags));
        while (true) {
            const int block = byte();
            if (block == kTrailer) return std::nullopt;
            if (block == kExtension && byte() == kComment) {
                std::string text = sub_blocks(mark);
                if (text.starts_with(mark)) return text.substr(mark.size());
            } else if (block == kExtension) {
                skip_sub_blocks();
            } else if (block == kPicture) {
                skip(8);
                skip(palette_bytes(byte()) + 1);
                skip_sub_blocks();
            } else {
                damaged();
            }
        }
    }

  private:
    static std::streamoff palette_bytes(int flags) {
        return (flags & 0x80) != 0 ? std::streamoff{3} << ((flags & 7) + 1) : 0;
    }

    [[noreturn]] void damaged() const { throw Error("{} is a damaged or truncated GIF.", name_); }

    int byte() {
        const int value = file_.get();
        if (value == std::ifstream::traits_type::eof()) damaged();
        return value;
    }

    void skip(std::streamoff bytes) {
        file_.ignore(bytes);
        if (!file_) damaged();
    }

    void skip_sub_blocks() {
        while (const int length = byte()) skip(length);
    }

    /// All of them, or only the first if they do not start with the mark.
    std::string sub_blocks(std::string_view mark) {
        std::string text;
        std::array<char, kSubBlock> part{};
        while (const int length = byte()) {
            if (!file_.read(part.data(), length)) damaged();
            const bool ours =
                text.empty()
                    ? std::string_view(part.data(), static_cast<std::size_t>(length)).starts_with(mark)
                    : text.starts_with(mark);
            if (!text.empty() && !ours) continue;
            if (text.size() > kMaxJourneyBytes)
                throw Error("{} contains a journey of more than {} MiB, the maximum.", name_,
                            kMaxJourneyBytes >> 20);
            text.append(part.data(), static_cast<std::size_t>(length));
        }
        return text;
    }

    std::vector<char> buffer_;
    std::ifstream file_;
    std::string name_;
};

// PNG: a signature, then chunks of a length, a type, data and a checksum. The text may come before the pixels
// or, in an animation, after all of them; libpng gets only the header and the text.

std::optional<std::string> journey_of_png(const fs::path& path) {
    constexpr std::size_t kSignature = 8, kAround = 12, kHeader = kSignature + kAround + 13;
    const InputFile file(path);
    const std::string text_start = std::string("iTXt") + kJourneyKey + '\0';
    const auto bytes = [&](std::uint64_t at, std::uint64_t count) {
        std::string read(count, '\0');
        file.read(at, std::as_writable_bytes(std::span(read)));
        return read;
    };
    for (std::uint64_t at = kSignature; at + kAround <= file.size();) {
        const std::string head = bytes(at, std::min<std::uint64_t>(4 + text_start.size(), file.size() - at));
        std::uint64_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(head[i]);
        if (head.substr(4) == text_start && at + kAround + length <= file.size()) {
            if (length > kMaxPngTextBytes)
                throw Error("{} contains a journey of {} compressed bytes, more than the maximum of {}.",
                            file.name(), length, kMaxPngTextBytes);
            const std::string pixels("\0\0\0\0IDAT", 8);
            return png_text(bytes(0, kHeader) + bytes(at, length + kAround) + pixels, kJourneyKey,
                            file.name());
        }
        at += kAround + length;
    }
    return std::nullopt;
}

// Videos.

struct CloseInput {
    void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};

/// libavformat reads only the container's header, and only from this file. A file it cannot read contains no
/// journey.
std::optional<std::string> journey_of_film(const fs::path& path) {
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext* format = avformat_alloc_context();
    if (format == nullptr) throw std::bad_alloc();
    auto deadline = std::chrono::steady_clock::now() + kPatience;
    format->interrupt_callback = {[](void* until) {
                                      const auto now = std::chrono::steady_clock::now();
                                      return now > *static_cast<decltype(deadline)*>(until) ? 1 : 0;
                                  },
                                  &deadline};
    format->flags |= AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_NOPARSE;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    av_dict_set(&options, "format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm", 0);
    const std::string url = "file:" + path.string();
    const int result = avformat_open_input(&format, url.c_str(), nullptr, &options);
    av_dict_free(&options);
    if (result < 0) return std::nullopt;  // libavformat has freed the context
    const std::unique_ptr<AVFormatContext, CloseInput> input(format);
    const AVDictionaryEntry* tag = av_dict_get(input->metadata, kJourneyKey, nullptr, 0);
    if (tag == nullptr) return std::nullopt;
    return std::string(tag->value);
}

bool is_film(std::string_view start) {
    return (start.size() > 8 && start.substr(4, 4) == "ftyp") || start.starts_with("\x1a\x45\xdf\xa3");
}

}  // namespace

std::optional<std::string> journey_text_of(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        if (!fs::is_regular_file(path / kJourneyFileName, error)) return std::nullopt;
        return read_text_file(path / kJourneyFileName, kMaxJourneyBytes);
    }
    const std::string start = file_start(InputFile(path));
    if (start.starts_with("GIF8")) return GifReader(path).journey();
    if (is_film(start)) return journey_of_film(path);
    if (is_png(start)) return journey_of_png(path);
    return std::nullopt;
}

bool may_carry_journey(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const char* known : {".gif", ".mp4", ".webm", ".apng", ".png"})
        if (extension == known) return true;
    std::error_code error;
    return fs::is_regular_file(path / kJourneyFileName, error);
}

Journey journey_of_file(const fs::path& path, std::size_t latent_size, SeedMode mode) {
    if (!may_carry_journey(path)) return load_journey(path, latent_size, mode);
    const std::optional<std::string> text = journey_text_of(path);
    if (!text)
        throw Error(
            "{} contains no journey. Only animations recorded by this program do, unless another program has "
            "changed them.",
            path.string());
    return journey_from_json(*text, path.string(), latent_size, mode);
}

std::string gif_journey_comment(std::string_view json) {
    const std::string text = std::string(kJourneyKey) + "\n" + std::string(json);
    std::string comment{static_cast<char>(kExtension), static_cast<char>(kComment)};
    for (std::size_t at = 0; at < text.size(); at += kSubBlock) {
        const std::string_view part = std::string_view(text).substr(at, kSubBlock);
        comment += static_cast<char>(static_cast<unsigned char>(part.size()));
        comment += part;
    }
    comment += '\0';
    return comment;
}

}  // namespace progan
