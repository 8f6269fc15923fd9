#include <imgui.h>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/setting_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void device_choice(Panel& panel, SettingsController& controller) {
    const AppState& state = panel.state;
    std::string shown = state.device.empty() ? "..." : state.device;
    for (const Device& device : state.devices)
        if (device.id == state.device) shown = device.name;
    setting(tr("Device"));
    if (begin_combo("##device", shown.c_str())) {
        if (combo_item(tr_label("Automatic"), state.settings.device == "auto")) controller.set_device("auto");
        panel.probe.item("Settings/Device/auto");
        for (const Device& device : state.devices) {
            if (combo_item(device.name.c_str(), state.settings.device == device.id))
                controller.set_device(device.id);
            panel.probe.item("Settings/Device/" + device.id);
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Settings/Device");
    setting_note(tr("Where the generator runs. Automatic takes a GPU if there is one."));
}

void seed_mode_choice(Panel& panel, SettingsController& controller) {
    const SeedMode mode = panel.state.settings.seed_mode;
    setting(tr("Seeds"));
    if (begin_combo("##seeds", mode == SeedMode::numpy ? "NumPy" : "PyTorch")) {
        if (combo_item("NumPy", mode == SeedMode::numpy)) controller.set_seed_mode(SeedMode::numpy);
        panel.probe.item("Settings/Seeds/numpy");
        if (combo_item("PyTorch", mode == SeedMode::torch)) controller.set_seed_mode(SeedMode::torch);
        panel.probe.item("Settings/Seeds/torch");
        ImGui::EndCombo();
    }
    panel.probe.item("Settings/Seeds");
    setting_note(
        tr("How a seed becomes a latent: as with numpy.random.RandomState(seed).randn, the convention of the "
           "published scripts, or as with torch.manual_seed(seed); torch.randn."));
}

void memory_field(Panel& panel, SettingsController& controller) {
    auto memory = static_cast<int>(panel.state.timeline.memory_mib);
    setting(tr("Prepared frames"));
    ImGui::SetNextItemWidth(em(9));
    if (ImGui::InputInt("MiB", &memory, 64, 256)) controller.set_memory(memory);
    panel.probe.item("Settings/Memory");
    setting_note(
        tr("Memory for frames of the journey that are made in advance, so that scrubbing shows finished "
           "pictures. Frames far from the playhead make room for nearer ones. 0 turns this off."));
}

}  // namespace

void faces_section(Panel& panel, SettingsController& controller) {
    device_choice(panel, controller);
    ImGui::Spacing();
    seed_mode_choice(panel, controller);
    ImGui::Spacing();
    memory_field(panel, controller);
}

}  // namespace progan
