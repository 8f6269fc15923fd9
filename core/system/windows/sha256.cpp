#include "core/system/sha256.h"

// clang-format off
#include <windows.h>
#include <bcrypt.h>
// clang-format on

#include <algorithm>
#include <limits>

namespace progan::system {

struct Sha256::Context {
    BCRYPT_ALG_HANDLE algorithm = nullptr;
    BCRYPT_HASH_HANDLE hash = nullptr;
    bool ready = BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, nullptr, 0) >= 0 &&
                 BCryptCreateHash(algorithm, &hash, nullptr, 0, nullptr, 0, 0) >= 0;
    Context() = default;
    ~Context() {
        if (hash != nullptr) BCryptDestroyHash(hash);
        if (algorithm != nullptr) BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    if (!context_->ready) context_.reset();
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const std::size_t part = std::min<std::size_t>(bytes.size(), std::numeric_limits<ULONG>::max());
        auto* start = reinterpret_cast<UCHAR*>(const_cast<std::byte*>(bytes.data()));
        BCryptHashData(context_->hash, start, static_cast<ULONG>(part), 0);
        bytes = bytes.subspan(part);
    }
}

std::array<unsigned char, 32> Sha256::end() {
    std::array<unsigned char, 32> digest{};
    BCryptFinishHash(context_->hash, digest.data(), static_cast<ULONG>(digest.size()), 0);
    return digest;
}

}  // namespace progan::system
