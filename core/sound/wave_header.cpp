#include "core/sound/wave_header.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "core/files/input_file.h"

namespace progan {
namespace {

constexpr int kMaxChunks = 64;  // of the samples is one of the first; 4 are usual
constexpr std::uint64_t kUnknownBytes = 0xffffffff;

template <std::size_t count>
using Bytes = std::array<std::byte, count>;

std::uint64_t number_at(std::span<const std::byte> bytes, std::size_t offset) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= std::to_integer<std::uint64_t>(bytes[offset + i]) << (8 * i);
    return value;
}

bool is_at(std::span<const std::byte> bytes, std::size_t offset, std::string_view name) {
    return std::memcmp(bytes.data() + offset, name.data(), name.size()) == 0;
}

}  // namespace

double wave_header_seconds(const std::filesystem::path& path) {
    const InputFile file(path);
    Bytes<12> head{};
    if (file.size() < head.size()) return 0;
    file.read(0, head);
    if (!is_at(head, 0, "RIFF") || !is_at(head, 8, "WAVE")) return 0;
    std::uint64_t at = head.size(), bytes_per_second = 0;
    for (int i = 0; i < kMaxChunks; ++i) {
        Bytes<8> chunk{};
        if (at + chunk.size() > file.size()) return 0;
        file.read(at, chunk);
        at += chunk.size();
        const std::uint64_t bytes = number_at(chunk, 4);
        if (is_at(chunk, 0, "data")) {
            if (bytes_per_second == 0 || bytes == kUnknownBytes) return 0;
            return static_cast<double>(bytes) / static_cast<double>(bytes_per_second);
        }
        if (is_at(chunk, 0, "fmt ")) {
            Bytes<12> format{};
            if (bytes < format.size() || at + format.size() > file.size()) return 0;
            file.read(at, format);
            bytes_per_second = number_at(format, 8);
        }
        at += bytes + bytes % 2;
    }
    return 0;
}

}  // namespace progan
