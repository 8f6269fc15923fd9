#include "core/train/picture_cache.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

#include "core/files/descriptor.h"
#include "core/files/file_mark.h"
#include "core/files/partial_path.h"
#include "core/files/sha256.h"
#include "core/image/image_file.h"
#include "core/image/picture_kind.h"
#include "core/image/resize.h"
#include "core/model/spec.h"
#include "core/support/error.h"
#include "core/train/picture_folder.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kHeaderBytes = 4096;  // one page, because what follows is mapped
constexpr std::size_t kMinPictures = 4;     // one group of the minibatch standard deviation
constexpr const char* kFormat = "progan pictures 1";
constexpr int kDecoding = 2;  // 1: without orientation and transparency

std::size_t pyramid_bytes(int resolution) {
    std::size_t bytes = 0;
    for (auto side = static_cast<std::size_t>(resolution); side >= 4; side /= 2) bytes += side * side * 3;
    return bytes;
}

/// Offset of a level in a picture's bytes; the largest comes first.
std::size_t level_offset(int resolution, int level) {
    std::size_t offset = 0;
    for (auto side = static_cast<std::size_t>(resolution); side > (std::size_t{4} << level); side /= 2)
        offset += side * side * 3;
    return offset;
}

/// Changes if the pictures change or would be decoded differently.
std::string key_of(const fs::path& folder, const std::vector<fs::path>& files,
                   const TrainConfiguration& configuration) {
    std::string text = fmt::format("{} {} {}\n", kDecoding, configuration.resolution,
                                   kCropModeNames.name(configuration.crop_mode));
    for (const fs::path& file : files) {
        const FileMark mark = file_mark(file);
        if (!mark.exists()) continue;
        text += fmt::format("{}\n{} {}.{}\n", file.lexically_relative(folder).string(), mark.size,
                            mark.seconds, mark.nanoseconds);
    }
    return sha256_hex(std::as_bytes(std::span(text)));
}

Image squared(const Image& image, CropMode how) {
    const int side =
        how == CropMode::crop ? std::min(image.width, image.height) : std::max(image.width, image.height);
    Image result(side, side);
    const int left = (image.width - side) / 2, top = (image.height - side) / 2;  // negative for padding
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int from_x = std::clamp(x + left, 0, image.width - 1);
            const int from_y = std::clamp(y + top, 0, image.height - 1);
            std::copy_n(&image.rgb[static_cast<std::size_t>(from_y * image.width + from_x) * 3], 3,
                        &result.rgb[static_cast<std::size_t>(y * side + x) * 3]);
        }
    return result;
}

/// All levels, the largest first. Each is the mean of the one above before rounding.
std::vector<std::uint8_t> pyramid(const Image& image) {
    std::vector<std::uint8_t> bytes = image.rgb;
    std::vector<float> values(image.rgb.begin(), image.rgb.end());
    for (auto side = static_cast<std::size_t>(image.width) / 2; side >= 4; side /= 2) {
        std::vector<float> half(side * side * 3);
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x)
                for (std::size_t c = 0; c < 3; ++c) {
                    const float* at = &values[(2 * y * 2 * side + 2 * x) * 3 + c];
                    half[(y * side + x) * 3 + c] =
                        (at[0] + at[3] + at[2 * side * 3] + at[2 * side * 3 + 3]) / 4;
                }
        for (const float value : half) bytes.push_back(static_cast<std::uint8_t>(std::lround(value)));
        values = std::move(half);
    }
    return bytes;
}

/// What precedes the pictures in the file.
struct Header {
    std::size_t count = 0, enlarged = 0, transparent = 0, unreadable = 0;
    int resolution = 0;
    std::string key;
};

std::string header_text(const Header& header) {
    std::string text = nlohmann::ordered_json{{"format", kFormat},
                                              {"count", header.count},
                                              {"resolution", header.resolution},
                                              {"key", header.key},
                                              {"enlarged", header.enlarged},
                                              {"transparent", header.transparent},
                                              {"unreadable", header.unreadable}}
                           .dump();
    text.resize(kHeaderBytes, ' ');
    return text;
}

/// Nothing if the file is missing, damaged or something else. Older ones lack the last three.
std::optional<Header> read_header(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text(kHeaderBytes, ' ');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (!in || !json.is_object()) return std::nullopt;
    const auto number = [&](const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
    };
    const auto word = [&](const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (word("format") != kFormat) return std::nullopt;
    Header header{number("count"), number("enlarged"), number("transparent"), number("unreadable"), 0,
                  word("key")};
    header.resolution = static_cast<int>(std::min<std::size_t>(number("resolution"), INT_MAX));
    return header;
}

std::span<const std::byte> bytes_of(const auto& values) {
    return std::as_bytes(std::span(values));
}

Error too_few(const fs::path& folder, const PictureCache::Built& built) {
    std::string why;
    if (!built.skipped.empty()) why += fmt::format(" The first unreadable one: {}", built.skipped[0]);
    if (!built.left_out.empty()) why += " " + left_out_sentence(built.left_out);
    return Error("{} contains {} readable {} ({}), but at least {} are needed.{}", folder.string(),
                 built.pictures, built.pictures == 1 ? "picture" : "pictures", readable_kinds(), kMinPictures,
                 why);
}

}  // namespace

