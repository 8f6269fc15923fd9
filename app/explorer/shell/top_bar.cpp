#include <imgui.h>

#include <filesystem>

#include "app/explorer/shell/quitting.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kDeviceWidth = 13;  // em

std::string model_line(const AppState& state) {
    if (!state.backend_failure.empty()) return tr("The engine could not be started");
    if (!state.backend_ready) return tr("Getting ready...");
    if (state.opening) return trf("Opening {}...", state.opening_path.filename().string());
    if (!state.model) return tr("No model");
    const ModelSpec& spec = state.model->spec;
    const std::string name =
        spec.name.empty() ? std::filesystem::path(state.model->path).filename().string() : spec.name;
    const int side = resolution(spec.last_level);
    return trf("{}   {} x {}, latent {}", name, side, side, spec.latent_size);
}

void device_choice(Panel& panel, Features& features) {
    const AppState& state = panel.state;
    std::string shown = state.device.empty() ? "..." : state.device;
    for (const Device& device : state.devices)
        if (device.id == state.device) shown = device.name;
    ImGui::SetNextItemWidth(em(kDeviceWidth));
    if (ImGui::BeginCombo("##device", shown.c_str())) {
        if (ImGui::Selectable(tr_label("Automatic"), state.settings.device == "auto"))
            features.model.set_device("auto");
        for (const Device& device : state.devices) {
            if (ImGui::Selectable(device.name.c_str(), state.settings.device == device.id))
                features.model.set_device(device.id);
            panel.probe.item("Top/Device/" + device.id);
        }
        ImGui::EndCombo();
    } else {
        tip(tr("Where the generator runs. Automatic takes a GPU if there is one."));
    }
    panel.probe.item("Top/Device");
}

void language_choice(Panel& panel) {
    std::string& code = panel.state.settings.language;
    disabled_text(tr("Language"));
    if (ImGui::MenuItem(tr_label("As the system says"), nullptr, code.empty())) code.clear();
    panel.probe.item("Top/Language/System");
    for (const Language& language : panel.state.languages) {
        if (ImGui::MenuItem(label_with_id(language.name, language.code.c_str()).c_str(), nullptr,
                            code == language.code))
            code = language.code;
        panel.probe.item("Top/Language/" + language.code);
    }
}

void appearance_menu(Panel& panel) {
    double& scale = panel.state.settings.ui_scale;
    if (!ImGui::BeginPopup("##appearance")) return;
    disabled_text(tr("Size of text and buttons"));
    if (ImGui::MenuItem(tr_label("As the display says"), nullptr, scale == 0)) scale = 0;
    for (double choice : {0.85, 1.0, 1.25, 1.5, 2.0}) {
        const std::string label = trf("{:.0f} %", choice * 100);
        if (ImGui::MenuItem(label.c_str(), nullptr, scale == choice)) scale = choice;
    }
    ImGui::Separator();
    language_choice(panel);
    ImGui::EndPopup();
}

}  // namespace

void top_bar(Panel& panel, Features& features) {
    AppState& state = panel.state;
    if (button(tr_label("Open model..."),
               with_keys(panel, tr("Open a model file, or drop one on the window"), "model.open"))) {
        state.picker_for = AppState::PickerFor::model;
        state.show_picker = true;
    }
    panel.probe.item("Top/Open model");
    ImGui::SameLine();
    if (button(tr_label("Models"),
               with_keys(panel, tr("Recent models and those that come with the program"), "model.list")))
        features.model.show_list();
    panel.probe.item("Top/Models");
    ImGui::SameLine();
    const float right = em(kDeviceWidth) + ImGui::CalcTextSize("Aa?").x + ImGui::CalcTextSize(tr("Quit")).x +
                        ImGui::CalcTextSize(tr("Export...")).x + 8 * ImGui::GetStyle().FramePadding.x +
                        4 * ImGui::GetStyle().ItemSpacing.x;
    const float right_x = ImGui::GetWindowContentRegionMax().x - right;
    ImGui::AlignTextToFramePadding();
    const float about = ImGui::CalcTextSize(tr("About")).x + 2 * ImGui::GetStyle().FramePadding.x;
    cut_text(model_line(state), right_x - ImGui::GetCursorPosX() - about - em(1.2f));
    panel.probe.item("Top/Model");
    if (state.model) {
        ImGui::SameLine();
        if (button(tr_label("About"), tr("What this model is and where it comes from.")))
            state.show_model = true;
        panel.probe.item("Top/About model");
    }
    ImGui::SameLine(right_x);
    ImGui::BeginDisabled(!state.model);
    if (button(tr_label("Export..."),
               with_keys(panel, tr("Save this face as a picture, or for NumPy"), "face.export")))
        features.exporting.open();
    ImGui::EndDisabled();
    panel.probe.item("Top/Export");
    ImGui::SameLine();
    device_choice(panel, features);
    ImGui::SameLine();
    if (button("Aa", tr("Size of text and buttons, and the language."))) ImGui::OpenPopup("##appearance");
    panel.probe.item("Top/Size of text");
    appearance_menu(panel);
    ImGui::SameLine();
    if (button("?", tr("Keys and hints (? or F1)."))) state.show_help = true;
    panel.probe.item("Top/Help");
    ImGui::SameLine();
    if (button(tr_label("Quit"), with_keys(panel, tr("Quit: everything is saved"), "window.quit")))
        ask_to_quit(state, features);
    panel.probe.item("Top/Quit");
}

}  // namespace progan
