#include "app/explorer/features/axes/labels_dialog.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kWidth = 34;           // em
constexpr int kColumns = 3;            // of check boxes
constexpr std::size_t kMaxUnused = 3;  // sentences

void folder_field(Panel& panel, LabelsController& controller) {
    LabelsState& labels = panel.state.axes_list.labels;
    disabled_text(tr("Folder of the pictures"));
    ImGui::SetNextItemWidth(em(kWidth) - browse_width());
    if (ImGui::InputText("##folder", &labels.folder, ImGuiInputTextFlags_EnterReturnsTrue))
        controller.set_folder(labels.folder);
    tip(
        tr("The first column of the file holds the pictures' paths within this folder. Press Enter to look "
           "there."));
    panel.probe.item("Labels/Folder");
    browse_button(
        panel, {FilePurpose::labelled_pictures, labels.folder, {}, "Labels/Browse"},
        [&controller](const std::filesystem::path& folder) { controller.set_folder(folder.string()); });
}

void what_was_found(const LabelsState& labels) {
    if (labels.reading) {
        disabled_text(tr("Reading the labels..."));
        return;
    }
    if (!labels.problem.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
        wrapped_text(labels.problem);
        ImGui::PopStyleColor();
    }
    if (labels.columns.empty()) return;
    std::string found =
        tr_plural("{} labelled picture", "{} labelled pictures", static_cast<std::int64_t>(labels.pictures));
    if (labels.missing > 0) found = trf("{}; {} more not in the folder", found, labels.missing);
    text_line(found);
    for (std::size_t i = 0; i < std::min(labels.unused.size(), kMaxUnused); ++i) dim_text(labels.unused[i]);
}

void columns(Panel& panel) {
    LabelsState& labels = panel.state.axes_list.labels;
    if (labels.columns.empty()) return;
    disabled_text(tr("Attributes to turn into sliders"));
    const std::size_t row_count = (labels.columns.size() + kColumns - 1) / kColumns;
    const auto rows = static_cast<float>(row_count);
    ImGui::BeginChild("##columns", {em(kWidth), std::min(rows, 8.0f) * ImGui::GetFrameHeightWithSpacing() +
                                                    space::medium()});
    for (std::size_t i = 0; i < labels.columns.size(); ++i) {
        LabelColumn& column = labels.columns[i];
        if (i % kColumns != 0) ImGui::SameLine(em(kWidth / kColumns) * static_cast<float>(i % kColumns));
        ImGui::Checkbox(label_with_id(humanised(column.name), column.name.c_str()).c_str(), &column.chosen);
        tip(tr_plural("{} labelled picture", "{} labelled pictures",
                      static_cast<std::int64_t>(column.labelled)));
        panel.probe.item("Labels/" + column.name);
    }
    ImGui::EndChild();
    ImGui::Checkbox(tr_label("Keep related attributes unchanged as well"), &labels.leaves_others);
    tip(
        tr("Each slider is corrected until it changes the other attributes as little as the model allows. "
           "Attributes whose labels go together, such as age and grey hair, stay linked unless you tick "
           "this, which may weaken some sliders."));
    panel.probe.item("Labels/Leaves others");
}

bool has_choice(const LabelsState& labels) {
    return std::any_of(labels.columns.begin(), labels.columns.end(),
                       [](const LabelColumn& column) { return column.chosen; });
}

void progress(Panel& panel, LabelsController& controller, float width) {
    const LabelsState& labels = panel.state.axes_list.labels;
    progress_bar(labels.part, width, trf("Learning sliders, {:.0f} %", labels.part * 100));
    tip(trf("From {}, in the background. You can keep exploring.",
            std::filesystem::path(labels.csv).filename().string()));
    panel.probe.item("Labels/Progress");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Stop learning; no slider is added"))) controller.cancel();
    panel.probe.item("Labels/Cancel");
}

}  // namespace

void labels_dialog(Panel& panel, LabelsController& controller) {
    LabelsState& labels = panel.state.axes_list.labels;
    if (!begin_dialog(tr_label("Sliders from labelled pictures"), labels.show, panel.escape)) return;
    text_line(std::filesystem::path(labels.csv).filename().string());
    ImGui::BeginDisabled(labels.learning);
    folder_field(panel, controller);
    what_was_found(labels);
    columns(panel);
    ImGui::EndDisabled();
    ImGui::Spacing();
    DialogFoot foot{.leave = {tr_label("Close"), tr("Esc"), "Labels/Close"}};
    if (labels.learning)
        foot.others = [&] { progress(panel, controller, em(kWidth - 16)); };
    else
        foot.act =
            Answer{tr_label("Learn"), tr("Learns the sliders in the background; takes a minute or more"),
                   "Labels/Learn", panel.state.model && has_choice(labels)};
    const Answered answered = dialog_foot(panel, foot);
    if (answered.act) controller.learn();
    if (answered.leave) {
        labels.show = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void labels_progress(Panel& panel, LabelsController& controller) {
    if (!panel.state.axes_list.labels.learning || panel.state.axes_list.labels.show) return;
    const ImGuiStyle& style = ImGui::GetStyle();
    const float cancel = ImGui::CalcTextSize(tr("Cancel")).x + 2 * style.FramePadding.x;
    progress(panel, controller, ImGui::GetContentRegionAvail().x - cancel - style.ItemSpacing.x);
}

}  // namespace progan
