// Files and folders, by the system's own calls. What fails says so by its result, errno says why, and nothing
// is thrown. A call that a signal interrupts is made again. No child process inherits an open file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

namespace progan::system {

/// The number of an open file, which is closed with its owner, or -1.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

/// Who may write a new file: its owner alone, or whom the user lets write new files.
enum class Writers { owner, as_usual };

/// Does not wait for a pipe that nobody writes to.
Descriptor open_to_read(const std::filesystem::path& path);
/// A file that is there, to be read and written from its start.
Descriptor open_to_change(const std::filesystem::path& path);
/// All is written at its end, wherever that is by then. A missing file is made, for the owner to write.
Descriptor open_to_append(const std::filesystem::path& path);
/// To be read and written. EEXIST if anything has that name.
Descriptor make_file(const std::filesystem::path& path, Writers writers);
/// To be read and written; a missing file is made, for the owner to write.
Descriptor open_or_make(const std::filesystem::path& path);
/// The same, but for what a link leads to.
Descriptor open_or_make_unlinked(const std::filesystem::path& path);
/// A file or folder to be locked, and not what a link leads to.
Descriptor open_to_lock(const std::filesystem::path& path);
/// A file in the folder that nobody else can see, and that is gone once it is closed, even by a kill.
Descriptor unnamed_file(const std::filesystem::path& folder);
/// The same in memory, if the system can.
Descriptor memory_file();

/// How many bytes were read or written from the file's position on, or -1; 0: the file's end.
std::ptrdiff_t read_some(const Descriptor& file, std::span<std::byte> into);
std::ptrdiff_t write_some(const Descriptor& file, std::span<const std::byte> bytes);
/// The same from a place in the file on; its position may change or not.
std::ptrdiff_t read_some_at(const Descriptor& file, std::span<std::byte> into, std::uint64_t at);
/// To a place from the file's start, or from its end: the new position, or -1.
std::int64_t move_to(const Descriptor& file, std::int64_t position);
std::int64_t move_to_end(const Descriptor& file, std::int64_t beyond = 0);
bool set_size(const Descriptor& file, std::int64_t size);
/// Waits until all that was written is on the disk.
bool sync(const Descriptor& file);

struct FileFacts {
    enum class Kind { file, folder, pipe, other };
    Kind kind = Kind::other;
    std::uint64_t device = 0, node = 0;  ///< together another pair for each file that is there
    std::uint64_t size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;  ///< of the last change
};
std::optional<FileFacts> facts_of(const Descriptor& file);
/// Of what a link leads to.
std::optional<FileFacts> facts_of(const std::filesystem::path& path);
bool may_read_and_write(const std::filesystem::path& path);
/// Whether two absolute paths without "." and ".." name one file, were it there: not everywhere does the case
/// of letters count.
bool are_one_name(const std::filesystem::path& a, const std::filesystem::path& b);

/// Over what is there, at once: whoever looks sees the old file or the new one.
bool rename_over(const std::filesystem::path& from, const std::filesystem::path& to);
/// EEXIST if anything is there. Another error where the file system cannot promise that.
bool rename_to_new(const std::filesystem::path& from, const std::filesystem::path& to);
/// A second name for a file. EEXIST if anything has that name.
bool make_hard_link(const std::filesystem::path& file, const std::filesystem::path& second);
bool remove_file(const std::filesystem::path& path);
bool make_folder(const std::filesystem::path& path);
/// A new folder in `place` with a name of its own; empty if it cannot be made.
std::filesystem::path make_temporary_folder(const std::filesystem::path& place, const char* name);
/// Waits until new names in the folder are on the disk, if it can: where the system writes names at once, and
/// where the folder cannot be opened, there is nothing to wait for.
void sync_folder(const std::filesystem::path& folder);

/// Locks that the system lifts when the file is closed, however the process ends. Another holder:
/// EWOULDBLOCK.
enum class Share { alone, with_others };
bool try_lock(const Descriptor& file, Share share);
/// Locks of the whole process: the system knows who holds one.
bool try_process_lock(const Descriptor& file);
/// The id of the other process that holds one; 0 if the system does not tell which.
std::optional<int> holder_of_process_lock(const Descriptor& file);

/// A file's bytes in memory, read when they are looked at; null if that cannot be.
const std::byte* map_to_read(const Descriptor& file, std::size_t bytes);
void unmap(const std::byte* start, std::size_t bytes);

}  // namespace progan::system
