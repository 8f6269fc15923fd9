#include <imgui.h>

#include <algorithm>
#include <array>
#include <vector>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

struct Line {
    const char* keys;
    const char* meaning;
};

/// Keys that belong to one view or control, beside the commands'.
constexpr std::array kViewKeys{
    Line{"Arrows, Enter", "in the grid: choose a face and go there"},
    Line{"Arrows, +, -, Enter, D", "in the map: move, zoom, go to the face in the middle, draw a journey"},
    Line{"Right, Left, Down, Up", "in Teach: more, less, neither, take back; N: name, Enter: add"},
    Line{"X, held", "in Compare > One: the other face"},
    Line{"Tab, arrows, Enter", "walk through the controls; Ctrl+Tab: next panel"},
};

constexpr std::array kHints{
    "A slider turns the face by degrees toward one component of its latent. Wheel: 1 degree; Ctrl+wheel: "
    "0.1; double-click: type.",
    "The length of a latent means nothing to a Progressive GAN: only its direction counts. That is why "
    "sliders are angles.",
    "Wheel over the face zooms at the pointer; drag pans; double-click fits.",
    "Drop a folder of pictures to train on them, or the folder of a training run to look on.",
    "Right-click a favourite to name, tag or delete it, or drag it onto the timeline.",
};

void key_line(const char* keys, const char* meaning) {
    ImGui::TextColored(kAccent, "%s", keys);
    ImGui::SameLine(em(11));
    ImGui::TextUnformatted(meaning);
}

/// Commands in two columns: there are more than fit below each other.
void command_lines(const Commands& commands) {
    std::vector<const Command*> listed;
    for (const Command& command : commands.all())
        if (!command.help.empty() && !command.chords.empty()) listed.push_back(&command);
    const std::size_t half = (listed.size() + 1) / 2;
    for (std::size_t column = 0; column < 2; ++column) {
        if (column > 0) ImGui::SameLine(0, em(2));
        ImGui::BeginGroup();
        for (std::size_t i = column * half; i < std::min(listed.size(), (column + 1) * half); ++i) {
            ImGui::TextColored(kAccent, "%s", commands.keys_of(listed[i]->id).c_str());
            ImGui::SameLine(em(11));
            ImGui::TextUnformatted(listed[i]->help.c_str());
        }
        ImGui::EndGroup();
    }
}

}  // namespace

void help_popup(Panel& panel, const Commands& commands) {
    AppState& state = panel.state;
    if (!begin_dialog("Keys and hints", state.show_help, panel.escape)) return;
    command_lines(commands);
    ImGui::Separator();
    for (const Line& line : kViewKeys) key_line(line.keys, line.meaning);
    ImGui::Separator();
    ImGui::PushTextWrapPos(em(33));
    for (const char* hint : kHints) ImGui::TextDisabled("%s", hint);
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    if (button("Close", "Esc", em(7))) {
        state.show_help = false;
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Help/Close");
    ImGui::EndPopup();
}

}  // namespace progan
