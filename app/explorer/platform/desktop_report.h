// What `progan doctor`, which links none of it, asks the window's program about the desktop.
#pragma once

#include <string>

namespace progan {

/// Four lines: "Fonts: missing Korean, Thai" or "Fonts: ..."; "File dialogs: the desktop's" or "File dialogs:
/// the program's own"; "MIDI: " and the devices that are plugged in, or why there are none; "OSC: can be
/// heard", or why not. Waits some seconds for a portal that keeps silent. Needs no display.
std::string desktop_report();

}  // namespace progan
