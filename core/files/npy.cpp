#include "core/files/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "core/support/format.h"

namespace progan {
namespace {

static_assert(std::endian::native == std::endian::little, "npy data is little-endian and copied unchanged");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;

/// Reads the header, a Python dictionary in NumPy's notation: {'descr': '<f4', 'fortran_order': False,
/// 'shape': (3, 128), }.
class HeaderParser {
  public:
    explicit HeaderParser(std::string_view text) : text_(text) {}

    /// Nothing if the text is not such a dictionary.
    std::optional<NpyHeader> parse() {
        NpyHeader header;
        if (!take('{')) return {};
        for (int members = 0; !take('}'); ++members) {
            if (members > 0 && !take(',')) return {};
            if (take('}')) break;
            const std::optional<std::string> key = quoted_text();
            if (!key || !take(':') || !value(*key, header)) return {};
        }
        return text_.find_first_not_of(" \n") == std::string_view::npos ? std::optional(header)
                                                                        : std::nullopt;
    }

  private:
    void skip_space() { text_.remove_prefix(std::min(text_.find_first_not_of(' '), text_.size())); }

    bool take(char c) {
        skip_space();
        if (text_.empty() || text_[0] != c) return false;
        text_.remove_prefix(1);
        return true;
    }

    bool take_word(std::string_view word) {
        skip_space();
        if (!text_.starts_with(word)) return false;
        text_.remove_prefix(word.size());
        return true;
    }

    std::optional<std::string> quoted_text() {
        skip_space();
        if (text_.empty() || (text_[0] != '\'' && text_[0] != '"')) return {};
        const std::size_t end = text_.find(text_[0], 1);
        if (end == std::string_view::npos) return {};
        std::string result(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return result;
    }

    bool value(const std::string& key, NpyHeader& header) {
        if (key == "descr") {
            const std::optional<std::string> dtype = quoted_text();
            header.dtype = dtype.value_or("");
            return dtype.has_value();
        }
        if (key == "fortran_order") {
            header.fortran_order = take_word("True");
            return header.fortran_order || take_word("False");
        }
        return key == "shape" && shape(header.shape);
    }

    bool shape(std::vector<std::size_t>& sizes) {
        if (!take('(')) return false;
        while (!take(')')) {
            if (!sizes.empty() && !take(',')) return false;
            if (take(')')) break;
            skip_space();
            std::size_t size = 0;
            const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), size);
            if (error != std::errc()) return false;
            text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
            sizes.push_back(size);
        }
        return true;
    }

    std::string_view text_;
};

/// The header's text and, in `data`, what follows it. Nothing if the file is not .npy or is truncated.
std::optional<std::string_view> header_text(std::string_view file, std::string_view& data) {
    if (!file.starts_with(kMagic) || file.size() < kMagic.size() + 6) return {};
    const int version = static_cast<unsigned char>(file[kMagic.size()]);
    if (version < 1 || version > 3) return {};
    const std::size_t length_bytes = version == 1 ? 2 : 4, start = kMagic.size() + 2;
    std::uint32_t length = 0;
    std::memcpy(&length, file.data() + start, length_bytes);
    if (length > file.size() - start - length_bytes) return {};
    data = file.substr(start + length_bytes + length);
    return file.substr(start + length_bytes, length);
}

}  // namespace

std::optional<NpyArray> parse_npy(std::string_view file) {
    NpyArray array;
    const std::optional<std::string_view> text = header_text(file, array.data);
    if (!text) return {};
    array.header = HeaderParser(*text).parse();
    return array;
}

std::string npy_shape_text(std::span<const std::size_t> shape) {
    std::string text = "(";
    for (const std::size_t size : shape) text += fmt::format("{}, ", size);
    return text + ")";
}

std::string npy_prefix(std::string_view dtype, std::span<const std::size_t> shape) {
    std::string header =
        fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}", dtype, npy_shape_text(shape));
    const std::size_t fixed = kMagic.size() + 4;
    header.append(kAlignment - (fixed + header.size() + 1) % kAlignment, ' ');
    header += '\n';
    const auto length = static_cast<std::uint16_t>(header.size());
    std::string prefix(kMagic);
    prefix += {'\x01', '\x00', static_cast<char>(length & 0xff), static_cast<char>(length >> 8)};
    return prefix + header;
}

std::string floats_to_npy(std::span<const float> values) {
    const std::array<std::size_t, 1> shape{values.size()};
    std::string file = npy_prefix("<f4", shape);
    file.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    return file;
}

}  // namespace progan
