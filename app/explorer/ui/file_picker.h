// Choosing files from panels: a button beside each field that holds a path, and the program's own file
// dialog, a small list, so that no desktop need be there.
#pragma once

#include <functional>
#include <string>

#include "app/explorer/ui/file_chooser.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Draws the program's own dialog if it is open for that host, a button's name. The window's frame calls it
/// with none, after all panels: a dialog whose host is not drawn any more is that one's, too.
void file_picker(Panel& panel, const std::string& host = "");

/// The room that browse_button() takes, with the gap before it.
float browse_width();
/// A button after a field on the same line: has a folder or file chosen, which `then` gets. `request.host` is
/// its name for tests. While the system's dialog is open for it, the program's own can be had instead.
void browse_button(Panel& panel, const FileRequest& request, const FileChooser::Then& then);
/// The same for a field that holds the path of a folder.
void browse_button(Panel& panel, FilePurpose purpose, std::string& folder, const std::string& host);

}  // namespace progan
