#include "core/files/unused_path.h"

#include <ctime>
#include <system_error>

#include "core/files/descriptor.h"
#include "core/system/time.h"

namespace progan {

std::string time_stamp() {
    const std::tm local = system::local_calendar(std::time(nullptr));
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d-%H%M%S", &local);
    return text;
}

std::filesystem::path unused_path(const std::filesystem::path& folder, const std::string& stem,
                                  std::string_view extension,
                                  const std::function<bool(const std::filesystem::path&)>& is_taken) {
    std::filesystem::path path = folder / (stem + std::string(extension));
    std::error_code ignored;  // what cannot be looked at cannot be written either, and that is told
    for (int n = 2; std::filesystem::exists(path, ignored) || (is_taken && is_taken(path)); ++n)
        path = folder / (stem + "-" + std::to_string(n) + std::string(extension));
    return path;
}

std::filesystem::path make_unused_file(const std::filesystem::path& folder, const std::string& stem,
                                       std::string_view extension) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    while (true) {
        std::filesystem::path path = unused_path(folder, stem, extension);
        const Descriptor file = system::make_file(path, system::Writers::as_usual);
        if (file) return path;
        if (errno != EEXIST) throw_not_written(path, errno);
    }
}

}  // namespace progan
