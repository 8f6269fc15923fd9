// SHA-256, by which models are identified everywhere.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace progan {

/// Lower-case hexadecimal digest (64 characters).
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace progan
