#include "core/model/preview/preview_heads.h"

#include <algorithm>
#include <cmath>

#include "core/files/atomic_file.h"
#include "core/files/safetensors.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr const char* kFormatKey = "progan_preview_heads";
constexpr const char* kFormat = "1";

std::string tensor_name(int level, const char* part) {
    return fmt::format("levels.{}.preview.{}", level, part);
}

/// Reads into `values`, which has the size that the tensor must have.
void read_tensor(const InputFile& file, const SafetensorsContents& contents, const std::string& name,
                 std::span<float> values) {
    const auto entry = std::find_if(contents.header.entries.begin(), contents.header.entries.end(),
                                    [&](const SafetensorsEntry& found) { return found.name == name; });
    if (entry == contents.header.entries.end())
        throw Error("{} lacks the tensor {}.", file.name(), quote(name));
    if (entry->dtype != "F32" || entry->end - entry->begin != values.size_bytes())
        throw Error("{}: the tensor {} does not match the model.", file.name(), quote(name));
    file.read(contents.data_offset + entry->begin, std::as_writable_bytes(values));
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        throw Error("{}: the tensor {} contains values that are not finite.", file.name(), quote(name));
}

}  // namespace

std::filesystem::path preview_heads_path(const std::filesystem::path& folder, const std::string& sha256) {
    return folder / (sha256 + ".safetensors");
}

void save_preview_heads(const std::filesystem::path& path, const PreviewHeads& heads) {
    std::vector<SafetensorsTensor> tensors;
    for (const auto& [level, head] : heads) {
        const auto channels = static_cast<std::int64_t>(head.weight.size() / 3);
        tensors.push_back({tensor_name(level, "weight"), {3, channels}, head.weight});
        tensors.push_back({tensor_name(level, "bias"), {3}, head.bias});
    }
    write_file_atomically(path, write_safetensors(tensors, {{kFormatKey, kFormat}}));
}

PreviewHeads load_preview_heads(const std::filesystem::path& path, const ModelSpec& spec) {
    const InputFile file(path);
    const SafetensorsContents contents = read_safetensors_header(file);
    const auto format = contents.header.metadata.find(kFormatKey);
    if (format == contents.header.metadata.end() || format->second != kFormat)
        throw Error("{} does not contain preview heads of format {}.", file.name(), kFormat);
    PreviewHeads heads;
    for (int level = kLowestPreviewLevel; level < spec.last_level; ++level) {
        const std::string weight = tensor_name(level, "weight");
        const bool there = std::any_of(contents.header.entries.begin(), contents.header.entries.end(),
                                       [&](const SafetensorsEntry& entry) { return entry.name == weight; });
        if (!there) continue;
        RgbHead head;
        head.weight.resize(3 * static_cast<std::size_t>(spec.channels[static_cast<std::size_t>(level)]));
        read_tensor(file, contents, weight, head.weight);
        read_tensor(file, contents, tensor_name(level, "bias"), head.bias);
        heads[level] = std::move(head);
    }
    return heads;
}

}  // namespace progan
