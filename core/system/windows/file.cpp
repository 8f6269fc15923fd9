#include "core/system/file.h"

// clang-format off
#include <windows.h>
#include <fcntl.h>
#include <io.h>
// clang-format on

#include <algorithm>
#include <cerrno>
#include <cwchar>
#include <limits>
#include <random>
#include <string>

#include "core/system/windows/errors.h"

namespace progan::system {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kTicksPerSecond = 10'000'000;  // of 100 ns, in which Windows counts
constexpr DWORD kAlways = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
/// A lock keeps others from the bytes that it covers: so it lies where no file has any.
constexpr DWORD kLockedHigh = 0x40000000;

HANDLE handle_of(const Descriptor& file) {
    return reinterpret_cast<HANDLE>(_get_osfhandle(file.get()));
}

/// Others may open the file, rename and remove it meanwhile, as everywhere else.
Descriptor opened(const fs::path& path, DWORD access, DWORD creation, DWORD flags = FILE_ATTRIBUTE_NORMAL,
                  int mode = 0) {
    HANDLE handle = CreateFileW(path.c_str(), access, kAlways, nullptr, creation, flags, nullptr);
    if (handle == INVALID_HANDLE_VALUE) {
        note_last_error();
        return Descriptor();
    }
    Descriptor file(_open_osfhandle(reinterpret_cast<intptr_t>(handle), _O_BINARY | _O_NOINHERIT | mode));
    if (!file) CloseHandle(handle);
    return file;
}

bool noted(BOOL succeeded) {
    if (!succeeded) note_last_error();
    return succeeded;
}

std::wstring random_name() {
    static constexpr wchar_t kDigits[] = L"0123456789abcdef";
    std::random_device random;
    std::wstring name;
    for (int i = 0; i < 16; ++i) name += kDigits[random() % 16];
    return name;
}

unsigned piece_of(std::size_t bytes) {
    return static_cast<unsigned>(std::min<std::size_t>(bytes, std::numeric_limits<int>::max()));
}

}  // namespace

void note_last_error() {
    switch (GetLastError()) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_NAME:
        case ERROR_BAD_PATHNAME:
        case ERROR_BAD_NETPATH:
        case ERROR_INVALID_DRIVE:
        case ERROR_MOD_NOT_FOUND:
            errno = ENOENT;
            break;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
            errno = EEXIST;
            break;
        case ERROR_ACCESS_DENIED:
        case ERROR_SHARING_VIOLATION:
        case ERROR_WRITE_PROTECT:
            errno = EACCES;
            break;
        case ERROR_LOCK_VIOLATION:
        case ERROR_IO_PENDING:
            errno = EWOULDBLOCK;
            break;
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
            errno = ENOSPC;
            break;
        case ERROR_DIRECTORY:
            errno = ENOTDIR;
            break;
        case ERROR_DIR_NOT_EMPTY:
            errno = ENOTEMPTY;
            break;
        case ERROR_FILENAME_EXCED_RANGE:
            errno = ENAMETOOLONG;
            break;
        case ERROR_NOT_ENOUGH_MEMORY:
        case ERROR_OUTOFMEMORY:
            errno = ENOMEM;
            break;
        case ERROR_NOT_SAME_DEVICE:
            errno = EXDEV;
            break;
        case ERROR_INVALID_FUNCTION:
        case ERROR_NOT_SUPPORTED:
            errno = ENOSYS;
            break;
        case ERROR_INVALID_HANDLE:
            errno = EBADF;
            break;
        default:
            errno = EIO;
            break;
    }
}

Descriptor::~Descriptor() {
    if (fd_ >= 0) _close(fd_);
}

Descriptor open_to_read(const fs::path& path) {
    // A folder can be opened too, so that whoever asks can say that it is one.
    return opened(path, GENERIC_READ, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
}

Descriptor open_to_change(const fs::path& path) {
    return opened(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
}

Descriptor open_to_append(const fs::path& path) {
    return opened(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, _O_APPEND);
}

Descriptor make_file(const fs::path& path, Writers) {
    return opened(path, GENERIC_READ | GENERIC_WRITE, CREATE_NEW);
}

Descriptor open_or_make(const fs::path& path) {
    return opened(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS);
}

Descriptor open_or_make_unlinked(const fs::path& path) {
    return opened(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, FILE_FLAG_OPEN_REPARSE_POINT);
}

Descriptor open_to_lock(const fs::path& path) {
    return opened(path, GENERIC_READ, OPEN_EXISTING,
                  FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT);
}

Descriptor unnamed_file(const fs::path& folder) {
    return opened(folder / (L".spool-" + random_name()), GENERIC_READ | GENERIC_WRITE | DELETE, CREATE_NEW,
                  FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE);
}

Descriptor memory_file() {
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error);
    return unnamed_file(folder);
}

std::ptrdiff_t read_some(const Descriptor& file, std::span<std::byte> into) {
    return _read(file.get(), into.data(), piece_of(into.size()));
}

std::ptrdiff_t write_some(const Descriptor& file, std::span<const std::byte> bytes) {
    return _write(file.get(), bytes.data(), piece_of(bytes.size()));
}

std::ptrdiff_t read_some_at(const Descriptor& file, std::span<std::byte> into, std::uint64_t at) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(at);
    place.OffsetHigh = static_cast<DWORD>(at >> 32);
    DWORD got = 0;
    if (ReadFile(handle_of(file), into.data(), piece_of(into.size()), &got, &place)) return got;
    if (GetLastError() == ERROR_HANDLE_EOF) return 0;
    note_last_error();
    return -1;
}

