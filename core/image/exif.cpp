#include "core/image/exif.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace progan {
namespace {

constexpr std::string_view kPrefix("Exif\0\0", 6);
constexpr std::size_t kEntryBytes = 12;
constexpr std::string_view kAscii("ASCII\0\0\0", 8);
constexpr std::uint32_t kOrientationTag = 0x112, kExifTag = 0x8769, kVersionTag = 0x9000,
                        kCommentTag = 0x9286;
constexpr std::uint32_t kShort = 3, kLong = 4, kUndefined = 7;  // types of values

/// A TIFF block's numbers, of the byte order that its first bytes name.
class Tiff {
  public:
    explicit Tiff(std::string_view bytes) : bytes_(bytes), big_endian_(bytes.starts_with("MM")) {}

    bool holds(std::size_t offset, std::size_t count) const {
        return offset <= bytes_.size() && count <= bytes_.size() - offset;
    }
    /// `count` bytes, which must be there.
    std::uint32_t number(std::size_t offset, std::size_t count) const {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = offset + (big_endian_ ? i : count - 1 - i);
            value = value << 8U | static_cast<unsigned char>(bytes_[at]);
        }
        return value;
    }
    /// Bytes that must be there.
    std::string_view part(std::size_t offset, std::size_t count) const {
        return bytes_.substr(offset, count);
    }

  private:
    std::string_view bytes_;
    bool big_endian_;
};

/// Nothing if it does not begin as one.
std::optional<Tiff> tiff_of(std::string_view exif) {
    if (exif.starts_with(kPrefix)) exif.remove_prefix(kPrefix.size());
    if (!exif.starts_with(std::string_view("II*\0", 4)) && !exif.starts_with(std::string_view("MM\0*", 4)))
        return {};
    return Tiff(exif);
}

/// Where the directory whose offset lies at `at` has the entry of that tag.
std::optional<std::size_t> find_entry(const Tiff& tiff, std::size_t at, std::uint32_t tag) {
    if (!tiff.holds(at, 4)) return {};
    const std::size_t directory = tiff.number(at, 4);
    if (!tiff.holds(directory, 2)) return {};
    const std::size_t entries = tiff.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * kEntryBytes;
        if (!tiff.holds(entry, kEntryBytes)) return {};
        if (tiff.number(entry, 2) == tag) return entry;
    }
    return {};
}

bool is_of(const Tiff& tiff, std::size_t entry, std::uint32_t type, std::uint32_t count) {
    return tiff.number(entry + 2, 2) == type && tiff.number(entry + 4, 4) == count;
}

void append(std::string& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

void append_entry(std::string& bytes, std::uint32_t tag, std::uint32_t type, std::size_t count,
                  std::size_t value) {
    append(bytes, tag, 2);
    append(bytes, type, 2);
    append(bytes, static_cast<std::uint32_t>(count), 4);
    append(bytes, static_cast<std::uint32_t>(value), 4);
}

}  // namespace

int exif_orientation(std::string_view exif) {
    const std::optional<Tiff> tiff = tiff_of(exif);
    const auto entry = tiff ? find_entry(*tiff, 4, kOrientationTag) : std::nullopt;
    if (!entry || !is_of(*tiff, *entry, kShort, 1)) return 1;
    const std::uint32_t orientation = tiff->number(*entry + 8, 2);
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

std::string exif_comment(std::string_view exif) {
    const std::optional<Tiff> tiff = tiff_of(exif);
    const auto pointer = tiff ? find_entry(*tiff, 4, kExifTag) : std::nullopt;
    if (!pointer || !is_of(*tiff, *pointer, kLong, 1)) return {};
    const auto entry = find_entry(*tiff, *pointer + 8, kCommentTag);
    if (!entry || tiff->number(*entry + 2, 2) != kUndefined) return {};
    const std::size_t count = tiff->number(*entry + 4, 4), offset = tiff->number(*entry + 8, 4);
    if (count < kAscii.size() || !tiff->holds(offset, count)) return {};
    const std::string_view text = tiff->part(offset, count);
    return text.starts_with(kAscii) ? std::string(text.substr(kAscii.size())) : std::string();
}

std::string exif_with_comment(std::string_view ascii) {
    constexpr std::size_t kFirst = 8, kExif = kFirst + 2 + kEntryBytes + 4,
                          kText = kExif + 2 + 2 * kEntryBytes + 4;
    std::string bytes("II*\0", 4);
    append(bytes, kFirst, 4);
    append(bytes, 1, 2);
    append_entry(bytes, kExifTag, kLong, 1, kExif);
    append(bytes, 0, 4);
    append(bytes, 2, 2);
    append_entry(bytes, kVersionTag, kUndefined, 4, 0x32333230);  // "0232"
    append_entry(bytes, kCommentTag, kUndefined, kAscii.size() + ascii.size(), kText);
    append(bytes, 0, 4);
    return bytes.append(kAscii).append(ascii);
}

}  // namespace progan
