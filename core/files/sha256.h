// SHA-256, which identifies models everywhere.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace progan {
namespace system {
class Sha256;
}

/// The digest of bytes that arrive in pieces.
class Sha256 {
  public:
    Sha256();
    void add(std::span<const std::byte> bytes);
    /// Lower-case hexadecimal digest (64 characters) of all bytes so far. Call once.
    std::string hex();

  private:
    std::shared_ptr<system::Sha256> context_;
};

/// The same for bytes that are all in memory.
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace progan
