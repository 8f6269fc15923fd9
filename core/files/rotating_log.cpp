#include "core/files/rotating_log.h"

#include <system_error>

#include "core/files/append_file.h"

namespace progan {
namespace fs = std::filesystem;

void append_to_rotating_log(const fs::path& path, std::string_view text, std::uintmax_t max_bytes) {
    std::error_code ignored;
    const std::uintmax_t size = fs::exists(path, ignored) ? fs::file_size(path, ignored) : 0;
    if (size > 0 && !ignored && size + text.size() > max_bytes) {
        fs::path older = path;
        older.replace_filename(path.stem().string() + ".1" + path.extension().string());
        fs::rename(path, older, ignored);
    }
    append_to_file(path, text);
}

}  // namespace progan
