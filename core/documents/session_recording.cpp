#include "core/documents/session_recording.h"

#include <algorithm>
#include <bit>
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
constexpr std::size_t kHeader = 256, kHash = 64, kNameAt = 8 + 4 + 4 + kHash;
constexpr double kRest = 0.2;  // seconds; after a longer gap nothing moved
constexpr std::size_t kMaxSamples = 20'000'000;

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

SessionRecordingInfo read_header(const InputFile& file) {
    if (file.size() < kHeader)
        throw Error("{} is not a session recording: it has only {} bytes.", file.name(), file.size());
    std::string header(kHeader, '\0');
    file.read(0, std::as_writable_bytes(std::span(header)));
    if (!header.starts_with(kMagic)) throw Error("{} is not a session recording, a .take file.", file.name());
    std::uint32_t version = 0, size = 0;
    std::memcpy(&version, header.data() + 8, sizeof version);
    std::memcpy(&size, header.data() + 12, sizeof size);
    if (version != kVersion)
        throw Error("{} is a session recording of version {}, but this program reads version {}.",
                    file.name(), version, kVersion);
    if (size < 1 || size > kMaxLatentSize)
        throw Error("{} is a session recording of latents with {} components, but they must have 1 to {}.",
                    file.name(), size, kMaxLatentSize);
    return {size, up_to_zero(header.substr(16, kHash)), up_to_zero(header.substr(kNameAt))};
}

}  // namespace

std::string session_recording_header(const SessionRecordingInfo& info) {
    std::string bytes(kMagic);
    append(bytes, kVersion);
    append(bytes, static_cast<std::uint32_t>(info.latent_size));
    std::string hash = info.model_sha256;
    hash.resize(kHash);
    bytes += hash + info.model_name;
    bytes.resize(kHeader);
    return bytes;
}

std::string session_recording_sample(double seconds, const Latent& latent) {
    std::string bytes;
    append(bytes, seconds);
    bytes.append(reinterpret_cast<const char*>(latent.data()), latent.size() * sizeof(float));
    return bytes;
}

SessionRecording::SessionRecording(const std::filesystem::path& path)
    : file_(path), info_(read_header(file_)) {
    const std::size_t each = sample_bytes(info_.latent_size);
    const std::uint64_t count = (file_.size() - kHeader) / each;
    if (count == 0) throw Error("{} is a session recording without samples.", file_.name());
    if (count > kMaxSamples)
        throw Error("{} is a session recording of {} samples, more than the maximum of {}.", file_.name(),
                    count, kMaxSamples);
    for (std::uint64_t i = 0; i < count; ++i) {
        double time = 0;
        file_.read(kHeader + i * each, std::as_writable_bytes(std::span(&time, 1)));
        if (!std::isfinite(time) || std::abs(time) > 1e9 || (!times_.empty() && time <= times_.back()))
            throw Error("{} is a damaged session recording: sample {} is not later than the one before.",
                        file_.name(), i + 1);
        times_.push_back(time);
    }
}

Latent SessionRecording::sample(std::int64_t index) const {
    Latent latent(info_.latent_size);
    file_.read(kHeader + static_cast<std::uint64_t>(index) * sample_bytes(info_.latent_size) + sizeof(double),
               std::as_writable_bytes(std::span(latent)));
    if (!std::all_of(latent.begin(), latent.end(), [](float v) { return std::isfinite(v); }))
        throw Error("{} is a damaged session recording: sample {} has a component that is not finite.",
                    file_.name(), index + 1);
    return latent;
}

Latent SessionRecording::at(double seconds) const {
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

std::int64_t SessionRecording::frame_count(double fps) const {
    return static_cast<std::int64_t>(std::floor(seconds() * fps + 1e-6)) + 1;
}

}  // namespace progan
