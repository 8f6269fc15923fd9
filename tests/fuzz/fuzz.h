// What the fuzz targets share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

namespace progan::fuzz {

/// The bytes as a file in memory; the same path in each call. Readers get files, as from a person.
std::filesystem::path as_file(std::span<const std::uint8_t> bytes, const char* name = "input");

/// A reader, and the name that chooses it.
template <class Read>
struct Reader {
    std::string_view name;
    Read* read;
};

/// What the program is called by, without "fuzz_": one program holds several readers and has a name for each.
std::string_view reader_name();

/// Says which names there are, and ends the program.
[[noreturn]] void no_such_reader(std::span<const std::string_view> names);

/// The reader that the program's name chooses.
template <class Read, std::size_t kCount>
Read* chosen(const Reader<Read> (&readers)[kCount]) {
    std::array<std::string_view, kCount> names;
    for (std::size_t i = 0; i < kCount; ++i) {
        if (readers[i].name == reader_name()) return readers[i].read;
        names[i] = readers[i].name;
    }
    no_such_reader(names);
}

/// Runs what may throw Error, the one exception that bad input may cause.
void expect_error_or_success(const std::function<void()>& action);

}  // namespace progan::fuzz
