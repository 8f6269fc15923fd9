// A message to the person: shown over the picture for a while, or until it is closed.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/support/clock.h"

namespace progan {

struct Notification {
    enum class Kind { info, error } kind = Kind::info;
    std::string text;
    std::optional<Time> until;        ///< errors stay until they are closed
    bool undoable = false;            ///< offers to take back what was done to favourites
    std::filesystem::path file = {};  ///< offers to show it in its folder
    std::function<void()> undo = {};  ///< offers to take back what else was done
    std::string topic = {};           ///< the next about the same replaces it; empty: none does
};

}  // namespace progan
