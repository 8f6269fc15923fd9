// Everything that is set once, under the gear.
#include <imgui.h>

#include <array>

#include "app/explorer/shell/quitting.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kLabels = 7, kFields = 15;  // em

/// A label; what is set follows in the same line.
void setting(const char* label) {
    form_label(label, em(kLabels), em(kFields));
}

void theme_choice(Panel& panel) {
    struct Choice {
        ThemeChoice choice;
        const char *probe, *name;
    };
    constexpr std::array kChoices{Choice{ThemeChoice::system, "System", tr_later("As the system")},
                                  Choice{ThemeChoice::dark, "Dark", tr_later("Dark")},
                                  Choice{ThemeChoice::light, "Light", tr_later("Light")},
                                  Choice{ThemeChoice::high_contrast, "Contrast", tr_later("High contrast")}};
    ThemeChoice& chosen = panel.state.settings.theme;
    setting(tr("Theme"));
    if (begin_combo("##theme", tr(kChoices[static_cast<std::size_t>(chosen)].name))) {
        for (const Choice& choice : kChoices) {
            if (ImGui::Selectable(tr_label(choice.name), chosen == choice.choice)) chosen = choice.choice;
            panel.probe.item(std::string("Top/Theme/") + choice.probe);
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Top/Theme");
}

std::string size_text(double scale) {
    return scale == 0 ? std::string(tr("Automatic")) : trf("{:.0f} %", scale * 100);
}

void size_choice(Panel& panel) {
    double& scale = panel.state.settings.ui_scale;
    setting(tr("Size"));
    if (begin_combo("##size", size_text(scale).c_str())) {
        for (const double choice : {0.0, 0.85, 1.0, 1.25, 1.5, 2.0})
            if (ImGui::Selectable(size_text(choice).c_str(), scale == choice)) scale = choice;
        ImGui::EndCombo();
    }
    panel.probe.item("Top/Size");
}

void language_choice(Panel& panel) {
    std::string& code = panel.state.settings.language;
    std::string shown = tr("As the system");
    for (const Language& language : panel.state.languages)
        if (language.code == code) shown = language.name;
    setting(tr("Language"));
    if (begin_combo("##language", shown.c_str())) {
        if (ImGui::Selectable(tr_label("As the system"), code.empty())) code.clear();
        panel.probe.item("Top/Language/System");
        for (const Language& language : panel.state.languages) {
            if (ImGui::Selectable(label_with_id(language.name, language.code.c_str()).c_str(),
                                  code == language.code))
                code = language.code;
            panel.probe.item("Top/Language/" + language.code);
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Top/Language");
}

void device_choice(Panel& panel, Features& features) {
    const AppState& state = panel.state;
    std::string shown = state.device.empty() ? "..." : state.device;
    for (const Device& device : state.devices)
        if (device.id == state.device) shown = device.name;
    setting(tr("Device"));
    if (begin_combo("##device", shown.c_str())) {
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

void seed_mode_choice(Panel& panel) {
    const SeedMode mode = panel.state.settings.seed_mode;
    setting(tr("Seeds"));
    if (begin_combo("##mode", mode == SeedMode::numpy ? "NumPy" : "PyTorch")) {
        if (ImGui::Selectable("NumPy", mode == SeedMode::numpy)) panel.actions.set_seed_mode(SeedMode::numpy);
        if (ImGui::Selectable("PyTorch", mode == SeedMode::torch))
            panel.actions.set_seed_mode(SeedMode::torch);
        ImGui::EndCombo();
    } else {
        tip(
            tr("How a seed becomes a latent: as numpy.random.RandomState(seed).randn does, the convention of "
               "the published scripts, or as torch.manual_seed(seed); torch.randn does."));
    }
    panel.probe.item("Seed/Mode");
}

}  // namespace

void settings_popup(Panel& panel, Features& features) {
    AppState& state = panel.state;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {space::huge() * 0.75f, space::huge() * 0.75f});
    const bool open = ImGui::BeginPopup("##settings");
    ImGui::PopStyleVar();
    if (!open) return;
    heading(tr("Appearance"));
    theme_choice(panel);
    size_choice(panel);
    language_choice(panel);
    ImGui::Spacing();
    heading(tr("Faces"));
    seed_mode_choice(panel);
    device_choice(panel, features);
    ImGui::Checkbox(tr_label("Show performance"), &state.settings.show_performance);
    tip(tr("How long faces and frames take, in a corner of the view."));
    panel.probe.item("Top/Performance");
    ImGui::Spacing();
    ImGui::Separator();
    ImGui::Spacing();
    if (button(tr_label("Quit"), with_keys(panel, tr("Quit"), "window.quit"))) {
        ask_to_quit(state, features);
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Top/Quit");
    ImGui::EndPopup();
}

}  // namespace progan
