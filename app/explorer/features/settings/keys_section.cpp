#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/explorer/features/settings/chord.h"
#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kNames = 0.48f;  // of the width

struct Row {
    std::size_t command;
    const std::vector<Chord>& chords;
};

bool is_found(const KeyedCommand& command, const std::vector<Chord>& chords, const std::string& search) {
    const std::string wanted(trimmed(to_lower(search)));
    const auto contains = [&](const std::string& text) {
        return to_lower(text).find(wanted) != std::string::npos;
    };
    return contains(tr(command.label.c_str())) || contains(command.label) ||
           std::any_of(chords.begin(), chords.end(),
                       [&](const Chord& chord) { return contains(chord_text(chord)); });
}

/// What happens next, or has just happened. It has its place whether there is anything to say or not.
/// Returns whether the pointer is on one of its buttons.
bool message(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands,
             float height) {
    const SettingsDialogState& dialog = panel.state.settings_dialog;
    const auto command = std::find_if(commands.begin(), commands.end(),
                                      [&](const KeyedCommand& known) { return known.id == dialog.command; });
    ImGui::BeginChild("##message", {0, height}, false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    bool pointed = false;
    ImGui::AlignTextToFramePadding();  // as beside the buttons
    if (dialog.wanted) {
        ImGui::BeginGroup();
        const Answered answered = answers(panel, {tr_label("Cancel"), tr("Esc"), "Settings/Keys/Leave it"},
                                          {tr_label("Reassign"), tr("Enter"), "Settings/Keys/Take over"});
        ImGui::EndGroup();
        pointed = ImGui::IsItemHovered();
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        wrapped_text(dialog.said);
        if (answered.act) controller.take_over(commands);
        if (answered.leave) controller.leave_keys();
    } else if (command != commands.end()) {
        wrapped_text(
            !dialog.said.empty()
                ? dialog.said
                : trf("Press the new shortcut for \"{}\". Esc keeps the old one, Backspace removes it.",
                      tr(command->label.c_str())));
    } else if (!dialog.said.empty()) {
        wrapped_text(dialog.said);
    } else {
        dim_text(tr("Click a shortcut or press Enter on it, then press the new one."));
    }
    ImGui::EndChild();
    return pointed;
}

/// One key, or the place of the next one, which is the same item to the keyboard's walk. True while the
/// pointer is on it.
bool key_button(Panel& panel, SettingsController& controller, const KeyedCommand& command, std::size_t slot,
                const std::vector<Chord>& chords, float left) {
    const SettingsDialogState& dialog = panel.state.settings_dialog;
    const bool waits = dialog.command == command.id && dialog.slot == slot;
    const bool added = slot >= chords.size() && !waits;
    const std::string text = waits && dialog.wanted ? chord_text(*dialog.wanted)
                             : waits                ? tr("Press a key")
                             : added                ? "+"
                                                    : chord_text(chords[slot]);
    const float width = std::max(ImGui::CalcTextSize(text.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x,
                                 ImGui::GetFrameHeight());
    if (slot > 0) {
        ImGui::SameLine(0, space::small());
        if (ImGui::GetContentRegionAvail().x < width + ImGui::GetFrameHeight() + space::medium()) {
            ImGui::NewLine();
            ImGui::SetCursorPosX(left);
        }
    }
    ImGui::PushID(static_cast<int>(slot));
    const std::string label = label_with_id(text, "key");
    bool clicked = false;
    if (waits) {
        clicked = primary_button(label.c_str(), "", {width, 0});
    } else {
        if (added) ImGui::PushStyleColor(ImGuiCol_Button, transparent());
        clicked = button(label.c_str(),
                         !added           ? tr("Change it")
                         : chords.empty() ? tr("Add a shortcut")
                                          : tr("Add another shortcut"),
                         width);
        if (added) ImGui::PopStyleColor();
    }
    ImGui::PopID();
    const bool pointed = ImGui::IsItemHovered();
    panel.probe.item("Settings/Keys/" + command.id + "/" + std::to_string(slot));
    if (clicked) controller.ask_key(command.id, slot);
    return pointed;
}

/// True while the pointer is on the key that is waited for.
bool row(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands,
         const Row& row) {
    const KeyedCommand& command = commands[row.command];
    const SettingsDialogState& dialog = panel.state.settings_dialog;
    const float width = ImGui::GetContentRegionAvail().x, left = ImGui::GetCursorPosX();
    ImGui::PushID(command.id.c_str());
    ImGui::AlignTextToFramePadding();
    cut_text(tr(command.label.c_str()), width * kNames - space::medium());
    ImGui::SameLine(left + width * kNames);
    bool pointed = false;
    ImGui::BeginGroup();  // they may take several lines
    const std::size_t slots = std::min(row.chords.size() + 1, kMaxKeys);
    for (std::size_t slot = 0; slot < slots; ++slot)
        pointed |= key_button(panel, controller, command, slot, row.chords, left + width * kNames) &&
                   dialog.command == command.id && dialog.slot == slot;
    ImGui::EndGroup();
    if (panel.state.settings.keys.of.contains(command.id)) {
        ImGui::SameLine(left + width - ImGui::GetFrameHeight());
        if (icon_button("reset", Icon::reset, tr("Restores its default shortcuts")))
            controller.reset_keys_of(row.command, commands);
        panel.probe.item("Settings/Keys/" + command.id + "/Reset");
    }
    ImGui::PopID();
    return pointed;
}

void search_line(Panel& panel, SettingsController& controller) {
    const float width = ImGui::GetContentRegionAvail().x;
    const char* reset = tr("Reset all shortcuts");
    const float button_width = ImGui::CalcTextSize(reset).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SetNextItemWidth(width - button_width - space::medium());
    ImGui::InputTextWithHint("##search", tr("Search commands and shortcuts"),
                             &panel.state.settings_dialog.search);
    panel.probe.item("Settings/Keys/Search");
    ImGui::SameLine(0, space::medium());
    ImGui::BeginDisabled(panel.state.settings.keys.of.empty());
    if (button(tr_label("Reset all shortcuts"), tr("Restores the default shortcuts for all commands")))
        controller.reset_all_keys();
    panel.probe.item("Settings/Keys/Reset all");
    ImGui::EndDisabled();
}

/// True while the pointer is on the key that is waited for.
bool rows(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands) {
    const KeysInUse keys = keys_in_use(commands, panel.state.settings.keys);
    const char* group = nullptr;
    bool pointed = false;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        if (!is_found(commands[i], keys.of[i], panel.state.settings_dialog.search)) continue;
        if (group != commands[i].group) {
            if (group) ImGui::Spacing();
            group = commands[i].group;
            heading(tr(group));
        }
        pointed |= row(panel, controller, commands, {i, keys.of[i]});
    }
    if (!group) disabled_text(tr("Nothing found."));
    return pointed;
}

}  // namespace

void keys_section(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands) {
    const bool waited = panel.state.settings_dialog.capturing();
    search_line(panel, controller);
    ImGui::Spacing();
    const float foot = 2 * ImGui::GetTextLineHeightWithSpacing() + space::small();
    ImGui::BeginChild("##commands", {0, -foot - 2 * ImGui::GetStyle().ItemSpacing.y});
    bool pointed = rows(panel, controller, commands);
    ImGui::EndChild();
    ImGui::Spacing();
    pointed |= message(panel, controller, commands, foot);
    if (waited && !pointed && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) controller.leave_keys();
}

}  // namespace progan
