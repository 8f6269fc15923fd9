#include "core/system/child_process.h"

#include <cerrno>

namespace progan::system {

// No child is started here yet: what needs one says that it could not be started.

bool ChildEnd::was_at_limit() const {
    return false;
}

bool ChildEnd::was_asked_to_end() const {
    return false;
}

bool can_start_children() {
    return false;
}

int start_child(const ChildCommand&, const ChildStreams&, ChildSession) {
    errno = ENOSYS;
    return 0;
}

std::optional<ChildEnd> end_of_child(int) {
    return ChildEnd{};
}

ChildEnd wait_for_child(int) {
    return {};
}

void send_signal(int, int) {}

void kill_child(int) {}

void add_niceness(int, int) {}

Descriptor open_for_output(const std::filesystem::path&) {
    errno = ENOSYS;
    return Descriptor();
}

Pipe make_pipe() {
    errno = ENOSYS;
    return {};
}

}  // namespace progan::system
