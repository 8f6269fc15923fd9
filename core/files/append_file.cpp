#include "core/files/append_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <span>
#include <system_error>

#include "core/files/descriptor.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

void append(const fs::path& path, std::string_view text, bool durably) {
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!file) throw_not_written(path, errno);
    const off_t before = ::lseek(file.get(), 0, SEEK_END);
    try {
        write_all(file, std::as_bytes(std::span(text.data(), text.size())), path);
        if (durably && ::fsync(file.get()) != 0) throw_not_written(path, errno);
    } catch (...) {
        // If this fails, too, the reader has to leave out the part of a line.
        [[maybe_unused]] const int cut = before < 0 ? -1 : ::ftruncate(file.get(), before);
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
