// What can be chosen for each purpose: a file to open, a folder, or a name to save as. Plain constants; any
// thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/explorer/platform/file_portal.h"
#include "app/explorer/state/picker_state.h"

namespace progan {

struct FilePurposeFacts {
    FilePurpose purpose;
    FileQuestion::Kind kind;
    std::string_view remembered;  ///< under which name its folder is remembered: several may share one
    const char* title;            ///< of the dialog, in English
    const char* files;            ///< what is offered, in English: "Models"
    std::string_view endings;     ///< ".npy .npz": of what is offered; of saved files, the first is theirs
};

const FilePurposeFacts& facts_of(FilePurpose purpose);

/// ".npy", ".npz".
std::vector<std::string> endings_of(FilePurpose purpose);
/// Whether a file has one of them, in capitals or not, or is a folder that is a model.
bool is_offered(const std::filesystem::path& path, FilePurpose purpose);
/// As it is saved: with the ending that its name lacks.
std::filesystem::path with_ending(const std::filesystem::path& path, FilePurpose purpose);
/// In the language in use: what the system's dialog is asked.
FileQuestion question_for(FilePurpose purpose);

}  // namespace progan
