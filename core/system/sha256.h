// SHA-256, as the system or its library has it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace progan::system {

/// The digest of bytes that arrive in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    /// False if the system computes none.
    bool ready() const { return context_ != nullptr; }
    void add(std::span<const std::byte> bytes);
    /// The digest of all bytes so far. Call once.
    std::array<unsigned char, 32> end();

  private:
    struct Context;
    std::unique_ptr<Context> context_;  ///< null: not ready
};

}  // namespace progan::system
