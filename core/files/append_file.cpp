#include "core/files/append_file.h"

#include <cerrno>
#include <cstdint>
#include <span>
#include <system_error>

#include "core/files/descriptor.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

void append(const fs::path& path, std::string_view text, bool durably) {
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    const Descriptor file = system::open_to_append(path);
    if (!file) throw_not_written(path, errno);
    const std::int64_t before = system::move_to_end(file);
    try {
        write_all(file, std::as_bytes(std::span(text.data(), text.size())), path);
        if (durably && !system::sync(file)) throw_not_written(path, errno);
    } catch (...) {
        // If this fails, too, the reader has to leave out the part of a line.
        if (before >= 0) system::set_size(file, before);
        throw;
    }
}

}  // namespace

void append_to_file(const fs::path& path, std::string_view text) {
    append(path, text, false);
}

void append_durably(const fs::path& path, std::string_view text) {
    append(path, text, true);
}

}  // namespace progan
