#include "core/files/gif_blocks.h"

#include <array>
#include <fstream>
#include <vector>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kSubBlock = 255;
constexpr unsigned char kExtension = 0x21, kComment = 0xfe, kPicture = 0x2c;

class GifReader {
  public:
    explicit GifReader(const std::filesystem::path& path)
        : buffer_(std::size_t{1} << 20), name_(path.string()) {
        file_.rdbuf()->pubsetbuf(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        file_.open(path, std::ios::binary);
    }

    std::optional<std::string> comment(std::string_view mark, std::size_t max_bytes) {
        skip(6 + 4);  // signature and size
        const int flags = byte();
        skip(2 + palette_bytes(flags));
        while (true) {
            const int block = byte();
            if (block == kGifTrailer) return std::nullopt;
            if (block == kExtension && byte() == kComment) {
                std::string text = sub_blocks(mark, max_bytes);
                if (text.starts_with(mark)) return text;
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

    /// All of them until there are too many bytes, or only the first if they do not start with the mark.
    std::string sub_blocks(std::string_view mark, std::size_t max_bytes) {
        std::string text;
        std::array<char, kSubBlock> part{};
        while (const int length = byte()) {
            if (!file_.read(part.data(), length)) damaged();
            const bool ours =
                text.empty()
                    ? std::string_view(part.data(), static_cast<std::size_t>(length)).starts_with(mark)
                    : text.starts_with(mark);
            if (!text.empty() && !ours) continue;
            text.append(part.data(), static_cast<std::size_t>(length));
            if (ours && text.size() > max_bytes) break;
        }
        return text;
    }

    std::vector<char> buffer_;
    std::ifstream file_;
    std::string name_;
};

}  // namespace

std::optional<std::string> gif_comment(const std::filesystem::path& path, std::string_view mark,
                                       std::size_t max_bytes) {
    return GifReader(path).comment(mark, max_bytes);
}

std::string gif_comment_block(std::string_view text) {
    std::string comment{static_cast<char>(kExtension), static_cast<char>(kComment)};
    for (std::size_t at = 0; at < text.size(); at += kSubBlock) {
        const std::string_view part = text.substr(at, kSubBlock);
        comment += static_cast<char>(static_cast<unsigned char>(part.size()));
        comment += part;
    }
    comment += '\0';
    return comment;
}

}  // namespace progan
