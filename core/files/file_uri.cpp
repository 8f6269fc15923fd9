#include "core/files/file_uri.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace progan {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view kScheme = "file://";

/// "%20" as the byte that it stands for.
std::string without_escapes(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        const char* digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

bool json_holds(const std::string& text) {
    try {
        return !nlohmann::json(text).dump().empty();
    } catch (const nlohmann::json::type_error&) {  // it is not UTF-8
        return false;
    }
}

}  // namespace

std::string file_uri(const fs::path& path) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "-._~/";
    std::string uri(kScheme);
    for (const char c : path.string()) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kPlain.find(c) != std::string_view::npos) {
            uri += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
    return uri;
}

fs::path path_of_uri(std::string_view uri) {
    if (!uri.starts_with(kScheme)) return {};
    const std::size_t path = uri.find('/', kScheme.size());  // behind the name of a host, if there is one
    return path == std::string_view::npos ? fs::path() : fs::path(without_escapes(uri.substr(path)));
}

std::string path_for_json(const std::string& path) {
    return path.starts_with('/') && !json_holds(path) ? file_uri(path) : path;
}

std::string path_from_json(const std::string& kept) {
    const fs::path path = path_of_uri(kept);
    return path.empty() ? kept : path.string();
}

}  // namespace progan
