#include "app/explorer/features/settings/settings_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <array>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

struct Entry {
    SettingsSection section;
    const char *probe, *name;
};
constexpr std::array kSections{Entry{SettingsSection::look, "Look", tr_later("Appearance")},
                               Entry{SettingsSection::faces, "Faces", tr_later("Faces")},
                               Entry{SettingsSection::presenting, "Presenting", tr_later("Presenting")},
                               Entry{SettingsSection::remote, "Remote", tr_later("Remote control")},
                               Entry{SettingsSection::keys, "Keys", tr_later("Shortcuts")},
                               Entry{SettingsSection::storage, "Storage", tr_later("Storage")},
                               Entry{SettingsSection::privacy, "Privacy", tr_later("Privacy")},
                               Entry{SettingsSection::reset, "Reset", tr_later("Reset")}};

void sections(Panel& panel, SettingsController& controller) {
    ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {0, 0.5f});
    for (const Entry& entry : kSections) {
        const bool chosen = panel.state.settings_dialog.section == entry.section;
        if (tab(tr_label(entry.name), chosen, "", ImGui::GetContentRegionAvail().x))
            controller.show(entry.section);
        panel.probe.item(std::string("Settings/Section/") + entry.probe);
    }
    ImGui::PopStyleVar();
}

void section(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands,
             const OtherSections& others) {
    switch (panel.state.settings_dialog.section) {
        case SettingsSection::look:
            look_section(panel);
            return;
        case SettingsSection::faces:
            faces_section(panel, controller);
            return;
        case SettingsSection::presenting:
            others.presenting();
            return;
        case SettingsSection::remote:
            others.remote();
            return;
        case SettingsSection::keys:
            keys_section(panel, controller, commands);
            return;
        case SettingsSection::storage:
            storage_section(panel, controller);
            return;
        case SettingsSection::privacy:
            privacy_section(panel, controller);
            return;
        case SettingsSection::reset:
            reset_section(panel, controller);
            return;
    }
}

}  // namespace

void settings_dialog(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands,
                     const OtherSections& others) {
    SettingsDialogState& dialog = panel.state.settings_dialog;
    if (!begin_dialog(tr_label("Settings"), dialog.show, panel.escape)) return;
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float width = std::min(em(56), display.x * 0.92f - 2 * space::huge());
    const float height = std::min(em(32), room_above_foot()), left = std::clamp(width * 0.2f, em(6), em(9));
    ImGui::BeginChild("##sections", {left, height});
    sections(panel, controller);
    ImGui::EndChild();
    ImGui::SameLine(0, space::huge());
    ImGui::BeginChild("##section", {width - left - space::huge(), height});
    section(panel, controller, commands, others);
    ImGui::EndChild();
    if (!dialog.show) ImGui::CloseCurrentPopup();  // a section has begun what is done in the window
    ImGui::Spacing();
    if (close_foot(panel, "Settings/Close")) {
        dialog.show = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
