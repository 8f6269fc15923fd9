#include "core/files/write_target.h"

#include "core/files/descriptor.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

const char* what_is_there(fs::file_type type) {
    switch (type) {
        case fs::file_type::directory:
            return "a folder";
        case fs::file_type::fifo:
            return "a pipe";
        case fs::file_type::socket:
            return "a socket";
        default:
            return "a device";
    }
}

}  // namespace

fs::path write_target(const fs::path& path) {
    std::error_code error;
    const fs::file_type type = fs::status(path, error).type();
    if (type == fs::file_type::not_found) return path;
    if (type == fs::file_type::none) throw_not_written(path, error.message());
    if (type != fs::file_type::regular)
        throw Error("{} cannot be written: it is {}.", path.string(), what_is_there(type));
    if (!fs::is_symlink(path, error)) return path;
    fs::path end = fs::canonical(path, error);
    if (error) throw_not_written(path, error.message());
    return end;
}

}  // namespace progan
