// Paths as addresses, which are plain ASCII whatever the bytes of a name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace progan {

/// "file:///home/anna/Seed%2021.png". Source: RFC 3986, section 2.3.
std::string file_uri(const std::filesystem::path& path);
/// The path of such an address, with or without the name of a host; empty if it is none.
std::filesystem::path path_of_uri(std::string_view uri);

/// How a path is kept in JSON, which holds UTF-8 alone: as it is, or as an address if it is absolute and its
/// bytes are something else.
std::string path_for_json(const std::string& path);
/// What path_for_json() was given.
std::string path_from_json(const std::string& kept);

}  // namespace progan
