// The wire format of protocol buffers (protobuf.dev/programming-guides/encoding), whose variable-length
// integers LevelDB's tables use too. Values on the stack of whoever reads; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>

namespace progan {

using WireBytes = std::span<const std::byte>;

/// A cursor that never reads outside its bytes. Each function that reads throws Error with `name` (the file)
/// if there are too few, or they are damaged.
class WireCursor {
  public:
    /// Both must outlive the cursor.
    WireCursor(WireBytes bytes, const std::string& name) : rest_(bytes), name_(name) {}

    bool empty() const { return rest_.empty(); }
    WireBytes take(std::uint64_t count);
    /// Seven bits per byte, the lowest first.
    std::uint64_t varint();
    /// Little-endian, as this machine's own integers are.
    template <class Unsigned>
    Unsigned fixed() {
        Unsigned value = 0;
        std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
        return value;
    }
    [[noreturn]] void fail() const;

  private:
    WireBytes rest_;
    const std::string& name_;
};

/// One field of a message.
struct WireField {
    std::uint64_t number = 0, integer = 0;  ///< integer: of varint and fixed fields
    WireBytes bytes;                        ///< of length-delimited fields
};

/// The next field; nothing at the message's end. Groups, which are deprecated, count as damage.
std::optional<WireField> next_field(WireCursor& message);

}  // namespace progan
