// Asks before a file is overwritten, inside the dialog that saves: nothing is replaced by a single click or
// key.
#pragma once

#include <filesystem>
#include <string>

#include "app/explorer/state/existing_file.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// To be drawn below the dialog's own buttons, with the path as it is now and whether saving was asked for in
/// this frame. True when the file shall be written: at once if nothing is there, else when the person says
/// "Replace" to what is told about it. Another path withdraws the question.
bool may_be_written(Panel& panel, ReplaceQuestion& question, const std::filesystem::path& path,
                    bool asked_for, const std::string& probe_label);

}  // namespace progan
