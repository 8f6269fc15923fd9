#include "models/portraits/renderer/pack.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace portraits {
namespace {

constexpr std::int32_t kMaxName = 256;

std::int32_t read_integer(std::istream& in) {
    std::int32_t value = -1;
    in.read(reinterpret_cast<char*>(&value), sizeof value);
    return in ? value : -1;
}

}  // namespace

Pack::Pack(const std::filesystem::path& file) : file_(file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read: the portraits' pack is needed.");
    const auto damaged = [&] {
        return std::runtime_error(file.string() + " is not a whole pack of the portraits.");
    };
    char mark[4] = {};
    in.read(mark, sizeof mark);
    if (!in || std::memcmp(mark, "PPK1", sizeof mark) != 0) throw damaged();
    const std::uintmax_t file_bytes = std::filesystem::file_size(file);
    for (std::int32_t left = read_integer(in); left > 0; --left) {
        const std::int32_t name_length = read_integer(in);
        if (name_length < 1 || name_length > kMaxName) throw damaged();
        std::string name(static_cast<std::size_t>(name_length), ' ');
        in.read(name.data(), name_length);
        const std::int32_t type = read_integer(in), rows = read_integer(in), columns = read_integer(in);
        if (type < 0 || type > 2 || rows < 0 || columns < 0) throw damaged();
        const auto bytes = static_cast<std::uintmax_t>(rows) * static_cast<std::uintmax_t>(columns) *
                           (type == static_cast<int>(Type::byte) ? 1U : 4U);
        if (bytes > file_bytes) throw damaged();
        Array array{static_cast<Type>(type), columns, std::vector<char>(bytes)};
        in.read(array.bytes.data(), static_cast<std::streamsize>(bytes));
        if (!in) throw damaged();
        arrays_.emplace(std::move(name), std::move(array));
    }
}

const Pack::Array& Pack::find(const std::string& name, Type type) const {
    const auto found = arrays_.find(name);
    if (found == arrays_.end() || found->second.type != type)
        throw std::runtime_error(file_.string() + " lacks the array \"" + name + "\".");
    return found->second;
}

std::span<const float> Pack::floats(const std::string& name) const {
    const Array& array = find(name, Type::real32);
    return {reinterpret_cast<const float*>(array.bytes.data()), array.bytes.size() / sizeof(float)};
}

std::span<const int> Pack::integers(const std::string& name) const {
    const Array& array = find(name, Type::integer32);
    return {reinterpret_cast<const int*>(array.bytes.data()), array.bytes.size() / sizeof(int)};
}

std::string Pack::text(const std::string& name) const {
    const Array& array = find(name, Type::byte);
    return {array.bytes.begin(), array.bytes.end()};
}

int Pack::columns(const std::string& name) const {
    return find(name, Type::integer32).columns;
}

}  // namespace portraits
