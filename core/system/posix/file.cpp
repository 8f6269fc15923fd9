#include "core/system/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace progan::system {
namespace {

constexpr mode_t kOwnerWrites = 0644, kAsUsual = 0666, kFolder = 0777;

Descriptor opened(const std::filesystem::path& path, int flags, mode_t mode = 0) {
    return Descriptor(::open(path.c_str(), flags | O_CLOEXEC, mode));
}

template <typename Call>
std::ptrdiff_t uninterrupted(const Call& call) {
    ssize_t result = -1;
    do {
        result = call();
    } while (result < 0 && errno == EINTR);
    return result;
}

FileFacts facts_from(const struct stat& status) {
    using Kind = FileFacts::Kind;
    const Kind kind = S_ISREG(status.st_mode)    ? Kind::file
                      : S_ISDIR(status.st_mode)  ? Kind::folder
                      : S_ISFIFO(status.st_mode) ? Kind::pipe
                                                 : Kind::other;
    return {kind,
            status.st_dev,
            status.st_ino,
            static_cast<std::uint64_t>(status.st_size),
            status.st_mtim.tv_sec,
            status.st_mtim.tv_nsec};
}

/// A lock on the whole file: the system releases it when the process ends, and says who holds it.
struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Descriptor open_to_read(const std::filesystem::path& path) {
    return opened(path, O_RDONLY | O_NONBLOCK);
}

Descriptor open_to_change(const std::filesystem::path& path) {
    return opened(path, O_RDWR);
}

Descriptor open_to_append(const std::filesystem::path& path) {
    return opened(path, O_WRONLY | O_CREAT | O_APPEND, kOwnerWrites);
}

Descriptor make_file(const std::filesystem::path& path, Writers writers) {
    return opened(path, O_RDWR | O_CREAT | O_EXCL, writers == Writers::owner ? kOwnerWrites : kAsUsual);
}

Descriptor open_or_make(const std::filesystem::path& path) {
    return opened(path, O_RDWR | O_CREAT, kOwnerWrites);
}

Descriptor open_or_make_unlinked(const std::filesystem::path& path) {
    return opened(path, O_RDWR | O_CREAT | O_NOFOLLOW, kOwnerWrites);
}

Descriptor open_to_lock(const std::filesystem::path& path) {
    return opened(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
}

Descriptor unnamed_file(const std::filesystem::path& folder) {
    std::string name = (folder / ".spool-XXXXXX").string();
    Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (file) ::unlink(name.c_str());
    return file;
}

Descriptor memory_file() {
    return Descriptor(::memfd_create("progan", MFD_CLOEXEC));
}

std::ptrdiff_t read_some(const Descriptor& file, std::span<std::byte> into) {
    return uninterrupted([&] { return ::read(file.get(), into.data(), into.size()); });
}

std::ptrdiff_t write_some(const Descriptor& file, std::span<const std::byte> bytes) {
    return uninterrupted([&] { return ::write(file.get(), bytes.data(), bytes.size()); });
}

std::ptrdiff_t read_some_at(const Descriptor& file, std::span<std::byte> into, std::uint64_t at) {
    return uninterrupted(
        [&] { return ::pread(file.get(), into.data(), into.size(), static_cast<off_t>(at)); });
}

std::int64_t move_to(const Descriptor& file, std::int64_t position) {
    return ::lseek(file.get(), position, SEEK_SET);
}

std::int64_t move_to_end(const Descriptor& file, std::int64_t beyond) {
    return ::lseek(file.get(), beyond, SEEK_END);
}

bool set_size(const Descriptor& file, std::int64_t size) {
    return ::ftruncate(file.get(), size) == 0;
}

bool sync(const Descriptor& file) {
    return ::fsync(file.get()) == 0;
}

std::optional<FileFacts> facts_of(const Descriptor& file) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return std::nullopt;
    return facts_from(status);
}

std::optional<FileFacts> facts_of(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return facts_from(status);
}

bool may_read_and_write(const std::filesystem::path& path) {
    return ::access(path.c_str(), R_OK | W_OK) == 0;
}

bool are_one_name(const std::filesystem::path& a, const std::filesystem::path& b) {
    return a == b;
}

bool rename_over(const std::filesystem::path& from, const std::filesystem::path& to) {
    return ::rename(from.c_str(), to.c_str()) == 0;
}

bool rename_to_new(const std::filesystem::path& from, const std::filesystem::path& to) {
    return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
}

bool make_hard_link(const std::filesystem::path& file, const std::filesystem::path& second) {
    return ::link(file.c_str(), second.c_str()) == 0;
}

bool remove_file(const std::filesystem::path& path) {
    return ::unlink(path.c_str()) == 0;
}

bool make_folder(const std::filesystem::path& path) {
    return ::mkdir(path.c_str(), kFolder) == 0;
}

std::filesystem::path make_temporary_folder(const std::filesystem::path& place, const char* name) {
    std::string folder = (place / name).string() + "-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return {};
    return folder;
}

void sync_folder(const std::filesystem::path& folder) {
    const Descriptor directory = opened(folder, O_RDONLY | O_DIRECTORY);
    if (directory) ::fsync(directory.get());
}

bool try_lock(const Descriptor& file, Share share) {
    return ::flock(file.get(), (share == Share::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0;
}

bool try_process_lock(const Descriptor& file) {
    struct flock lock = whole_file();
    return ::fcntl(file.get(), F_SETLK, &lock) == 0;
}

std::optional<int> holder_of_process_lock(const Descriptor& file) {
    struct flock lock = whole_file();
    if (::fcntl(file.get(), F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK) return std::nullopt;
    return lock.l_pid;
}

const std::byte* map_to_read(const Descriptor& file, std::size_t bytes) {
    void* map = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file.get(), 0);
    return map == MAP_FAILED ? nullptr : static_cast<const std::byte*>(map);
}

void unmap(const std::byte* start, std::size_t bytes) {
    ::munmap(const_cast<std::byte*>(start), bytes);
}

}  // namespace progan::system
