// What stands where something shall be saved: so that a person who is asked knows what would be lost.
#pragma once

#include <filesystem>
#include <string>

namespace progan {

struct ExistingFile {
    bool there = false;
    bool ours = false;         ///< a file that this program writes and reads
    bool replaceable = false;  ///< no folder, device or the like
    std::string what;          ///< "a journey of 3 keys", in the language in use
};

/// Reads as much of it as it takes, at most 64 MiB; never throws.
ExistingFile existing_file(const std::filesystem::path& path);

/// The question that is open in a dialog.
struct ReplaceQuestion {
    std::filesystem::path path;    ///< empty: nothing is asked
    std::filesystem::path agreed;  ///< may be replaced: a file dialog has asked
    ExistingFile found;
    bool sure = false;  ///< of replacing a file that is not ours
};

}  // namespace progan