PictureCache::Built PictureCache::build(const fs::path& folder, const fs::path& file,
                                        const TrainConfiguration& configuration,
                                        const ProgressReport& progress) {
    PictureFolder found = find_pictures(folder);
    const std::vector<fs::path>& files = found.files;
    PartialPath partial(file, PartialPath::Kind::file);
    const Descriptor out = system::open_to_change(partial.path());
    if (!out) throw_not_written(file, errno);
    write_all(out, bytes_of(header_text({})), file);
    Built built;
    built.left_out = std::move(found.left_out);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (progress) progress(static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size()));
        Picture picture;
        try {
            picture = read_picture(files[i]);
        } catch (const Error& error) {
            built.skipped.emplace_back(error.what());
            continue;
        }
        Image image = squared(picture.image, configuration.crop_mode);
        if (image.width < configuration.resolution) ++built.enlarged;
        if (picture.transparent) ++built.transparent;
        if (image.width != configuration.resolution)
            image = resize(image, configuration.resolution, configuration.resolution, ResizeFilter::smooth);
        write_all(out, bytes_of(pyramid(image)), file);
        ++built.pictures;
    }
    built.unreadable = built.skipped.size();
    if (built.pictures < kMinPictures) throw too_few(folder, built);
    const Header header{built.pictures,   built.enlarged,           built.transparent,
                        built.unreadable, configuration.resolution, key_of(folder, files, configuration)};
    if (system::move_to(out, 0) != 0) throw_not_written(file, errno);
    write_all(out, bytes_of(header_text(header)), file);
    partial.publish();
    return built;
}

std::optional<PictureCache::Built> PictureCache::current(const fs::path& file, const fs::path& folder,
                                                         const TrainConfiguration& configuration) {
    const std::optional<Header> header = read_header(file);
    if (!header) return std::nullopt;
    PictureFolder found = find_pictures(folder);
    if (header->key != key_of(folder, found.files, configuration)) return std::nullopt;
    return Built{header->count,
                 header->enlarged,
                 header->transparent,
                 header->unreadable,
                 {},
                 std::move(found.left_out)};
}

PictureCache::PictureCache(const fs::path& file) {
    if (const std::optional<Header> header = read_header(file)) {
        count_ = header->count;
        resolution_ = header->resolution;
    }
    const bool sane = resolution_ >= 4 && resolution_ <= 1024 && (resolution_ & (resolution_ - 1)) == 0;
    picture_bytes_ = sane ? pyramid_bytes(resolution_) : 0;
    const Descriptor opened = system::open_to_read(file);
    if (const std::optional<system::FileFacts> facts = system::facts_of(opened))
        bytes_ = static_cast<std::size_t>(facts->size);
    const bool whole = sane && count_ >= kMinPictures && bytes_ > kHeaderBytes &&
                       (bytes_ - kHeaderBytes) / picture_bytes_ == count_ &&
                       (bytes_ - kHeaderBytes) % picture_bytes_ == 0;
    const std::byte* map = whole ? system::map_to_read(opened, bytes_) : nullptr;
    if (map == nullptr) throw Error("{} is incomplete. Delete it and it will be rebuilt.", file.string());
    map_ = reinterpret_cast<const std::uint8_t*>(map);
}

PictureCache::~PictureCache() {
    system::unmap(reinterpret_cast<const std::byte*>(map_), bytes_);
}

void PictureCache::read(std::span<const Sample> samples, int level, std::uint8_t* rgb) const {
    const std::size_t side = std::size_t{4} << level, row = side * 3;
    for (const Sample& sample : samples) {
        const std::uint8_t* from =
            map_ + kHeaderBytes + sample.picture * picture_bytes_ + level_offset(resolution_, level);
        for (std::size_t y = 0; y < side; ++y, from += row, rgb += row) {
            if (!sample.mirrored) {
                std::memcpy(rgb, from, row);
                continue;
            }
            for (std::size_t x = 0; x < side; ++x) std::memcpy(rgb + 3 * x, from + 3 * (side - 1 - x), 3);
        }
    }
}

void EpochSampler::shuffle(std::int64_t epoch) {
    epoch_ = epoch;
    const auto number = static_cast<std::uint64_t>(epoch);
    std::seed_seq seeds{seed_, static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32U)};
    std::mt19937_64 random(seeds);
    order_.resize(pictures_);
    for (std::size_t i = 0; i < pictures_; ++i) order_[i] = {i, false};
    for (std::size_t i = pictures_; i > 1; --i) std::swap(order_[i - 1], order_[random() % i]);
    for (Sample& sample : order_) sample.mirrored = mirror_ && (random() & 1U) != 0;
}

std::vector<Sample> EpochSampler::samples(std::int64_t images, int count) {
    std::vector<Sample> result;
    const auto size = static_cast<std::int64_t>(pictures_);
    for (std::int64_t at = images; at < images + count; ++at) {
        if (at / size != epoch_) shuffle(at / size);
        result.push_back(order_[static_cast<std::size_t>(at % size)]);
    }
    return result;
}

}  // namespace progan
