// The safetensors container: 8 bytes header length (u64 little-endian), a JSON header, raw little-endian data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

struct SafetensorsEntry {
    std::string name;
    std::string dtype;  ///< "F32", "F16", ...
    std::vector<std::int64_t> shape;
    std::size_t begin = 0, end = 0;  ///< byte range in `SafetensorsView::data`
};

/// A checked view into a file's bytes; valid while they are.
struct SafetensorsView {
    std::vector<SafetensorsEntry> entries;  ///< in order of their data
    std::map<std::string, std::string> metadata;
    std::span<const std::byte> data;
};

/// Parses and checks: header length (at most 16 MiB and inside the file), JSON, dtypes known, shapes non-negative
/// without overflow, offsets ascending inside the data, no overlap and no gap, size = product of shape x dtype.
/// Throws Error with `name` (the file), what was found and what was needed. Takes no memory beyond the header's.
SafetensorsView parse_safetensors(std::span<const std::byte> file, std::string_view name);

struct SafetensorsTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<const float> values;
};

/// The bytes of a file with F32 tensors, header padded to 8 bytes with spaces.
std::vector<std::byte> write_safetensors(std::span<const SafetensorsTensor> tensors,
                                         const std::map<std::string, std::string>& metadata);

}  // namespace progan
