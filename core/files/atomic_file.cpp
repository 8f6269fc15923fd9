#include "core/files/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>

#include "core/files/descriptor.h"
#include "core/files/file_kind.h"
#include "core/files/input_file.h"
#include "core/files/write_target.h"
#include "core/support/error.h"
#include "core/system/file.h"
#include "core/system/process.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kTemporaryMark = ".saving-";

[[noreturn]] void fail(const fs::path& path, const char* what, int error) {
    throw Error("{} cannot be {}: {}.", path.string(), what, std::strerror(error));
}

/// NAME.saving-PID-RANDOM, in the folder of the target: rename is atomic only within a file system.
fs::path temporary_path(const fs::path& path) {
    thread_local std::mt19937_64 random{std::random_device{}()};
    fs::path temporary = path;
    temporary += fmt::format("{}{}-{}", kTemporaryMark, system::process_id(), random() % 1000000000);
    return temporary;
}

/// Removes the temporary files of this target that killed processes left behind.
void remove_abandoned(const fs::path& path) {
    const std::string prefix = path.filename().string() + std::string(kTemporaryMark);
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(path.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix)) continue;
        int pid = 0;
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), pid);
        if (pid > 0 && (pid == system::process_id() || system::is_running(pid))) continue;
        fs::remove(entry.path(), ignored);
    }
}

bool have_same_bytes(const fs::path& a, const fs::path& b) {
    std::error_code error;
    if (fs::file_size(a, error) != fs::file_size(b, error) || error) return false;
    std::ifstream first(a, std::ios::binary), second(b, std::ios::binary);
    using Bytes = std::istreambuf_iterator<char>;
    return first && second && std::equal(Bytes(first), Bytes(), Bytes(second), Bytes());
}

}  // namespace

void write_file_atomically(const fs::path& path, std::span<const std::byte> bytes) {
    const fs::path named = write_target(path);
    const fs::path folder = named.has_parent_path() ? named.parent_path() : fs::path(".");
    const fs::path target = folder / named.filename();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error("Could not create folder {}: {}.", folder.string(), error.message());
    remove_abandoned(target);
    const fs::path temporary = temporary_path(target);
    try {
        {
            const Descriptor file = system::make_file(temporary, system::Writers::owner);
            if (!file) throw_not_written(path, errno);
            write_all(file, bytes, path);
            if (!system::sync(file)) throw_not_written(path, errno);
        }
        if (!system::rename_over(temporary, target)) throw_not_written(path, errno);
    } catch (...) {
        system::remove_file(temporary);
        throw;
    }
    // The rename is safe on disk only once the folder is.
    system::sync_folder(folder);
}

void write_file_atomically(const fs::path& path, std::string_view text) {
    write_file_atomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

std::string read_text_file(const fs::path& path, std::size_t most) {
    const Descriptor file = system::open_to_read(path);
    if (!file) {
        const int error = errno;
        if (!web_address(path).empty()) throw not_opened(path, error);
        fail(path, "read", error);
    }
    using Kind = system::FileFacts::Kind;
    const std::optional<system::FileFacts> facts = system::facts_of(file);
    if (!facts) fail(path, "read", errno);
    if (facts->kind == Kind::folder) fail(path, "read", EISDIR);
    if (facts->kind == Kind::pipe) throw Error("{} is a pipe, but a file is needed.", path.string());
    std::string text;
    char buffer[1 << 16];
    while (true) {
        const std::ptrdiff_t got = system::read_some(file, std::as_writable_bytes(std::span(buffer)));
        if (got < 0) fail(path, "read", errno);
        if (got == 0) return text;
        text.append(buffer, static_cast<std::size_t>(got));
        if (text.size() > most)
            throw Error("{} is larger than {} MiB, the maximum for such a file.", path.string(), most >> 20);
    }
}

fs::path set_aside(const fs::path& path) {
    for (int n = 1;; ++n) {
        fs::path aside = path;
        aside += fmt::format(".unreadable-{}", n);
        // Neither overwrites, so two programs that set the file aside at once pick different names.
        if (system::rename_to_new(path, aside)) return aside;
        if (errno == EEXIST) continue;
        // A file system that cannot promise that may know hard links.
        if (system::make_hard_link(path, aside)) {
            if (!system::remove_file(path)) fail(path, "set aside", errno);
            return aside;
        }
        if (errno != EEXIST) fail(path, "set aside", errno);
    }
}

std::string set_aside_with_notice(const fs::path& path, const std::string& problem) {
    return fmt::format("{} It was renamed to {}, unchanged.", problem, set_aside(path).filename().string());
}

fs::path keep_aside(const fs::path& path) {
    for (int n = 1;; ++n) {
        fs::path aside = path;
        aside += fmt::format(".unreadable-{}", n);
        // A hard link needs no room on the disk.
        if (system::make_hard_link(path, aside)) return aside;
        if (errno == EEXIST) {
            if (have_same_bytes(path, aside)) return aside;
            continue;
        }
        std::error_code error;
        if (fs::copy_file(path, aside, error)) return aside;
        if (error != std::errc::file_exists) fail(path, "copied", error.value());
    }
}

}  // namespace progan
