#include "core/latent/latents_npy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/files/atomic_file.h"
#include "core/files/npy.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{2} << 30;

Error unfit(const std::string& name, const std::string& found) {
    return Error(
        "{} cannot be read as latents: {}, but a float32 or float64 array of shape [n, size] in C order is "
        "needed.",
        name, found);
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

}  // namespace

std::vector<Latent> read_latents_npy(const std::filesystem::path& path) {
    return latents_from_npy(read_text_file(path, kMaxFileBytes), path.string());
}

std::vector<Latent> latents_from_npy(std::string_view file, const std::string& name) {
    const std::optional<NpyArray> array = parse_npy(file);
    if (!array) throw unfit(name, "it is not a NumPy .npy file, or it is truncated");
    const std::optional<NpyHeader>& header = array->header;
    if (!header) throw unfit(name, "its header does not describe a plain array");
    const std::string_view data = array->data;
    if (header->dtype != "<f4" && header->dtype != "<f8")
        throw unfit(name, fmt::format("its numbers are of type {}", quote(header->dtype)));
    if (header->fortran_order) throw unfit(name, "it is in Fortran order");
    const std::vector<std::size_t>& shape = header->shape;
    if (shape.empty() || shape.size() > 2 || shape.front() == 0 || shape.back() == 0)
        throw unfit(name, fmt::format("its shape is {}", npy_shape_text(std::span(shape).first(
                                                             std::min<std::size_t>(shape.size(), 8)))));
    const std::size_t count = shape.size() == 2 ? shape[0] : 1, size = shape.back();
    const std::size_t element = header->dtype == "<f4" ? sizeof(float) : sizeof(double);
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes) || __builtin_mul_overflow(bytes, element, &bytes) ||
        bytes != data.size())
        throw unfit(name, fmt::format("its shape {} does not match its {} bytes of data",
                                      npy_shape_text(shape), data.size()));
    std::vector<Latent> latents =
        element == sizeof(float) ? split<float>(data, count, size) : split<double>(data, count, size);
    for (const Latent& latent : latents)
        for (const float component : latent)
            if (!std::isfinite(component)) throw unfit(name, "it contains a number that is not finite");
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
