#include "app/explorer/features/photo/photo_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
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
    const std::string waiting = view.waiting == 0
                                    ? ""
                                    : tr_plural("{} more photo waiting", "{} more photos waiting",
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
        centered(tr("ProGAN Explorer finds the model's nearest face."), sizes.width);
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

std::string browse_tooltip(const Panel& panel) {
    return panel.state.picker.system_for == kBrowse
               ? tr("The system's file dialog is open. Click to use the program's own instead.")
               : tr("Choose in a file dialog");
}

void choose_photo(Panel& panel, PhotoController& controller) {
    if (panel.state.picker.system_for == kBrowse)
        panel.files.use_own(kBrowse);
    else
        panel.files.choose({FilePurpose::photo, {}, {}, kBrowse},
                           [&controller](const std::filesystem::path& path) { controller.open(path); });
}

PhotoFoot foot_of_stage(Panel& panel, PhotoController& controller) {
    switch (panel.state.photo.stage) {
        case PhotoStage::empty:
        case PhotoStage::reading:
            break;
        case PhotoStage::placing:
            return photo_placing_foot(panel, controller);
        case PhotoStage::searching:
            return photo_searching_foot(panel, controller);
        case PhotoStage::found:
            return photo_found_foot(panel, controller);
    }
    return {Answer{tr_label("Choose a photo..."), browse_tooltip(panel), kBrowse, true, Icon::folder},
            [&] { choose_photo(panel, controller); },
            {}};
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
        tr("Nothing leaves this computer. The cropped photo and your marks are stored only if you keep the "
           "face."));
    photo_item_for_tests(panel, "Photo/Privacy");
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    const bool searching = view.stage == PhotoStage::searching;
    const PhotoFoot stage = foot_of_stage(panel, controller);
    const Answered answered = dialog_foot(
        panel,
        {.leave = {searching ? tr_label("Continue exploring") : tr_label("Close"),
                   searching ? tr("The search continues in the background (Esc)") : tr("Esc"), "Photo/Close"},
         .act = stage.act,
         .others = [&] {
             if (!stage.others) return;
             stage.others();
             next_button(panel, controller);
         }});
    if (answered.act) stage.does();
    if (answered.leave) controller.close();
    file_picker(panel, kBrowse);
}

}  // namespace

void browse_photo(Panel& panel, PhotoController& controller) {
    if (button(Icon::folder, tr_label("Another photo..."), browse_tooltip(panel), {0, 0}))
        choose_photo(panel, controller);
    panel.probe.item(kBrowse);
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
