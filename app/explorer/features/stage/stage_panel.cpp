#include "app/explorer/features/stage/stage_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/setting_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kFadeStep = 0.1;

std::string monitor_text(const StageMonitor& monitor) {
    return fmt::format("{}, {} x {}", monitor.name, monitor.width, monitor.height);
}

std::string place_text(const AppState& state) {
    const StageSettings& settings = state.stage_settings;
    if (settings.place == StagePlace::other) return tr("The other monitor");
    if (settings.place == StagePlace::window) return tr("In a window");
    for (const StageMonitor& monitor : state.stage.monitors)
        if (monitor.name == settings.monitor) return monitor_text(monitor);
    return trf("{}, not connected", settings.monitor);
}

void place_choice(Panel& panel, StageController& controller) {
    const AppState& state = panel.state;
    const StageSettings settings = state.stage_settings;
    setting(tr("Where"));
    if (begin_combo("##place", place_text(state).c_str())) {
        if (combo_item(tr_label("The other monitor"), settings.place == StagePlace::other))
            controller.set_place(StagePlace::other);
        panel.probe.item("Stage/Place/Other");
        for (const StageMonitor& monitor : state.stage.monitors) {
            const bool chosen = settings.place == StagePlace::monitor && settings.monitor == monitor.name;
            if (combo_item(label_with_id(monitor_text(monitor), monitor.name.c_str()).c_str(), chosen))
                controller.set_place(StagePlace::monitor, monitor.name);
            panel.probe.item("Stage/Place/" + monitor.name);
        }
        if (combo_item(tr_label("In a window"), settings.place == StagePlace::window))
            controller.set_place(StagePlace::window);
        panel.probe.item("Stage/Place/Window");
        ImGui::EndCombo();
    }
    panel.probe.item("Stage/Place");
    setting_note(
        tr("The other monitor is the one that this window is not on; if there is only one, a window opens "
           "instead. There, F11 or a double-click fills the screen and Esc ends the presentation; other keys "
           "work as they do here."));
}

std::string fade_text(double seconds) {
    return seconds == 0 ? std::string(tr("none")) : trf("{:.1f} s", seconds);
}

void fade_slider(Panel& panel, StageController& controller) {
    const float text = std::max(ImGui::CalcTextSize(fade_text(0).c_str()).x,
                                ImGui::CalcTextSize(fade_text(kMaxStageFade).c_str()).x);
    auto seconds = static_cast<float>(panel.state.stage_settings.fade);
    setting(tr("Fade"));
    if (slider("##fade", seconds, 0, static_cast<float>(kMaxStageFade), em(kSettingFields),
               fade_text(panel.state.stage_settings.fade), text, ImGuiSliderFlags_NoInput))
        controller.set_fade(std::round(static_cast<double>(seconds) / kFadeStep) * kFadeStep);
    panel.probe.item("Stage/Fade");
    setting_note(tr("When you go to another face. Dragging and journeys are followed at once."));
}

}  // namespace

void stage_section(Panel& panel, StageController& controller) {
    place_choice(panel, controller);
    ImGui::Spacing();
    fade_slider(panel, controller);
    ImGui::Spacing();
    setting(tr("Caption"));
    ImGui::Checkbox(tr_label("Name of the face"), &panel.state.stage_settings.caption);
    panel.probe.item("Stage/Caption");
    setting_note(tr("The name of the favourite or journey, or the seed, at the lower left."));
    ImGui::Spacing();
    setting_without_label();
    const bool open = panel.state.stage.open;
    if (button(open ? tr_label("Stop presenting") : tr_label("Present"),
               with_keys(panel, tr("The face alone, for an audience"), "view.present")))
        controller.toggle();
    panel.probe.item("Stage/Present");
}

}  // namespace progan
