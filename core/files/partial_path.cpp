#include "core/files/partial_path.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string_view>

#include "core/files/write_target.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMark = ".partial-";
constexpr std::size_t kDigits = 16;
constexpr std::size_t kMaxNameBytes =
    200;  // of the 255 bytes that file systems allow, with room for the rest

std::string random_digits() {
    std::random_device random;
    char digits[kDigits + 1];
    std::snprintf(digits, sizeof digits, "%08x%08x", random(), random());
    return digits;
}

/// Whether it is ".NAME.partial-0123456789abcdef", the only names that are ever cleaned up.
bool is_partial_name(std::string_view name) {
    if (name.size() < 2 + kMark.size() + kDigits || name.front() != '.') return false;
    const std::string_view digits = name.substr(name.size() - kDigits);
    name.remove_suffix(kDigits);
    return name.ends_with(kMark) && digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void remove_abandoned(const fs::path& folder) {
    std::error_code ignored;
    std::vector<fs::path> abandoned;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        if (!is_partial_name(entry.path().filename().string())) continue;
        const Descriptor file = system::open_to_lock(entry.path());
        if (file && system::try_lock(file, system::Share::alone)) abandoned.push_back(entry.path());
    }
    for (const fs::path& path : abandoned) fs::remove_all(path, ignored);
}

/// The target without a trailing slash and with links resolved: a rename would replace the link instead of
/// its target.
fs::path resolved(const fs::path& target, PartialPath::Kind kind) {
    if (target.empty()) throw Error("A recording needs a file or folder name.");
    fs::path path = fs::absolute(target).lexically_normal();
    if (kind == PartialPath::Kind::file) {
        std::error_code ignored;
        return fs::is_directory(path, ignored) ? path : write_target(path);
    }
    std::error_code error;
    path = fs::weakly_canonical(path, error);
    if (error) throw_not_written(target, error.message());
    return path.has_filename() ? path : path.parent_path();
}

void check_replaceable(const fs::path& target, PartialPath::Kind kind) {
    if (!target.has_filename())
        throw Error("{} is a folder name; a recording of this format needs a file name.", target.string());
    std::error_code error;
    const fs::file_status status = fs::status(target, error);
    if (status.type() == fs::file_type::not_found) return;
    if (error) throw_not_written(target, error.message());
    const bool is_folder = fs::is_directory(status);
    if (kind == PartialPath::Kind::file) {
        if (is_folder)
            throw Error("{} is a folder; a recording of this format needs a file name.", target.string());
        return;
    }
    if (!is_folder) throw Error("{} is a file; a PNG sequence needs a folder.", target.string());
    const bool empty = fs::is_empty(target, error);
    if (error) throw_not_written(target, error.message());
    if (!empty) throw Error("{} is not empty; a PNG sequence needs a new or empty folder.", target.string());
}

}  // namespace

PartialPath::PartialPath(const fs::path& target, Kind kind) : target_(resolved(target, kind)), kind_(kind) {
    check_replaceable(target_, kind);
    make_folders();
    remove_abandoned(target_.parent_path());
    while (!make_locked()) {
    }
}

void PartialPath::make_folders() {
    std::error_code error;
    for (fs::path folder = target_.parent_path(); !fs::exists(folder, error) && folder.has_relative_path();
         folder = folder.parent_path())
        made_folders_.insert(made_folders_.begin(), folder);
    fs::create_directories(target_.parent_path(), error);
    if (error)
        throw Error("Could not create folder {}: {}.", target_.parent_path().string(), error.message());
}

bool is_being_written(const fs::path& target) {
    const std::string prefix = "." + target.filename().string().substr(0, kMaxNameBytes) + std::string(kMark);
    std::error_code ignored;
    const fs::directory_iterator folder(target.parent_path(), ignored);
    return std::any_of(begin(folder), end(folder), [&](const fs::directory_entry& entry) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix) || name.size() != prefix.size() + kDigits) return false;
        const Descriptor file = system::open_to_lock(entry.path());
        // One that nobody holds was left by a program that was killed.
        return file && !system::try_lock(file, system::Share::with_others);
    });
}

/// False if another program considered it abandoned in the moment before it was locked.
bool PartialPath::make_locked() {
    const std::string name = target_.filename().string().substr(0, kMaxNameBytes);
    path_ = target_.parent_path() / ("." + name + std::string(kMark) + random_digits());
    if (kind_ == Kind::folder) {
        if (!system::make_folder(path_)) throw_not_written(target_, errno);
        lock_ = system::open_to_lock(path_);
    } else {
        lock_ = system::make_file(path_, system::Writers::as_usual);
    }
    if (!lock_) throw_not_written(target_, errno);
    // A file system without locks fails with another error; nobody cleans up there either.
    if (!system::try_lock(lock_, system::Share::alone) && errno == EWOULDBLOCK) return false;
    return system::facts_of(path_).has_value();
}

PartialPath::~PartialPath() {
    if (published_) return;
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
    for (auto folder = made_folders_.rbegin(); folder != made_folders_.rend(); ++folder)
        fs::remove(*folder, ignored);  // only if it is still empty
}

void PartialPath::publish() {
    check_replaceable(target_, kind_);
    if (!system::sync(lock_)) throw_not_written(target_, errno);
    if (!system::rename_over(path_, target_)) throw_not_written(target_, errno);
    published_ = true;
    // The new name is safe on disk only once the folder is.
    system::sync_folder(target_.parent_path());
}

}  // namespace progan
