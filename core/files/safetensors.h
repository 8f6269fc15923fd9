// The safetensors container: the header's length in 8 bytes (u64 little-endian), a JSON header, raw
// little-endian data. Reading takes two steps, so that a file can be checked before its data is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/input_file.h"

namespace progan {

/// Bytes of the header's length at the start of a file.
inline constexpr std::size_t kSafetensorsPrefix = 8;

struct SafetensorsEntry {
    std::string name;
    std::string dtype;  ///< "F32", "F16", ...
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0;  ///< byte range in the data, which follows the header
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries;  ///< in order of their data
    std::map<std::string, std::string> metadata;
};

/// The header's length from the file's first 8 bytes. Throws Error with `name` (the file) unless it is 2
/// bytes to 16 MiB and fits into a file of `file_bytes`.
std::size_t safetensors_header_length(std::span<const std::byte, kSafetensorsPrefix> prefix,
                                      std::uint64_t file_bytes, std::string_view name);

/// Parses and checks the JSON header of a file with `data_bytes` after it: known dtypes, non-negative shapes
/// without overflow, offsets inside the data, no overlaps or gaps, size = product of shape x dtype, no
/// duplicate names. Throws Error with `name` (the file), what was found and what was needed. Memory use is
/// proportional to the header.
SafetensorsHeader parse_safetensors_header(std::string_view text, std::uint64_t data_bytes,
                                           std::string_view name);

/// A file's header, checked as above, and where its data begins.
struct SafetensorsContents {
    SafetensorsHeader header;
    std::uint64_t data_offset = 0;
};
SafetensorsContents read_safetensors_header(const InputFile& file);

struct SafetensorsTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<const float> values;
};

/// What stands before the data: the header's length, and the header, padded to a multiple of 8 bytes with
/// spaces. The entries are in the order of their data.
std::string safetensors_head(std::span<const SafetensorsEntry> entries,
                             const std::map<std::string, std::string>& metadata);

/// The bytes of a file with F32 tensors.
std::vector<std::byte> write_safetensors(std::span<const SafetensorsTensor> tensors,
                                         const std::map<std::string, std::string>& metadata);

}  // namespace progan