std::int64_t move_to(const Descriptor& file, std::int64_t position) {
    return _lseeki64(file.get(), position, SEEK_SET);
}

std::int64_t move_to_end(const Descriptor& file, std::int64_t beyond) {
    return _lseeki64(file.get(), beyond, SEEK_END);
}

bool set_size(const Descriptor& file, std::int64_t size) {
    return _chsize_s(file.get(), size) == 0;
}

bool sync(const Descriptor& file) {
    // A folder has nothing of its own to be written.
    const std::optional<FileFacts> facts = facts_of(file);
    return (facts && facts->kind == FileFacts::Kind::folder) || noted(FlushFileBuffers(handle_of(file)));
}

std::optional<FileFacts> facts_of(const Descriptor& file) {
    using Kind = FileFacts::Kind;
    if (!file) {
        errno = EBADF;
        return std::nullopt;
    }
    const DWORD type = GetFileType(handle_of(file));
    if (type == FILE_TYPE_PIPE) return FileFacts{Kind::pipe};
    if (type != FILE_TYPE_DISK) return FileFacts{Kind::other};
    BY_HANDLE_FILE_INFORMATION told{};
    if (!noted(GetFileInformationByHandle(handle_of(file), &told))) return std::nullopt;
    const auto both = [](DWORD high, DWORD low) { return std::uint64_t{high} << 32 | low; };
    const auto ticks = static_cast<std::int64_t>(
        both(told.ftLastWriteTime.dwHighDateTime, told.ftLastWriteTime.dwLowDateTime));
    return FileFacts{told.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? Kind::folder : Kind::file,
                     told.dwVolumeSerialNumber,
                     both(told.nFileIndexHigh, told.nFileIndexLow),
                     both(told.nFileSizeHigh, told.nFileSizeLow),
                     ticks / kTicksPerSecond,
                     ticks % kTicksPerSecond * 100};
}

std::optional<FileFacts> facts_of(const fs::path& path) {
    // Without asking to read: what others have locked can be looked at.
    const Descriptor file = opened(path, FILE_READ_ATTRIBUTES, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    if (!file) return std::nullopt;
    return facts_of(file);
}

bool may_read_and_write(const fs::path& path) {
    return static_cast<bool>(open_to_change(path));
}

bool are_one_name(const fs::path& a, const fs::path& b) {
    // Dots and spaces at the end do not count, either.
    const auto full = [](const fs::path& path) {
        std::wstring name(std::size_t{1} << 15, L'\0');  // the longest
        name.resize(GetFullPathNameW(path.c_str(), static_cast<DWORD>(name.size()), name.data(), nullptr));
        return name;
    };
    return CompareStringOrdinal(full(a).c_str(), -1, full(b).c_str(), -1, TRUE) == CSTR_EQUAL;
}

bool rename_over(const fs::path& from, const fs::path& to) {
    std::error_code error;
    // An empty folder is replaced elsewhere, and here only if it has gone.
    if (fs::is_directory(from, error) && fs::is_directory(to, error)) RemoveDirectoryW(to.c_str());
    return noted(MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH));
}

bool rename_to_new(const fs::path& from, const fs::path& to) {
    return noted(MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_WRITE_THROUGH));
}

bool make_hard_link(const fs::path& file, const fs::path& second) {
    return noted(CreateHardLinkW(second.c_str(), file.c_str(), nullptr));
}

bool remove_file(const fs::path& path) {
    return noted(DeleteFileW(path.c_str()));
}

bool make_folder(const fs::path& path) {
    return noted(CreateDirectoryW(path.c_str(), nullptr));
}

fs::path make_temporary_folder(const fs::path& place, const char* name) {
    fs::path folder = place / name;
    folder += L"-" + random_name();
    return make_folder(folder) ? folder : fs::path();
}

void sync_folder(const fs::path&) {}  // names are written through when they are given

bool try_lock(const Descriptor& file, Share share) {
    OVERLAPPED place{};
    place.OffsetHigh = kLockedHigh;
    const DWORD flags = LOCKFILE_FAIL_IMMEDIATELY | (share == Share::alone ? LOCKFILE_EXCLUSIVE_LOCK : 0);
    return noted(LockFileEx(handle_of(file), flags, 0, 1, 0, &place));
}

bool try_process_lock(const Descriptor& file) {
    return try_lock(file, Share::alone);
}

std::optional<int> holder_of_process_lock(const Descriptor& file) {
    if (!try_lock(file, Share::with_others)) return 0;
    OVERLAPPED place{};
    place.OffsetHigh = kLockedHigh;
    UnlockFileEx(handle_of(file), 0, 1, 0, &place);
    return std::nullopt;
}

const std::byte* map_to_read(const Descriptor& file, std::size_t bytes) {
    HANDLE mapping = CreateFileMappingW(handle_of(file), nullptr, PAGE_READONLY, 0, 0, nullptr);
    if (!noted(mapping != nullptr)) return nullptr;
    const void* start = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, bytes);
    noted(start != nullptr);
    CloseHandle(mapping);  // the view keeps what it needs
    return static_cast<const std::byte*>(start);
}

void unmap(const std::byte* start, std::size_t) {
    UnmapViewOfFile(start);
}

}  // namespace progan::system
