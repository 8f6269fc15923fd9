#include "core/train/run_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/support/error.h"

namespace progan {
namespace {

std::string this_machine() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// A lock on the whole file: the system releases it when the process ends, and says who holds it.
struct flock whole_file(short kind) {
    struct flock lock {};
    lock.l_type = kind;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::filesystem::path lock_path(const std::filesystem::path& out) {
    return out / "lock";
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& out) {
    const std::filesystem::path path = lock_path(out);
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) throw Error("Could not create {}: {}.", path.string(), std::strerror(errno));
    struct flock lock = whole_file(F_WRLCK);
    if (fcntl(file_, F_SETLK, &lock) != 0) {
        close(file_);
        throw Error("Another process is already training in {}.", out.string());
    }
    const std::string machine = this_machine();
    if (ftruncate(file_, 0) != 0 || pwrite(file_, machine.data(), machine.size(), 0) < 0) {
        close(file_);
        throw Error("{} cannot be written: {}.", path.string(), std::strerror(errno));
    }
}

RunLock::~RunLock() {
    close(file_);
}

bool has_run_lock(const std::filesystem::path& out) {
    std::error_code ignored;
    return std::filesystem::exists(lock_path(out), ignored);
}

std::optional<RunOwner> run_owner(const std::filesystem::path& out) {
    const int file = open(lock_path(out).c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    struct flock lock = whole_file(F_WRLCK);
    std::optional<RunOwner> owner;
    if (fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK) {
        std::array<char, 256> name{};
        const ssize_t length = pread(file, name.data(), name.size() - 1, 0);
        owner = RunOwner{0, length > 0 ? name.data() : ""};
        if (owner->machine == this_machine()) owner->process = lock.l_pid;
    }
    close(file);
    return owner;
}

}  // namespace progan
