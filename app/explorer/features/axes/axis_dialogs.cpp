#include "app/explorer/features/axes/axis_dialogs.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/features/axes/labels_dialog.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/replace_question.h"
#include "app/explorer/ui/theme.h"
#include "core/axes/pca.h"
#include "core/model/model_file.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

std::string size_text(int level) {
    return square_text(resolution(level));
}

void level_choice(Panel& panel, const ModelSpec& spec, FindForm& form) {
    const int suggested = default_pca_level(spec);
    const int level = std::min(form.level.value_or(suggested), spec.last_level);
    ImGui::SetNextItemWidth(em(9));
    if (begin_combo(tr_label("activations"), size_text(level).c_str())) {
        for (int i = 0; i <= spec.last_level; ++i)
            if (combo_item((i == suggested ? trf("{} (suggested)", size_text(i)) : size_text(i)).c_str(),
                           i == level))
                form.level = i;
        ImGui::EndCombo();
    }
    tip(tr("Low resolutions control the overall face, high ones colour and detail."));
    panel.probe.item("Find/Level");
}

void find_dialog(Panel& panel, AxesController& controller) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    if (!state.model) view.show_find = false;
    if (!begin_dialog(tr_label("Find axes"), view.show_find, panel.escape)) return;
    FindForm& form = view.form;
    bool pca = form.method == AxisMethod::pca;
    if (ImGui::RadioButton(tr_label("In the activations (PCA)"), pca)) form.method = AxisMethod::pca;
    tip(tr("The directions along which the activations vary most, over random faces."));
    panel.probe.item("Find/PCA");
    if (ImGui::RadioButton(tr_label("In the first layer (SeFa)"), !pca)) form.method = AxisMethod::sefa;
    tip(tr("Directions the first layer amplifies most; needs no sample faces."));
    panel.probe.item("Find/SeFa");
    pca = form.method == AxisMethod::pca;
    ImGui::Dummy({0, space::small()});
    ImGui::SetNextItemWidth(em(9));
    ImGui::SliderInt(tr_label("axes"), &form.count, 1, 64);
    form.count = std::clamp(form.count, 1, 1024);
    tip(tr("How many to look for. Axes you already have are not listed twice."));
    panel.probe.item("Find/Count");
    ImGui::BeginDisabled(!pca);
    level_choice(panel, state.model->spec, form);
    ImGui::SetNextItemWidth(em(9));
    ImGui::SliderInt(tr_label("random faces"), &form.samples, 64, 4096, "%d", ImGuiSliderFlags_Logarithmic);
    form.samples = std::clamp(form.samples, 2, 100000);
    tip(tr("More take longer but find finer axes more reliably."));
    panel.probe.item("Find/Samples");
    ImGui::EndDisabled();
    ImGui::Dummy({0, space::small()});
    const Answered answered = dialog_foot(
        panel,
        {.leave = {tr_label("Close"), tr("Esc"), "Find/Close"},
         .act = Answer{tr_label("Find"),
                       view.finding ? tr("Already looking for axes") : tr("Look for axes in the background"),
                       "Find/Find", !(view.finding || view.loading)}});
    if (answered.act) controller.find();
    if (answered.act || answered.leave) {
        view.show_find = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

/// All axes: alone, or in a copy of the model. The name's ending says which.
void choose_what_to_save(Panel& panel) {
    std::string& path = panel.state.axes_list.save_path;
    const bool copy = is_model_file_name(path);
    if (ImGui::RadioButton(tr_label("An .npz file, for this program and NumPy"), !copy) && copy)
        path = std::filesystem::path(path).replace_extension(".npz").string();
    panel.probe.item("Save axes/Alone");
    if (ImGui::RadioButton(tr_label("A copy of the model that includes these axes"), copy) && !copy)
        path = std::filesystem::path(path).replace_extension(".safetensors").string();
    tip(tr("Without hidden axes. The model file itself is not changed."));
    panel.probe.item("Save axes/Copy");
}

void browse_for_place(Panel& panel, bool one) {
    AxesState& view = panel.state.axes_list;
    const std::filesystem::path now = view.save_path;
    const FilePurpose purpose = one                       ? FilePurpose::save_axis
                                : is_model_file_name(now) ? FilePurpose::save_model
                                                          : FilePurpose::save_axes;
    browse_button(panel, {purpose, now.parent_path(), now.filename().string(), "Save axes/Browse"},
                  [&view](const std::filesystem::path& chosen) {
                      view.save_path = chosen.string();
                      view.replace = {};
                      view.replace.agreed = chosen;
                  });
}

void save_dialog(Panel& panel, AxesController& controller) {
    AxesState& view = panel.state.axes_list;
    if (!begin_dialog(tr_label("Save axes"), view.show_save, panel.escape)) return;
    const Axis* axis = find_axis(panel.state, view.saving);
    text_line(axis ? shown_name(panel.state, *axis) : tr("All axes of this model"));
    if (axis)
        disabled_text(tr(".npy for other programs, .npz to keep its name"));
    else
        choose_what_to_save(panel);
    ImGui::SetNextItemWidth(em(28) - browse_width());
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    bool save = ImGui::InputText("##path", &view.save_path, ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Save axes/Path");
    browse_for_place(panel, axis != nullptr);
    const Answered answered =
        dialog_foot(panel, {.leave = {tr_label("Close"), tr("Esc"), "Save axes/Close"},
                            .act = Answer{tr_label("Save"), tr("Enter"), "Save axes/Save"}});
    bool done = answered.leave;
    save |= answered.act;
    const bool asked_for = save && !view.save_path.empty();
    if (may_be_written(panel, view.replace, view.save_path, asked_for, "Save axes")) {
        controller.save_as(view.saving, view.save_path);
        done = true;
    }
    if (done) {
        view.show_save = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void open_save_dialog(Panel& panel, const std::string& id, std::string name, const char* ending) {
    AxesState& view = panel.state.axes_list;
    for (char& c : name)
        if (c == '/' || static_cast<unsigned char>(c) < 0x20) c = '_';
    view.saving = id;
    view.save_path = (panel.state.data_dir / (name + ending)).string();
    view.show_save = true;
    view.replace = {};
}

}  // namespace

void axis_dialogs(Panel& panel, AxesController& controller) {
    find_dialog(panel, controller);
    save_dialog(panel, controller);
    labels_dialog(panel, controller.labels());
}

void ask_where_to_save(Panel& panel, const std::string& id) {
    const Axis* axis = find_axis(panel.state, id);
    open_save_dialog(panel, id, axis ? axis->name : "axes", axis ? ".npy" : ".npz");
}

void ask_where_to_save_copy(Panel& panel) {
    if (!panel.state.model) return;
    const std::filesystem::path model = panel.state.model->path;
    open_save_dialog(panel, "", model.stem().string() + "-axes", ".safetensors");
}

}  // namespace progan
