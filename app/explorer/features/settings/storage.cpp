#include "app/explorer/features/settings/storage.h"

#include <algorithm>
#include <system_error>

#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kBetweenReports = 1024;  // files

[[noreturn]] void cannot(const char* what, const fs::path& path, const std::error_code& error) {
    throw Error("{} cannot be {}: {}.", path.string(), what, error.message());
}

bool is_gone(const std::error_code& error) {
    return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
}

/// Adds what lies below a folder, but for the caches' folders if it is the data folder.
void add_folder(const fs::path& folder, bool data_folder, DiskUse& use, const ProgressReport& report) {
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    if (error && is_gone(error)) return;
    if (error) cannot("read", folder, error);
    const auto is_cache = [&](const fs::path& name) {
        return std::any_of(std::begin(kCacheList), std::end(kCacheList),
                           [&](const Cache& cache) { return name == cache.folder; });
    };
    while (at != fs::recursive_directory_iterator()) {
        std::error_code gone;
        const bool link = at->is_symlink(gone);
        if (data_folder && at.depth() == 0 && is_cache(at->path().filename())) {
            at.disable_recursion_pending();
        } else if (!link && at->is_regular_file(gone)) {
            const std::uintmax_t bytes = at->file_size(gone);
            if (!gone) use.bytes += bytes;
            if (!gone && ++use.files % kBetweenReports == 0) report(1, 2);  // how many there are is not known
        }
        at.increment(error);
        if (error && !is_gone(error)) cannot("read", folder, error);
        if (error) return;
    }
}

}  // namespace

DataFolderUse count_data_folder(const fs::path& data_folder, const ProgressReport& report) {
    DataFolderUse use;
    for (std::size_t i = 0; i < kCaches; ++i)
        add_folder(data_folder / kCacheList[i].folder, false, use.caches[i], report);
    add_folder(data_folder, true, use.kept, report);
    return use;
}

void clear_cache(const fs::path& data_folder, std::size_t cache) {
    const fs::path folder = data_folder / kCacheList[cache].folder;
    std::error_code error;
    fs::directory_iterator at(folder, error);
    if (error && is_gone(error)) return;
    if (error) cannot("read", folder, error);
    for (const fs::directory_entry& entry : at) {
        fs::remove_all(entry.path(), error);
        if (error && !is_gone(error)) cannot("removed", entry.path(), error);
    }
}

}  // namespace progan
