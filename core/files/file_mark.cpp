#include "core/files/file_mark.h"

#include "core/system/file.h"

namespace progan {

FileMark file_mark(const std::filesystem::path& path) {
    const std::optional<system::FileFacts> facts = system::facts_of(path);
    if (!facts) return {};
    return {facts->device, facts->node, facts->size, facts->seconds, facts->nanoseconds};
}

FolderIdentity folder_identity(const std::filesystem::path& path) {
    const std::optional<system::FileFacts> facts = system::facts_of(path);
    if (!facts || facts->kind != system::FileFacts::Kind::folder) return {};
    return std::pair{facts->device, facts->node};
}

}  // namespace progan
