#include "core/documents/session_recording.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <string_view>

#include "core/latent/interpolation.h"
#include "core/support/error.h"

namespace progan {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kMagic = "progantk";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeader = 256, kHash = 64, kNameAt = 8 + 4 + 4 + kHash, kLargestLatent = 16384;
constexpr double kRest = 0.2;  // seconds without a sample: nothing moved
constexpr std::size_t kMostSamples = 20'000'000;

template <typename Value>
void append(std::string& bytes, const Value& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::size_t sample_bytes(std::size_t latent_size) {
    return sizeof(double) + latent_size * sizeof(float);
}

std::string up_to_zero(std::string text) {
    text.resize(std::min(text.size(), text.find('\0')));
    return text;
}

TakeInfo read_header(const InputFile& file) {
    if (file.size() < kHeader) throw Error(file.name() + " is no take: it has less than 256 bytes.");
    std::string header(kHeader, '\0');
    file.read(0, std::as_writable_bytes(std::span(header)));
    if (!header.starts_with(kMagic)) throw Error(file.name() + " is no take: it does not begin as one.");
    std::uint32_t version = 0, size = 0;
    std::memcpy(&version, header.data() + 8, sizeof version);
    std::memcpy(&size, header.data() + 12, sizeof size);
    if (version != kVersion)
        throw Error(file.name() + " is a take of version " + std::to_string(version) +
                    ", but this program reads version 1.");
    if (size < 1 || size > kLargestLatent)
        throw Error(file.name() + " is a take of latents with " + std::to_string(size) +
                    " numbers: 1 to 16384 are possible.");
    return {size, up_to_zero(header.substr(16, kHash)), up_to_zero(header.substr(kNameAt))};
}

}  // namespace

std::string take_header(const TakeInfo& info) {
    std::string bytes(kMagic);
    append(bytes, kVersion);
    append(bytes, static_cast<std::uint32_t>(info.latent_size));
    std::string hash = info.model_sha256;
    hash.resize(kHash);
    bytes += hash + info.model_name;
    bytes.resize(kHeader);
    return bytes;
}

std::string take_sample(double seconds, const Latent& latent) {
    std::string bytes;
    append(bytes, seconds);
    bytes.append(reinterpret_cast<const char*>(latent.data()), latent.size() * sizeof(float));
    return bytes;
}

void append_to_take(const std::filesystem::path& path, const std::string& bytes) {
    std::error_code ignored;
    std::filesystem::create_directories(path.parent_path(), ignored);
    const auto fail = [&] {
        throw Error(path.string() + " cannot be written: " + std::strerror(errno) + ".");
    };
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0) fail();
    const char* from = bytes.data();
    std::size_t left = bytes.size();
    while (left > 0) {
        const ssize_t written = ::write(file, from, left);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int error = errno;
            ::close(file);
            errno = error;
            fail();
        }
        from += written;
        left -= static_cast<std::size_t>(written);
    }
    ::close(file);
}

Take::Take(const std::filesystem::path& path) : file_(path), info_(read_header(file_)) {
    const std::size_t each = sample_bytes(info_.latent_size);
    const std::uint64_t count = (file_.size() - kHeader) / each;
    if (count == 0) throw Error(file_.name() + " is a take without samples.");
    if (count > kMostSamples)
        throw Error(file_.name() + " is a take of " + std::to_string(count) + " samples: too many.");
    for (std::uint64_t i = 0; i < count; ++i) {
        double time = 0;
        file_.read(kHeader + i * each, std::as_writable_bytes(std::span(&time, 1)));
        if (!std::isfinite(time) || std::abs(time) > 1e9 || (!times_.empty() && time <= times_.back()))
            throw Error(file_.name() + " is a damaged take: the time of sample " + std::to_string(i + 1) +
                        " is not after the one before.");
        times_.push_back(time);
    }
}

Latent Take::sample(std::int64_t index) const {
    Latent latent(info_.latent_size);
    file_.read(kHeader + static_cast<std::uint64_t>(index) * sample_bytes(info_.latent_size) + sizeof(double),
               std::as_writable_bytes(std::span(latent)));
    if (!std::all_of(latent.begin(), latent.end(), [](float v) { return std::isfinite(v); }))
        throw Error(file_.name() + " is a damaged take: sample " + std::to_string(index + 1) +
                    " has a number that is not finite.");
    return latent;
}

Latent Take::at(double seconds) const {
    const double time = times_.front() + seconds;
    const auto after = std::upper_bound(times_.begin(), times_.end(), time);
    if (after == times_.begin()) return sample(0);
    const std::int64_t before = after - times_.begin() - 1;
    if (after == times_.end()) return sample(before);
    const double gap = *after - this->time(before);
    if (gap > kRest || time <= this->time(before)) return sample(before);
    return interpolate(sample(before), sample(before + 1), (time - this->time(before)) / gap,
                       InterpolationMethod::slerp);
}

std::int64_t Take::frame_count(double fps) const {
    return static_cast<std::int64_t>(std::floor(seconds() * fps + 1e-6)) + 1;
}

}  // namespace progan
