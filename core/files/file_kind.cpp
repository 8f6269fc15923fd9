#include "core/files/file_kind.h"

#include <algorithm>

#include "core/support/text.h"

namespace progan {

std::string file_kind(std::string_view start) {
    const auto begins = [&](std::string_view text) { return start.substr(0, text.size()) == text; };
    if (begins("version https://git-lfs"))
        return "a Git-LFS pointer, not the model itself (run `git lfs pull` in its repository)";
    const std::size_t text = start.find_first_not_of(" \t\r\n");
    if (text != std::string_view::npos) {
        const std::string lower = to_lower(start.substr(text, 16));
        if (lower.starts_with("<!doctype html") || lower.starts_with("<html"))
            return "a web page saved under a model's name (download it from the direct link)";
    }
    if (begins("PK\x03\x04")) return "a zip archive, the format of PyTorch checkpoints";
    if (start.size() > 1 && start[0] == '\x80' && start[1] >= 2 && start[1] <= 5) return "a Python pickle";
    if (begins("\x89HDF")) return "an HDF5 file";
    if (begins("\x89PNG") || begins("\xff\xd8\xff")) return "a picture";
    return {};
}

std::string lower_extension(const std::filesystem::path& path) {
    return to_lower(path.extension().string());
}

std::string web_address(const std::filesystem::path& path) {
    const std::string text = path.string();
    for (const std::string scheme : {"https:/", "http:/", "ftp:/"}) {
        const std::size_t at = text.find(scheme);
        if (at == std::string::npos || (at > 0 && text[at - 1] != '/')) continue;
        const std::size_t rest = std::min(text.find_first_not_of('/', at + scheme.size()), text.size());
        return scheme + '/' + text.substr(rest);
    }
    return {};
}

std::string file_start(const InputFile& file) {
    std::string start(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), kFileKindBytes)), '\0');
    file.read(0, std::as_writable_bytes(std::span(start)));
    return start;
}

}  // namespace progan
