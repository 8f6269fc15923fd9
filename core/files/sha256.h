// SHA-256, by which models are identified everywhere.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace progan {

/// A digest of bytes that come in pieces.
class Sha256 {
  public:
    Sha256();
    void add(std::span<const std::byte> bytes);
    /// Lower-case hexadecimal digest (64 characters) of all bytes so far; call once.
    std::string hex();

  private:
    struct Context;
    std::shared_ptr<Context> context_;
};

/// The same for bytes that are all there.
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace progan
