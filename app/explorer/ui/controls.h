// Small reusable controls. Each draws one item and returns whether it was used; tips appear on hover.
#pragma once

#include <imgui.h>

#include <initializer_list>
#include <string>

#include "app/explorer/ui/icons.h"
#include "app/explorer/ui/tooltip.h"

namespace progan {

/// A label in the language in use, whose Dear ImGui id is the English: what is open or chosen stays so when
/// the language changes. Valid until then.
const char* tr_label(const char* english);
/// The same for a label with values.
std::string label_with_id(const std::string& text, const char* id);

/// ImGui::BeginCombo with a chevron in the field's end, and as much of the text as fits before it: while
/// true, its list is drawn, up to ImGui::EndCombo. Arrows and Enter are for the list, also if it was opened
/// by mouse.
bool begin_combo(const char* id, const char* shown, ImGuiComboFlags flags = 0);
/// An entry of such a list; true when it is taken. The keys begin at the chosen one.
bool combo_item(const char* label, bool chosen, ImVec2 size = {0, 0});

/// Text that may hold "%", in the colors of Dear ImGui's text, and text that wraps.
void text_line(const std::string& text);
void disabled_text(const std::string& text);
void wrapped_text(const std::string& text);

/// Dim text that wraps.
void dim_text(const std::string& text);

/// A section's title, with dim text after it.
void heading(const std::string& title, const std::string& detail = "");

/// The name of a field, which the next item is: from `column` on, `width` wide.
void form_label(const char* text, float column, float width);

/// Where the fields of a form begin, of which these are all labels: at `least`, or further on where one of
/// them needs more.
float label_column(std::initializer_list<const char*> labels, float least);

/// Text in the small font, in its own color or dim.
void small_text(const std::string& text, bool dim = true);

/// A square button with an icon, of the frame's height if no side is given. Quiet: its ground shows only
/// under the pointer. Without the icon's font, its name stands in a wider one.
bool icon_button(const char* id, Icon icon, const std::string& tooltip, float side = 0);
/// How wide that is.
float icon_button_width(Icon icon, float side = 0);

/// A button whose width fills `width` pixels (0: as its text needs).
bool button(const char* label, const std::string& tooltip, float width = 0);
/// The same with an icon before its text, and a height.
bool button(Icon icon, const char* label, const std::string& tooltip, ImVec2 size);
/// The one action that a panel or dialog is there for, in the accent's color. Enter, in a dialog, is this.
bool primary_button(const char* label, const std::string& tooltip, ImVec2 size = {0, 0});
bool primary_button(Icon icon, const char* label, const std::string& tooltip, ImVec2 size);

/// A button that is one of several views' tabs.
bool tab(const char* label, bool chosen, const std::string& tooltip, float width = 0);

/// A word on a dark ground in a corner of a picture, such as "A".
void picture_badge(const char* text, ImVec2 at);

/// A face with a frame; a spinner's place while the texture is null. Returns true when clicked.
bool face_button(const char* id, ImTextureID texture, float side, bool chosen);

/// While it lives, what is drawn is invisible unless `shown`, but takes its room, the mouse and the keys:
/// what appears under the hand.
class ShownIf {
  public:
    explicit ShownIf(bool shown);
    ~ShownIf();
    ShownIf(const ShownIf&) = delete;
    ShownIf& operator=(const ShownIf&) = delete;
};

/// A slider with a thin groove. `text`, its value in words, stands to the right of it in `text_width` pixels,
/// or in as many as it needs.
bool slider(const char* id, float& value, float low, float high, float width, const std::string& text,
            float text_width = 0, ImGuiSliderFlags flags = 0);
/// The groove alone, of what is drawn next: `height` pixels high, over `width`. Returns its middle's y.
float draw_groove(ImVec2 at, float width, float height);
/// The handle over the last item, a slider; `part`, 0 to 1: where it is.
void draw_grab(float part);
/// While it lives, Dear ImGui's own sliders draw nothing.
class SliderLook {
  public:
    SliderLook();
    ~SliderLook();
    SliderLook(const SliderLook&) = delete;
    SliderLook& operator=(const SliderLook&) = delete;
};

/// The next item, `width` pixels wide, stands beside the last one, or below it where it has no room there.
void beside_if_room(float width, float gap);
/// A button's width, as its text needs.
float button_width(const std::string& text);

/// As much of a text as fits into `width` pixels, with an ellipsis if it was cut.
std::string fitting_text(const std::string& text, float width);
/// The title of a line that has a bar, and things `after` pixels wide, beside it: cut where it has no room.
/// Returns the bar's width.
float title_before_bar(const std::string& title, float after);
/// A bar filled to this part, 0 to 1, with as much of the text in it as fits.
void progress_bar(double part, float width, const std::string& text);
/// The width at which all of the text fits.
float progress_bar_width(const std::string& text);
/// Text cut at `width` pixels with an ellipsis; the whole text as a tooltip if it was cut.
void cut_text(const std::string& text, float width);

}  // namespace progan
