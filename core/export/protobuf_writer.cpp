#include "core/export/protobuf_writer.h"

#include <cstring>

namespace progan {
namespace {

constexpr unsigned kVarint = 0, kLengthDelimited = 2, kFixed32 = 5;

}  // namespace

void ProtobufWriter::varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>((value & 0x7f) | 0x80));
    bytes_.push_back(static_cast<char>(value));
}

void ProtobufWriter::tag(int field, unsigned wire_type) {
    varint(static_cast<std::uint64_t>(field) << 3 | wire_type);
}

void ProtobufWriter::integer(int field, std::int64_t value) {
    tag(field, kVarint);
    varint(static_cast<std::uint64_t>(value));
}

void ProtobufWriter::real(int field, float value) {
    tag(field, kFixed32);
    char bytes[sizeof value];  // little-endian, as this machine is
    std::memcpy(bytes, &value, sizeof value);
    bytes_.append(bytes, sizeof bytes);
}

void ProtobufWriter::bytes(int field, std::string_view value) {
    tag(field, kLengthDelimited);
    varint(value.size());
    bytes_.append(value);
}

}  // namespace progan
