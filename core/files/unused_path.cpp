#include "core/files/unused_path.h"

#include <ctime>

namespace progan {

std::string time_stamp() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d-%H%M%S", &local);
    return text;
}

std::filesystem::path unused_path(const std::filesystem::path& folder, const std::string& stem,
                                  std::string_view extension) {
    std::filesystem::path path = folder / (stem + std::string(extension));
    for (int n = 2; std::filesystem::exists(path); ++n)
        path = folder / (stem + "-" + std::to_string(n) + std::string(extension));
    return path;
}

}  // namespace progan
