#include "core/keep/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include "core/keep/atomic_file.h"
#include "core/support/error.h"

namespace progan {
namespace {

static_assert(std::endian::native == std::endian::little,
              "npy data is little-endian here and is copied as it is");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kLargestFile = std::size_t{2} << 30;
constexpr std::size_t kAlignment = 64;

Error unfit(const std::string& name, const std::string& found) {
    return Error(name + " cannot be read as latents: " + found +
                 ", but a float32 or float64 array of shape [n, size] in C order is needed.");
}

struct NpyHeader {
    std::string dtype;
    bool fortran_order = false;
    std::vector<std::size_t> shape;
};

/// Reads the header, a Python dictionary as NumPy prints it: {'descr': '<f4', 'fortran_order': False,
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

/// The header's text and, in `data`, what follows it. Nothing if the file is not .npy or is cut short.
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

template <typename Value>
std::vector<Latent> split(std::string_view data, std::size_t count, std::size_t size) {
    std::vector<Latent> latents(count, Latent(size));
    for (Latent& latent : latents)
        for (float& component : latent) {
            Value value;
            std::memcpy(&value, data.data(), sizeof(Value));
            data.remove_prefix(sizeof(Value));
            component = static_cast<float>(value);
        }
    return latents;
}

std::string shape_text(std::span<const std::size_t> shape) {
    std::string text = "(";
    for (const std::size_t size : shape) text += std::to_string(size) + ", ";
    return text + ")";
}

/// Everything before the data.
std::string npy_prefix(std::string_view dtype, std::span<const std::size_t> shape) {
    std::string header = "{'descr': '" + std::string(dtype) +
                         "', 'fortran_order': False, 'shape': " + shape_text(shape) + ", }";
    const std::size_t fixed = kMagic.size() + 4;
    header.append(kAlignment - (fixed + header.size() + 1) % kAlignment, ' ');
    header += '\n';
    const auto length = static_cast<std::uint16_t>(header.size());
    std::string prefix(kMagic);
    prefix += {'\x01', '\x00', static_cast<char>(length & 0xff), static_cast<char>(length >> 8)};
    return prefix + header;
}

}  // namespace

std::vector<Latent> read_latents_npy(const std::filesystem::path& path) {
    return latents_from_npy(read_text_file(path, kLargestFile), path.string());
}

std::vector<Latent> latents_from_npy(std::string_view file, const std::string& name) {
    std::string_view data;
    const std::optional<std::string_view> text = header_text(file, data);
    if (!text) throw unfit(name, "it is not a NumPy .npy file, or is cut short");
    const std::optional<NpyHeader> header = HeaderParser(*text).parse();
    if (!header) throw unfit(name, "its header is not that of a plain array");
    if (header->dtype != "<f4" && header->dtype != "<f8")
        throw unfit(name, "its numbers are of type '" + header->dtype.substr(0, 20) + "'");
    if (header->fortran_order) throw unfit(name, "it is in Fortran order");
    const std::vector<std::size_t>& shape = header->shape;
    if (shape.empty() || shape.size() > 2 || shape.front() == 0 || shape.back() == 0)
        throw unfit(name, "its shape is " +
                              shape_text(std::span(shape).first(std::min<std::size_t>(shape.size(), 8))));
    const std::size_t count = shape.size() == 2 ? shape[0] : 1, size = shape.back();
    const std::size_t element = header->dtype == "<f4" ? sizeof(float) : sizeof(double);
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes) || __builtin_mul_overflow(bytes, element, &bytes) ||
        bytes != data.size())
        throw unfit(name, "its shape " + shape_text(shape) + " does not match its " +
                              std::to_string(data.size()) + " bytes of data");
    std::vector<Latent> latents =
        element == sizeof(float) ? split<float>(data, count, size) : split<double>(data, count, size);
    for (const Latent& latent : latents)
        for (const float component : latent)
            if (!std::isfinite(component)) throw unfit(name, "it holds a number that is not finite");
    return latents;
}

void write_latents_npy(const std::filesystem::path& path, std::span<const Latent> latents) {
    write_file_atomically(path, latents_to_npy(latents, path.string()));
}

std::string latents_to_npy(std::span<const Latent> latents, const std::string& name) {
    if (latents.empty() || latents[0].empty()) throw Error("There are no latents to write to " + name + ".");
    const std::array<std::size_t, 2> shape{latents.size(), latents[0].size()};
    std::string file = npy_prefix("<f4", shape);
    for (const Latent& latent : latents) {
        if (latent.size() != shape[1])
            throw Error("Latents of different sizes cannot be written to " + name + ".");
        file.append(reinterpret_cast<const char*>(latent.data()), latent.size() * sizeof(float));
    }
    return file;
}

std::string floats_to_npy(std::span<const float> values) {
    const std::array<std::size_t, 1> shape{values.size()};
    std::string file = npy_prefix("<f4", shape);
    file.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    return file;
}

void write_images_npy(const std::filesystem::path& path, std::span<const Image> images) {
    if (images.empty() || images[0].empty())
        throw Error("There are no pictures to write to " + path.string() + ".");
    const std::array<std::size_t, 4> shape{images.size(), static_cast<std::size_t>(images[0].height),
                                           static_cast<std::size_t>(images[0].width), 3};
    std::string file = npy_prefix("|u1", shape);
    for (const Image& image : images) {
        if (image.width != images[0].width || image.height != images[0].height)
            throw Error("Pictures of different sizes cannot be written to " + path.string() + ".");
        file.append(reinterpret_cast<const char*>(image.rgb.data()), image.rgb.size());
    }
    write_file_atomically(path, file);
}

}  // namespace progan
