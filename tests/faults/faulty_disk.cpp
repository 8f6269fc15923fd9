#include "tests/faults/faulty_disk.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

namespace progan::test {
namespace {

struct Disk {
    DiskFault fault = DiskFault::none;
    long at = 0, operations = 0;
    std::string folder;
    std::map<std::string, off_t> synced;  ///< bytes of each file that a power loss leaves
};

Disk& disk() {
    static auto* const disk = new Disk;  // never destroyed: files are closed at the very end, too
    return *disk;
}

/// The system's own function of that name.
template <typename Function>
Function* system_function(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::string path_of(int file) {
    std::array<char, PATH_MAX> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
    return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : std::string();
}

off_t size_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_size : 0;
}

bool is_watched(const std::string& path) {
    return disk().fault != DiskFault::none && path.starts_with(disk().folder);
}

[[noreturn]] void end_process() {
    if (disk().fault == DiskFault::power_lost)
        for (const auto& [path, bytes] : disk().synced)
            if (size_of(path) > bytes && ::truncate(path.c_str(), bytes) != 0) ::_exit(kEndedByDisk + 1);
    ::_exit(kEndedByDisk);
}

/// Counts an operation. Ends the process if it is the one and the fault is of that kind.
/// Returns whether it fails for want of room.
bool meets_full_disk() {
    Disk& now = disk();
    ++now.operations;
    if (now.operations < now.at) return false;
    if (now.fault == DiskFault::full) return true;
    if (now.operations == now.at) end_process();
    return false;
}

/// Of bytes that are about to be written to a file: those that are. Nothing where there is no room.
std::optional<std::size_t> room_for(int file, std::size_t bytes) {
    const std::string path = path_of(file);
    if (!is_watched(path)) return bytes;
    Disk& now = disk();
    now.synced.try_emplace(path, size_of(path));
    if (now.fault == DiskFault::torn && now.operations + 1 == now.at) return bytes / 2;
    if (meets_full_disk()) {
        if (now.operations == now.at && bytes > 1) return bytes / 2;  // as much as there is room for
        return std::nullopt;
    }
    return bytes;
}

/// After a write: ends the process if it was the torn one.
void end_if_torn(int file) {
    Disk& now = disk();
    if (now.fault != DiskFault::torn || now.operations + 1 != now.at || !is_watched(path_of(file))) return;
    ++now.operations;
    end_process();
}

/// A rename, a link or a removal. Takes no room.
void operate_on(const std::string& path) {
    if (is_watched(path)) meets_full_disk();
}

void moved(const std::string& from, const std::string& to) {
    Disk& now = disk();
    const auto found = now.synced.find(from);
    if (found == now.synced.end()) return;
    now.synced[to] = found->second;
    now.synced.erase(from);
}

int synced(int file, const char* function) {
    const std::string path = path_of(file);
    if (is_watched(path) && meets_full_disk()) {
        errno = ENOSPC;
        return -1;
    }
    const int result = system_function<int(int)>(function)(file);
    if (result == 0 && is_watched(path)) disk().synced[path] = size_of(path);
    return result;
}

}  // namespace

void plan_disk_fault(DiskFault fault, long at, const std::string& folder) {
    disk() = {fault, at, 0, folder, {}};
}

void repair_disk() {
    disk().fault = DiskFault::none;
}

long disk_operations() {
    return disk().operations;
}

}  // namespace progan::test

// Where the C library's functions are called, these are found before them.
extern "C" {

using progan::test::disk;
using progan::test::system_function;

ssize_t write(int file, const void* bytes, std::size_t count) {
    static auto* const real = system_function<ssize_t(int, const void*, std::size_t)>("write");
    const std::optional<std::size_t> room = progan::test::room_for(file, count);
    if (!room) {
        errno = ENOSPC;
        return -1;
    }
    const ssize_t written = real(file, bytes, *room);
    progan::test::end_if_torn(file);
    return written;
}

ssize_t writev(int file, const iovec* parts, int count) {
    for (int i = 0; i < count; ++i)
        if (parts[i].iov_len > 0) return write(file, parts[i].iov_base, parts[i].iov_len);
    return 0;
}

int fsync(int file) {
    return progan::test::synced(file, "fsync");
}

int fdatasync(int file) {
    return progan::test::synced(file, "fdatasync");
}

int ftruncate(int file, off_t bytes) noexcept {
    const std::string path = progan::test::path_of(file);
    progan::test::operate_on(path);
    const int result = system_function<int(int, off_t)>("ftruncate")(file, bytes);
    if (const auto found = disk().synced.find(path); found != disk().synced.end())
        found->second = std::min(found->second, bytes);
    return result;
}

int rename(const char* from, const char* to) noexcept {
    progan::test::operate_on(to);
    const int result = system_function<int(const char*, const char*)>("rename")(from, to);
    if (result == 0) progan::test::moved(from, to);
    return result;
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
    progan::test::operate_on(to);
    const int result = system_function<int(int, const char*, int, const char*, unsigned)>("renameat2")(
        from_folder, from, to_folder, to, flags);
    if (result == 0) progan::test::moved(from, to);
    return result;
}

int link(const char* from, const char* to) noexcept {
    progan::test::operate_on(to);
    return system_function<int(const char*, const char*)>("link")(from, to);
}

int unlink(const char* path) noexcept {
    progan::test::operate_on(path);
    disk().synced.erase(path);
    return system_function<int(const char*)>("unlink")(path);
}

int remove(const char* path) noexcept {
    progan::test::operate_on(path);
    disk().synced.erase(path);
    return system_function<int(const char*)>("remove")(path);
}

}  // extern "C"
