// The chunks of a PNG: after a signature each has a length, a type, data and a checksum (the PNG
// specification, third edition, 5.3). Only the frame is read here, no checksum is compared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace progan {

inline constexpr std::size_t kPngSignature = 8;
inline constexpr std::size_t kAroundPngData = 12;  ///< length and type before the data, the checksum behind
inline constexpr std::size_t kPngHeaderEnd = kPngSignature + kAroundPngData + 13;  ///< after IHDR

struct PngChunk {
    std::array<char, 4> type_letters{};
    std::uint64_t at = 0;      ///< of its length, in the file
    std::uint64_t length = 0;  ///< of its data

    std::string_view type() const { return {type_letters.data(), type_letters.size()}; }
    std::uint64_t data_at() const { return at + 8; }
    std::uint64_t whole() const { return length + kAroundPngData; }
};

/// Fills `into` with the bytes from `at` on.
using ReadPng = std::function<void(std::uint64_t at, std::span<std::byte> into)>;

/// Calls `visit` for each chunk that lies within `size` bytes, until it returns false.
void for_each_png_chunk(std::uint64_t size, const ReadPng& read,
                        const std::function<bool(const PngChunk&)>& visit);

}  // namespace progan
