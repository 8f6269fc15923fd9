// The pack: one file of named arrays, made by prepare.py. Owns their bytes; read only once loaded.
// Layout, little-endian: "PPK1", the number of arrays (int32), then per array: length of its name (int32),
// name, type (int32: 0 float32, 1 int32, 2 bytes), rows and columns (int32 each), values by rows.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace portraits {

class Pack {
  public:
    /// Throws std::runtime_error naming the file and what is wrong with it.
    explicit Pack(const std::filesystem::path& file);

    /// Of an array. Throw std::runtime_error if there is none of that name and type.
    std::span<const float> floats(const std::string& name) const;
    std::span<const int> integers(const std::string& name) const;
    std::string text(const std::string& name) const;
    int columns(const std::string& name) const;

  private:
    enum class Type { real32, integer32, byte };
    struct Array {
        Type type = Type::byte;
        int columns = 0;
        std::vector<char> bytes;
    };
    const Array& find(const std::string& name, Type type) const;

    std::filesystem::path file_;
    std::map<std::string, Array> arrays_;
};

}  // namespace portraits
