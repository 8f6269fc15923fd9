// A modal dialog in the middle of the window.
#pragma once

namespace progan {

/// The largest dialog, in parts of the window.
inline constexpr float kDialogShare = 0.95f;

/// Opens it if `open` and it is not, and begins it. True while it is there: draw its contents, then call
/// ImGui::EndPopup(). Its close button, and `escape` (Esc was pressed) unless a text or a list in it has the
/// key, set `open` to false.
bool begin_dialog(const char* title, bool& open, bool escape);

/// Whether Enter was pressed for the dialog's first button: anywhere in it but in a text, in a list, or on
/// another button that the keyboard has walked to. To be asked before its contents are drawn.
bool enter_for_primary();

}  // namespace progan
