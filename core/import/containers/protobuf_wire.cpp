#include "core/import/containers/protobuf_wire.h"

#include "core/support/error.h"

namespace progan {

WireBytes WireCursor::take(std::uint64_t count) {
    if (count > rest_.size()) fail();
    const WireBytes taken = rest_.first(static_cast<std::size_t>(count));
    rest_ = rest_.subspan(static_cast<std::size_t>(count));
    return taken;
}

std::uint64_t WireCursor::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = static_cast<std::uint64_t>(take(1)[0]);
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
    }
    fail();
}

void WireCursor::fail() const {
    throw Error("{} is truncated or damaged. Copy it again.", name_);
}

std::optional<WireField> next_field(WireCursor& message) {
    if (message.empty()) return std::nullopt;
    const std::uint64_t tag = message.varint();
    WireField field;
    field.number = tag >> 3;
    switch (tag & 7) {
        case 0:
            field.integer = message.varint();
            break;
        case 1:
            field.integer = message.fixed<std::uint64_t>();
            break;
        case 2:
            field.bytes = message.take(message.varint());
            break;
        case 5:
            field.integer = message.fixed<std::uint32_t>();
            break;
        default:
            message.fail();
    }
    return field;
}

}  // namespace progan
