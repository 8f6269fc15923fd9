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
constexpr std::string_view kEntry = R"("progan_axes":")";
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

/// Where the entry for axes goes: behind the brace of the metadata, which must come first and hold something.
constexpr std::size_t kEntryAt = kSafetensorsPrefix + kMetadata.size();

/// How many bytes from kEntryAt on are the entry, its comma and its blanks; 0 if there is none.
std::size_t entry_bytes(std::span<const std::byte> file) {
    const std::string_view text = text_of(file);
    if (file.size() < kEntryAt || !text.substr(kSafetensorsPrefix).starts_with(kMetadata) ||
        !text.substr(kEntryAt).starts_with(kEntry))
        return 0;
    std::size_t at = kEntryAt + kEntry.size();
    while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    if (++at >= text.size() || text[at] != ',') return 0;
    while (++at < text.size() && text[at] == ' ') {
    }
    const bool whole = at < text.size() && text[at] == '"' && (at - kEntryAt) % kAlignment == 0 &&
                       at - kSafetensorsPrefix <= stated_length(file);
    return whole ? at - kEntryAt : 0;
}

}  // namespace

std::vector<std::byte> with_embedded_axes(std::span<const std::byte> file, std::string_view axes,
                                          const std::string& name) {
    const std::string_view text = text_of(file);
    if (file.size() <= kEntryAt || !text.substr(kSafetensorsPrefix).starts_with(kMetadata) ||
        text[kEntryAt] != '"')
        throw Error("{} does not begin with its metadata, so no axes can be written into a copy of it.",
                    name);
    std::string entry;
    if (!axes.empty()) {
        entry = nlohmann::json::object({{kAxesKey, axes}})
                    .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        entry = entry.substr(1, entry.size() - 2) + ",";
        entry.resize((entry.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
    }
    if (entry.size() > kMaxEmbeddedAxesBytes)
        throw Error("The axes for {} take {} bytes, but a model may carry at most {}.", name, entry.size(),
                    kMaxEmbeddedAxesBytes);
    const std::size_t old = entry_bytes(file);
    std::vector<std::byte> result = length_bytes(stated_length(file) - old + entry.size());
    result.reserve(file.size() - old + entry.size());
    const auto add = [&](std::span<const std::byte> bytes) {
        result.insert(result.end(), bytes.begin(), bytes.end());
    };
    add(file.subspan(kSafetensorsPrefix, kMetadata.size()));
    add(std::as_bytes(std::span(entry)));
    add(file.subspan(kEntryAt + old));
    return result;
}

std::string sha256_without_axes(std::span<const std::byte> file) {
    const std::size_t entry = entry_bytes(file);
    if (entry == 0) return sha256_hex(file);
    Sha256 hash;
    hash.add(length_bytes(stated_length(file) - entry));
    hash.add(file.subspan(kSafetensorsPrefix, kMetadata.size()));
    hash.add(file.subspan(kEntryAt + entry));
    return hash.hex();
}

void copy_model_with_axes(const fs::path& from, const fs::path& to, std::string_view axes) {
    if (!is_model_file(from))
        throw Error(
            "{} is not a model file of this program, but only such a file can carry axes: convert it first.",
            from.string());
    std::error_code ignored;
    if (fs::equivalent(from, to, ignored))
        throw Error("{} is the model itself, but a copy with axes needs another name.", to.string());
    const InputFile file(from);
    write_file_atomically(to, with_embedded_axes(file.read_all(), axes, file.name()));
}

}  // namespace progan
