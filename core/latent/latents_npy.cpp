#include "core/latent/latents_npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/files/atomic_file.h"
#include "core/files/npy.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{2} << 30;

Error unfit(const std::string& name, const std::string& found) {
    return Error(
        "{} cannot be read as latents: {}, but an array of shape [n, size] of float16, float32 or "
        "float64 is needed.",
        name, found);
}

/// IEEE 754 binary16: 1 sign bit, 5 of the exponent with a bias of 15, 10 of the fraction.
double from_half(std::uint64_t bits) {
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const auto fraction = static_cast<double>(bits & 1023);
    double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    if (exponent == 31) value = fraction == 0 ? INFINITY : NAN;
    return bits >> 15 & 1 ? -value : value;
}

/// The number at an index of the data, in either byte order.
double number_at(std::string_view data, std::size_t index, std::size_t bytes, bool big_endian) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        const auto byte = static_cast<unsigned char>(data[index * bytes + i]);
        bits |= std::uint64_t{byte} << 8 * (big_endian ? bytes - 1 - i : i);
    }
    if (bytes == 2) return from_half(bits);
    if (bytes == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    return std::bit_cast<double>(bits);
}

/// Bytes per number: 2, 4 or 8; 0 for another type.
std::size_t float_bytes(std::string_view dtype) {
    if (dtype.size() != 3 || (dtype[0] != '<' && dtype[0] != '>') || dtype[1] != 'f') return 0;
    return dtype[2] == '2' || dtype[2] == '4' || dtype[2] == '8' ? static_cast<std::size_t>(dtype[2] - '0')
                                                                 : 0;
}

}  // namespace

std::vector<Latent> read_latents_npy(const std::filesystem::path& path) {
    return latents_from_npy(read_text_file(path, kMaxFileBytes), path.string());
}

std::vector<Latent> latents_from_npy(std::string_view file, const std::string& name) {
    if (file.starts_with("PK\x03\x04"))
        throw unfit(name, "it is an .npz archive; save one of its arrays as .npy with numpy.save");
    const std::optional<NpyArray> array = parse_npy(file);
    if (!array) throw unfit(name, "it is not a NumPy .npy file, or it is truncated");
    const std::optional<NpyHeader>& header = array->header;
    if (!header) throw unfit(name, "its header does not describe a plain array");
    const std::string_view data = array->data;
    const std::size_t bytes = float_bytes(header->dtype);
    if (bytes == 0) throw unfit(name, fmt::format("its numbers are of type {}", quote(header->dtype)));
    const std::vector<std::size_t>& shape = header->shape;
    if (shape.empty() || shape.size() > 2 || shape.front() == 0 || shape.back() == 0)
        throw unfit(name, fmt::format("its shape is {}", npy_shape_text(std::span(shape).first(
                                                             std::min<std::size_t>(shape.size(), 8)))));
    const std::size_t count = shape.size() == 2 ? shape[0] : 1, size = shape.back();
    std::size_t needed = 0;
    if (__builtin_mul_overflow(count, size, &needed) || __builtin_mul_overflow(needed, bytes, &needed) ||
        needed != data.size())
        throw unfit(name, fmt::format("its shape {} does not match its {} of data", npy_shape_text(shape),
                                      counted(data.size(), "byte", "bytes")));
    const bool big_endian = header->dtype[0] == '>';
    std::vector<Latent> latents(count, Latent(size));
    for (std::size_t n = 0; n < count; ++n)
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t index = header->fortran_order ? i * count + n : n * size + i;
            latents[n][i] = static_cast<float>(number_at(data, index, bytes, big_endian));
            if (!std::isfinite(latents[n][i])) throw unfit(name, "it contains a number that is not finite");
        }
    return latents;
}

void write_latents_npy(const std::filesystem::path& path, std::span<const Latent> latents) {
    write_file_atomically(path, latents_to_npy(latents, path.string()));
}

std::string latents_to_npy(std::span<const Latent> latents, const std::string& name) {
    if (latents.empty() || latents[0].empty()) throw Error("There are no latents to write to {}.", name);
    const std::array<std::size_t, 2> shape{latents.size(), latents[0].size()};
    std::string file = npy_prefix("<f4", shape);
    for (const Latent& latent : latents) {
        if (latent.size() != shape[1])
            throw Error("Latents of different sizes cannot be written to {}.", name);
        file.append(reinterpret_cast<const char*>(latent.data()), latent.size() * sizeof(float));
    }
    return file;
}

}  // namespace progan
