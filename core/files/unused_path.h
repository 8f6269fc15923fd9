// Names for new files, so that nothing is overwritten.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace progan {

/// The local time as part of a file's name: "2026-05-04-090807".
std::string time_stamp();

/// A path in the folder that no file has yet: walk.gif, then walk-2.gif. `extension` has its dot; `is_taken`
/// may know of files that are still to come.
std::filesystem::path unused_path(const std::filesystem::path& folder, const std::string& stem,
                                  std::string_view extension,
                                  const std::function<bool(const std::filesystem::path&)>& is_taken = {});

/// The same, as an empty file that exists already, so that another window cannot choose it in the same
/// moment. Makes the folder. Throws Error naming the file if it cannot be made.
std::filesystem::path make_unused_file(const std::filesystem::path& folder, const std::string& stem,
                                       std::string_view extension);

}  // namespace progan
