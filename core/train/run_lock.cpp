#include "core/train/run_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>

#include "core/support/error.h"
#include "core/system/process.h"

namespace progan {
namespace {

std::filesystem::path lock_path(const std::filesystem::path& out) {
    return out / "lock";
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& out) : out_(out) {
    std::error_code error;
    made_folder_ = std::filesystem::create_directories(out, error);
    if (error) throw Error("Could not create {}: {}.", out.string(), error.message());
    const std::filesystem::path path = lock_path(out);
    file_ = system::open_or_make(path);
    if (!file_) throw Error("Could not create {}: {}.", path.string(), std::strerror(errno));
    if (!system::try_process_lock(file_))
        throw Error("Another process is already training in {}.", out.string());
    const std::string machine = system::machine_name();
    if (!system::set_size(file_, 0)) throw_not_written(path, errno);
    write_all(file_, std::as_bytes(std::span(machine)), path);
}

void RunLock::forget() {
    std::error_code ignored;
    std::filesystem::remove(lock_path(out_), ignored);
    if (made_folder_) std::filesystem::remove(out_, ignored);  // fails if anything is in it
}

bool has_run_lock(const std::filesystem::path& out) {
    std::error_code ignored;
    return std::filesystem::exists(lock_path(out), ignored);
}

std::optional<RunOwner> run_owner(const std::filesystem::path& out) {
    const Descriptor file = system::open_to_change(lock_path(out));
    if (!file) return std::nullopt;
    const std::optional<int> holder = system::holder_of_process_lock(file);
    if (!holder) return std::nullopt;
    std::array<char, 256> name{};
    const auto room = std::span(name).first(name.size() - 1);
    const bool named = system::read_some_at(file, std::as_writable_bytes(room), 0) > 0;
    RunOwner owner{0, named ? name.data() : ""};
    if (owner.machine == system::machine_name()) owner.process = *holder;
    return owner;
}

}  // namespace progan
