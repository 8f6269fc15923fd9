#include "core/files/sha256.h"

#include "core/support/error.h"
#include "core/system/sha256.h"

namespace progan {

Sha256::Sha256() : context_(std::make_shared<system::Sha256>()) {
    if (!context_->ready()) throw Error("SHA-256 is not available on this machine.");
}

void Sha256::add(std::span<const std::byte> bytes) {
    context_->add(bytes);
}

std::string Sha256::hex() {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : context_->end()) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.hex();
}

}  // namespace progan
