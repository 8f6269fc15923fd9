// Small reusable controls. Each draws one item and returns whether it was used; tips appear on hover.
#pragma once

#include <imgui.h>

#include <string>

namespace progan {

/// A label in the language in use, whose Dear ImGui id is the English: what is open or chosen stays so when
/// the language changes. Valid until then.
const char* tr_label(const char* english);
/// The same for a label with values.
std::string label_with_id(const std::string& text, const char* id);

/// Shows `text` as a tooltip while the last item is hovered (also when it is disabled).
void tip(const char* text);
void tip(const std::string& text);

/// Text that may hold "%", in the colours of Dear ImGui's text, and text that wraps.
void text_line(const std::string& text);
void disabled_text(const std::string& text);
void wrapped_text(const std::string& text);

/// Dim text that wraps.
void dim_text(const std::string& text);

/// A section's title, with dim text after it.
void heading(const std::string& title, const std::string& detail = "");

enum class Icon { play, pause, previous, next, add, locked, unlocked, reset, close, swap, pin };

/// A square button of the frame's height with a drawn symbol.
bool icon_button(const char* id, Icon icon, const std::string& tooltip);

/// A button whose width fills `width` pixels (0: as its text needs).
bool button(const char* label, const std::string& tooltip, float width = 0);

/// A button that is one of several views' tabs.
bool tab(const char* label, bool chosen, const std::string& tooltip, float width = 0);

/// A face with a frame; a spinner's place while the texture is null. Returns true when clicked.
bool face_button(const char* id, ImTextureID texture, float side, bool chosen);

/// A number at the right end of the last item, a slider without text of its own: its handle is seldom there.
/// Where it is, `left` puts the number at the other end.
void slider_value(const char* text, bool dim = false, bool left = false);

/// Text cut at `width` pixels with an ellipsis; the whole text as a tooltip if it was cut.
void cut_text(const std::string& text, float width);

}  // namespace progan
