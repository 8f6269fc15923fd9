// The wire format of protocol buffers (protobuf.dev/programming-guides/encoding): a message as its bytes,
// field by field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace progan {

class ProtobufWriter {
  public:
    /// int32, int64, enum: what is negative takes ten bytes.
    void integer(int field, std::int64_t value);
    void real(int field, float value);
    /// A string, bytes, or a message: the bytes of another writer.
    void bytes(int field, std::string_view value);

    const std::string& bytes() const { return bytes_; }

  private:
    void varint(std::uint64_t value);
    void tag(int field, unsigned wire_type);

    std::string bytes_;
};

}  // namespace progan
