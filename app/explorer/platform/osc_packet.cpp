#include "app/explorer/platform/osc_packet.h"

#include <lo/lo.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace progan {
namespace {

constexpr std::string_view kBundle{"#bundle\0", 8};
constexpr std::size_t kTimeTag = 8, kSize = 4;
constexpr int kDeepest = 8;  // bundles in bundles
constexpr std::size_t kLongestAddress = 256;

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t size_at(std::span<const std::byte> bytes) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < kSize; ++i) size = size << 8 | std::to_integer<std::size_t>(bytes[i]);
    return size;
}

std::optional<double> number(char type, lo_arg* argument) {
    switch (type) {
        case LO_TRUE:
            return 1;
        case LO_FALSE:
            return 0;
        default:
            break;
    }
    const auto known = static_cast<lo_type>(type);
    if (!lo_is_numerical_type(known)) return std::nullopt;
    return static_cast<double>(lo_hires_val(known, argument));
}

/// liblo checks the lengths and the padding; it takes what it reads to be writable.
std::optional<OscMessage> message_of(std::span<const std::byte> bytes) {
    if (bytes.empty() || bytes[0] != std::byte{'/'} || bytes.size() % 4 != 0) return std::nullopt;
    std::vector<std::byte> copy(bytes.begin(), bytes.end());
    int problem = 0;
    const std::unique_ptr<std::remove_pointer_t<lo_message>, void (*)(lo_message)> message(
        lo_message_deserialise(copy.data(), copy.size(), &problem), lo_message_free);
    if (!message) return std::nullopt;
    const std::string_view text = text_of(copy);
    OscMessage read{std::string(text.substr(0, text.find('\0'))), std::nullopt, 0};
    if (read.address.size() > kLongestAddress) return std::nullopt;
    if (lo_message_get_argc(message.get()) == 0) return read;
    read.value = number(lo_message_get_types(message.get())[0], lo_message_get_argv(message.get())[0]);
    if (read.value && !std::isfinite(*read.value)) return std::nullopt;
    return read;
}

void read(std::span<const std::byte> bytes, int depth, std::vector<OscMessage>& messages,
          std::size_t& ignored) {
    if (!text_of(bytes).starts_with(kBundle)) {
        if (std::optional<OscMessage> message = message_of(bytes))
            messages.push_back(std::move(*message));
        else
            ++ignored;
        return;
    }
    if (depth == kDeepest || bytes.size() < kBundle.size() + kTimeTag) {
        ++ignored;
        return;
    }
    for (std::span<const std::byte> rest = bytes.subspan(kBundle.size() + kTimeTag); !rest.empty();) {
        const std::size_t size = rest.size() < kSize ? 0 : size_at(rest);
        if (size == 0 || size > rest.size() - kSize) {
            ++ignored;  // and where a next part would begin is not known
            return;
        }
        read(rest.subspan(kSize, size), depth + 1, messages, ignored);
        rest = rest.subspan(kSize + size);
    }
}

}  // namespace

std::vector<OscMessage> osc_messages(std::span<const std::byte> packet, std::size_t& ignored) {
    std::vector<OscMessage> messages;
    read(packet, 0, messages, ignored);
    return messages;
}

}  // namespace progan
