#include "core/model/embedded_axes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/files/input_file.h"
#include "core/files/safetensors.h"
#include "core/files/sha256.h"
#include "core/model/model_file.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMetadata = R"({"__metadata__":{)";
constexpr std::string_view kAxesEntry = R"("progan_axes":")", kAnchorsEntry = R"("progan_anchors":")";
constexpr std::size_t kAlignment = 8;

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The header's length as it stands in the first bytes.
std::uint64_t stated_length(std::span<const std::byte> file) {
    std::uint64_t length = 0;
    for (std::size_t i = kSafetensorsPrefix; i-- > 0;)
        length = length << 8U | std::to_integer<std::uint64_t>(file[i]);
    return length;
}

std::vector<std::byte> length_bytes(std::uint64_t length) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < kSafetensorsPrefix; ++i)
        bytes.push_back(static_cast<std::byte>(length >> 8 * i));
    return bytes;
}

/// Where such entries go: behind the brace of the metadata, which must come first and hold something.
constexpr std::size_t kEntryAt = kSafetensorsPrefix + kMetadata.size();

/// How many bytes from `at` on are the entry that begins with these, its comma and its blanks; 0 if there is
/// none.
std::size_t entry_bytes(std::span<const std::byte> file, std::size_t at, std::string_view beginning) {
    const std::string_view text = text_of(file);
    if (file.size() < at || !text.substr(kSafetensorsPrefix).starts_with(kMetadata) ||
        !text.substr(at).starts_with(beginning))
        return 0;
    std::size_t end = at + beginning.size();
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    if (++end >= text.size() || text[end] != ',') return 0;
    while (++end < text.size() && text[end] == ' ') {
    }
    const bool whole = end < text.size() && text[end] == '"' && (end - at) % kAlignment == 0 &&
                       end - kSafetensorsPrefix <= stated_length(file);
    return whole ? end - at : 0;
}

/// The entries that belong to the file but not to the model: the axes, then the anchors.
struct OwnEntries {
    std::span<const std::byte> axes, anchors;
    std::size_t size() const { return axes.size() + anchors.size(); }
};

OwnEntries own_entries(std::span<const std::byte> file) {
    const std::size_t axes = entry_bytes(file, kEntryAt, kAxesEntry);
    const std::size_t anchors = entry_bytes(file, kEntryAt + axes, kAnchorsEntry);
    if (axes + anchors == 0) return {};
    return {file.subspan(kEntryAt, axes), file.subspan(kEntryAt + axes, anchors)};
}

/// As it stands in the file, with blanks up to the alignment; nothing for an empty text.
std::string entry_of(const char* key, std::string_view value) {
    if (value.empty()) return {};
    std::string entry =
        nlohmann::json::object({{key, value}}).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    entry = entry.substr(1, entry.size() - 2) + ",";
    entry.resize((entry.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
    return entry;
}

void check_metadata(std::span<const std::byte> file, const char* what, const std::string& name) {
    const std::string_view text = text_of(file);
    if (file.size() <= kEntryAt || !text.substr(kSafetensorsPrefix).starts_with(kMetadata) ||
        text[kEntryAt] != '"')
        throw Error("{} does not begin with its metadata, so no {} can be written into a copy of it.", name,
                    what);
}

/// The file with these entries in place of its own.
std::vector<std::byte> with_entries(std::span<const std::byte> file, const OwnEntries& entries) {
    const std::size_t old = own_entries(file).size();
    std::vector<std::byte> result = length_bytes(stated_length(file) - old + entries.size());
    result.reserve(file.size() - old + entries.size());
    const auto add = [&](std::span<const std::byte> bytes) {
        result.insert(result.end(), bytes.begin(), bytes.end());
    };
    add(file.subspan(kSafetensorsPrefix, kMetadata.size()));
    add(entries.axes);
    add(entries.anchors);
    add(file.subspan(kEntryAt + old));
    return result;
}

}  // namespace

std::vector<std::byte> with_embedded_axes(std::span<const std::byte> file, std::string_view axes,
                                          const std::string& name) {
    check_metadata(file, "axes", name);
    const std::string entry = entry_of(kAxesKey, axes);
    if (entry.size() > kMaxEmbeddedAxesBytes)
        throw Error("The axes for {} take {} bytes, but a model may carry at most {}.", name, entry.size(),
                    kMaxEmbeddedAxesBytes);
    return with_entries(file, {std::as_bytes(std::span(entry)), own_entries(file).anchors});
}

std::vector<std::byte> with_embedded_anchors(std::span<const std::byte> file, const FaceAnchors& anchors,
                                             const std::string& name) {
    check_metadata(file, "position of the eyes", name);
    const std::string entry = entry_of(kAnchorsKey, anchors_to_json(anchors));
    return with_entries(file, {own_entries(file).axes, std::as_bytes(std::span(entry))});
}

std::string sha256_without_axes(std::span<const std::byte> file) {
    const std::size_t entries = own_entries(file).size();
    if (entries == 0) return sha256_hex(file);
    Sha256 hash;
    hash.add(length_bytes(stated_length(file) - entries));
    hash.add(file.subspan(kSafetensorsPrefix, kMetadata.size()));
    hash.add(file.subspan(kEntryAt + entries));
    return hash.hex();
}

void copy_model_with_axes(const fs::path& from, const fs::path& to, std::string_view axes) {
    if (!is_model_file(from))
        throw Error(
            "{} is not a model file of this program, and only such a file can carry axes: convert it first.",
            from.string());
    std::error_code ignored;
    if (fs::equivalent(from, to, ignored))
        throw Error("{} is the model itself, but a copy with axes needs another name.", to.string());
    const InputFile file(from);
    write_file_atomically(to, with_embedded_axes(file.read_all(), axes, file.name()));
}

}  // namespace progan
