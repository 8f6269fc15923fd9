#include "app/explorer/features/photo/photo_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/features/photo/photo_stages.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

const char* const kBrowse = "Photo/Browse";

/// "anna.jpg    2 more photos wait"
void header(const PhotoState& view, float width) {
    ImGui::AlignTextToFramePadding();
    if (view.name.empty()) {
        disabled_text(tr("No photo yet"));
        return;
    }
    const std::string waiting = view.waiting == 0 ? ""
                                                  : tr_plural("{} more photo waits", "{} more photos wait",
                                                              static_cast<std::int64_t>(view.waiting));
    cut_text(view.name, width - ImGui::CalcTextSize(waiting.c_str()).x - em(2));
    if (waiting.empty()) return;
    ImGui::SameLine(0, em(1.5f));
    ImGui::AlignTextToFramePadding();
    disabled_text(waiting);
}

void centered(const std::string& text, float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                         std::max(0.0f, std::floor((width - ImGui::CalcTextSize(text.c_str()).x) / 2)));
    disabled_text(text);
}

void empty_stage(const PhotoState& view, const PhotoSizes& sizes) {
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + sizes.width, low.y + sizes.height};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::rounding());
    list.AddRect(low, high, ImGui::GetColorU32(theme().separator), space::rounding(), 0, space::hair());
    const ImVec2 at = ImGui::GetCursorPos();
    const float line = ImGui::GetTextLineHeightWithSpacing();
    const bool reading = view.stage == PhotoStage::reading;
    if (has_icon(Icon::face))
        draw_icon(list, Icon::face, {(low.x + high.x) / 2, low.y + sizes.height / 2 - 2.5f * line}, em(3),
                  ImGui::GetColorU32(theme().text_dim), 2.5f);
    ImGui::SetCursorPos({at.x, at.y + sizes.height / 2 - line / 2});
    if (reading) {
        centered(trf("Reading {}...", view.name), sizes.width);
    } else {
        centered(tr("Drop a photo of a face on this window, or choose one."), sizes.width);
        ImGui::SetCursorPosX(at.x);
        centered(tr("ProGAN Explorer looks for the model's nearest face."), sizes.width);
    }
    ImGui::SetCursorPos(at);
    ImGui::Dummy({sizes.width, sizes.height});
}

void error_text(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    wrapped_text(text);
    ImGui::PopStyleColor();
}

void next_button(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    if (view.waiting == 0 || view.stage == PhotoStage::searching || view.stage == PhotoStage::reading) return;
    ImGui::SameLine();
    if (button(Icon::next, tr_label("Next photo"), tr("Skips to the next photo"), {0, 0})) controller.next();
    panel.probe.item("Photo/Next");
}

void foot(Panel& panel, PhotoController& controller, const PhotoSizes& sizes) {
    const PhotoState& view = panel.state.photo;
    const float left = ImGui::GetCursorPosX(), line = ImGui::GetFrameHeightWithSpacing();
    const float top = ImGui::GetCursorPosY();
    ImGui::PushTextWrapPos(left + sizes.width);
    if (view.stage == PhotoStage::searching)
        photo_progress_bar(panel, sizes.width);
    else if (!view.problem.empty())
        error_text(view.problem);
    else if (!panel.state.model)
        error_text(tr("No model is open."));
    ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), top + line));
    small_text(
        tr("Nothing leaves this computer. Of the photo, only the crop is stored, and only if you keep the "
           "face."));
    photo_item_for_tests(panel, "Photo/Privacy");
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    switch (view.stage) {
        case PhotoStage::empty:
        case PhotoStage::reading:
            browse_photo(panel, controller, true);
            break;
        case PhotoStage::placing:
            photo_placing_buttons(panel, controller);
            break;
        case PhotoStage::searching:
            photo_searching_buttons(panel, controller);
            break;
        case PhotoStage::found:
            photo_found_buttons(panel, controller);
            break;
    }
    next_button(panel, controller);
    const char* const close =
        view.stage == PhotoStage::searching ? tr_label("Continue exploring") : tr_label("Close");
    const char* const why =
        view.stage == PhotoStage::searching ? tr("The search continues in the background (Esc)") : tr("Esc");
    const float width = ImGui::CalcTextSize(close, nullptr, true).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SameLine(left + sizes.width - width);
    if (button(close, why)) controller.close();
    panel.probe.item("Photo/Close");
}

}  // namespace

void browse_photo(Panel& panel, PhotoController& controller, bool primary) {
    const bool waits = panel.state.picker.system_for == kBrowse;
    const std::string tooltip =
        waits ? tr("The system's file dialog is open. Click to use the program's own instead.")
              : tr("Choose it in a file dialog");
    const bool pressed = primary
                             ? primary_button(Icon::folder, tr_label("Choose a photo..."), tooltip, {0, 0})
                             : button(Icon::folder, tr_label("Another photo..."), tooltip, {0, 0});
    panel.probe.item(kBrowse);
    if (pressed && waits)
        panel.files.use_own(kBrowse);
    else if (pressed)
        panel.files.choose({FilePurpose::photo, {}, {}, kBrowse},
                           [&controller](const std::filesystem::path& path) { controller.open(path); });
    file_picker(panel, kBrowse);
}

void photo_dialog(Panel& panel, PhotoController& controller) {
    PhotoState& view = panel.state.photo;
    if (!view.show) return;
    bool open = true;
    if (!begin_dialog(tr_label("Find the face in a photo"), open, panel.escape)) return;
    const PhotoSizes size = photo_sizes();
    header(view, size.width);
    ImGui::BeginChild(
        "##body", {size.width, size.height}, false,
        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    switch (view.stage) {
        case PhotoStage::empty:
        case PhotoStage::reading:
            empty_stage(view, size);
            break;
        case PhotoStage::placing:
            photo_placing_stage(panel, controller, size);
            break;
        case PhotoStage::searching:
            photo_searching_stage(panel, size);
            break;
        case PhotoStage::found:
            photo_found_stage(panel, size);
            break;
    }
    ImGui::EndChild();
    foot(panel, controller, size);
    if (!open) controller.close();
    if (!view.show) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace progan
