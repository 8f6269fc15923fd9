// What `progan doctor`, which links none of it, asks the window's program about the desktop.
#pragma once

#include <string>

namespace progan {

/// Two lines: "Fonts: missing Korean, Thai" or "Fonts: ..."; "File dialogs: the desktop's" or "File dialogs:
/// the program's own". Waits some seconds for a portal that keeps silent. Needs no display.
std::string desktop_report();

}  // namespace progan
