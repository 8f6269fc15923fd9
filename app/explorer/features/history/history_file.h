// The history on disk: history.jsonl, one JSON object a line, to which every step is appended as it is made,
// so that a kill at any moment loses nothing. Files are read and written on the engine's worker.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "app/explorer/state/history_tree.h"

namespace progan {

/// The first line of a history file.
std::string history_header();
/// The line of a step. The face and the journey are left out if the parent's are the same.
std::string history_line(const HistoryTree& tree, std::uint64_t id);
/// The line that says which step is shown, after undo and redo, and which step left the journey that is on
/// the timeline; 0: none of them.
std::string history_head_line(std::uint64_t id, std::uint64_t journey_of);
/// The whole tree.
std::string history_text(const HistoryTree& tree, std::uint64_t journey_of);

struct LoadedHistory {
    HistoryTree tree;
    std::shared_ptr<const Journey> journey;  ///< the one on the timeline; null: the file does not say
    bool cut = false;     ///< the last line was not whole: the file must be rewritten before more is appended
    std::string warning;  ///< empty, or a sentence: the file could not be read and where it was set aside
};

/// Missing: an empty tree. A last line that is not whole (the program was killed while it wrote) is left out.
/// Any other damage: the file is set aside, the tree has the steps before it, and `warning` says so.
LoadedHistory load_history(const std::filesystem::path& path);

}  // namespace progan
