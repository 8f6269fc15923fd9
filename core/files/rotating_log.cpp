#include "core/files/rotating_log.h"

#include <fstream>
#include <system_error>

#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;

void append_to_rotating_log(const fs::path& path, std::string_view text, std::uintmax_t max_bytes) {
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    const std::uintmax_t size = fs::exists(path, ignored) ? fs::file_size(path, ignored) : 0;
    if (size > 0 && !ignored && size + text.size() > max_bytes) {
        fs::path older = path;
        older.replace_filename(path.stem().string() + ".1" + path.extension().string());
        fs::rename(path, older, ignored);
    }
    std::ofstream file(path, std::ios::app | std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.flush();
    if (!file) throw Error(path.string() + " could not be written.");
}

}  // namespace progan
