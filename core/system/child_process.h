// Programs that this one starts. Any thread, one at a time per child.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/system/file.h"

namespace progan::system {

struct ChildCommand {
    std::filesystem::path program;  ///< a path: PATH is not searched
    std::vector<std::string> arguments;
    /// Variables beside this program's own, or in place of those of the same name.
    std::map<std::string, std::string> environment;
};

/// What a child has as its standard streams, open descriptors of ours; -1: the null device. It has no other
/// open file of ours.
struct ChildStreams {
    int input = -1, output = -1, errors = -1;
};

/// In this program's session, or in one of its own: what the terminal sends, or its end, does not reach it.
enum class ChildSession { ours, own };

/// How a child ended: by itself, or by a signal.
struct ChildEnd {
    int exit_status = 0;
    int signal = 0;  ///< 0: by itself
    bool succeeded() const { return exit_status == 0 && signal == 0; }
    /// The system ended it at a limit of processor time or memory, or somebody did so at once.
    bool was_at_limit() const;
    /// Somebody asked it to end, as Ctrl+C asks all programs of a terminal.
    bool was_asked_to_end() const;
};

/// Whether this program starts any on this system.
bool can_start_children();
/// The child's id; 0 if it cannot be started, and errno says why: ENOSYS where this program starts none.
int start_child(const ChildCommand& command, const ChildStreams& streams, ChildSession session);
/// How it ended; nothing while it runs.
std::optional<ChildEnd> end_of_child(int id);
ChildEnd wait_for_child(int id);
void send_signal(int id, int signal);
/// At once, whatever it does.
void kill_child(int id);
/// Adds to the niceness of a child that has just been started, before it starts threads, which inherit it.
void add_niceness(int id, int niceness);

/// The file `output`, emptied or new, for a child to write.
Descriptor open_for_output(const std::filesystem::path& output);
/// What one end is written, the other reads; neither is open if there is none, and errno says why.
struct Pipe {
    Descriptor reading = Descriptor(), writing = Descriptor();
};
Pipe make_pipe();

}  // namespace progan::system
