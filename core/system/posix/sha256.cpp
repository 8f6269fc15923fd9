#include "core/system/sha256.h"

#include <openssl/evp.h>

namespace progan::system {

struct Sha256::Context {
    EVP_MD_CTX* evp = EVP_MD_CTX_new();
    Context() = default;
    ~Context() { EVP_MD_CTX_free(evp); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    if (!context_->evp || !EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr)) context_.reset();
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size());
}

std::array<unsigned char, 32> Sha256::end() {
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr);
    return digest;
}

}  // namespace progan::system
