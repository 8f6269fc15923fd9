#include "core/export/pickle_writer.h"

#include <bit>
#include <limits>

namespace progan {

PickleWriter::PickleWriter() {
    operation(PickleOpcode::PROTO);
    bytes_.push_back(2);
}

void PickleWriter::operation(PickleOpcode code) {
    bytes_.push_back(static_cast<char>(code));
}

void PickleWriter::little_endian(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i)));
}

void PickleWriter::integer(std::int64_t value) {
    using Int = std::numeric_limits<std::int32_t>;
    if (value >= Int::min() && value <= Int::max()) {
        operation(PickleOpcode::BININT);
        little_endian(static_cast<std::uint64_t>(value), 4);
    } else {
        operation(PickleOpcode::LONG1);
        little_endian(8, 1);
        little_endian(static_cast<std::uint64_t>(value), 8);
    }
}

void PickleWriter::real(double value) {
    operation(PickleOpcode::BINFLOAT);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 7; i >= 0; --i)
        bytes_.push_back(static_cast<char>(bits >> (8 * i)));  // the only big-endian one
}

void PickleWriter::boolean(bool value) {
    operation(value ? PickleOpcode::NEWTRUE : PickleOpcode::NEWFALSE);
}

void PickleWriter::text(std::string_view utf8) {
    operation(PickleOpcode::BINUNICODE);
    little_endian(utf8.size(), 4);
    bytes_.append(utf8);
}

void PickleWriter::global(std::string_view module, std::string_view name) {
    operation(PickleOpcode::GLOBAL);
    bytes_.append(module).append("\n").append(name).append("\n");
}

std::string PickleWriter::finish() {
    operation(PickleOpcode::STOP);
    return std::move(bytes_);
}

}  // namespace progan
