#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/features/settings/chord.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kMaxKeysListed = 4;  // more are "the first ... the last"

struct Line {
    const char* keys;
    const char* meaning;
};

/// Keys that belong to one view or control. They are not in the table of commands: they mean something only
/// where that view is, some of them only while held, and what they do there takes the place of a command's
/// key.
constexpr std::array kViewKeys{
    Line{tr_later("Arrows, Enter"), tr_later("in the grid: choose a face and go there")},
    Line{tr_later("Arrows, +, -, Enter, D"),
         tr_later("in the map: move, zoom, go to the face in the middle, draw a journey")},
    Line{tr_later("Right, Left, Down, Up"),
         tr_later("in Teach: more, less, neither, take back; N: name, Enter: add")},
    Line{tr_later("X, held"), tr_later("the face without its sliders; in Compare > One: the other face")},
    Line{tr_later("Tab, arrows, Enter"),
         tr_later("move through the controls and press them; F6: next panel")},
};

constexpr std::array kHints{
    tr_later("Each slider turns the face by an angle along its axis. Wheel: 1 degree, or a tenth with Ctrl; "
             "double-click: type."),
    tr_later("A Progressive GAN ignores the length of a latent: only its direction matters. That is why "
             "sliders are angles."),
    tr_later("Over the face, the wheel zooms at the pointer; drag to pan; double-click to fit."),
    tr_later("Drop a folder of pictures to train on them, or the folder of a training run to follow it."),
    tr_later("Click a favourite to go there, and to name, tag or rate it; drag it onto the timeline."),
};

void key_line(const char* keys, const char* meaning) {
    ImGui::TextColored(theme().accent, "%s", keys);
    ImGui::SameLine(em(14));
    text_line(meaning);
}

/// What commands of one help text have in common.
struct CommandLine {
    std::string help;
    std::vector<std::string> keys;  ///< the first of each
    bool usual = true;              ///< all of them are those that the commands come with
};

void command_lines(const Commands& commands, const KeyChanges& changes) {
    std::vector<CommandLine> lines;
    for (const Command& command : commands.all()) {
        if (command.chords.empty()) continue;
        const std::string& help = command.help.empty() ? command.label : command.help;
        auto line = std::find_if(lines.begin(), lines.end(),
                                 [&](const CommandLine& other) { return other.help == help; });
        if (line == lines.end()) line = lines.insert(lines.end(), {help, {}, true});
        line->keys.push_back(chord_text(command.chords.front()));
        line->usual &= !changes.of.contains(command.id);
    }
    for (const auto& [help, keys, usual] : lines) {
        std::string text = keys.front();
        if (keys.size() > kMaxKeysListed && usual)
            text += " ... " + keys.back();
        else
            for (std::size_t i = 1; i < keys.size(); ++i) text += ", " + keys[i];
        key_line(text.c_str(), tr(help.c_str()));
    }
}

}  // namespace

void help_popup(Panel& panel, const Commands& commands) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("Keys and hints"), state.show_help, panel.escape)) return;
    // It scrolls by itself, so that its button stays in view.
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    ImGui::BeginChild("##keys", {std::min(em(52), display.x * 0.85f), std::min(em(44), room_above_foot())});
    ImGui::PushTextWrapPos(0);
    command_lines(commands, state.settings.keys);
    for (const Line& line : kViewKeys) key_line(tr(line.keys), tr(line.meaning));
    ImGui::Separator();
    for (const char* hint : kHints) disabled_text(tr(hint));
    ImGui::PopTextWrapPos();
    ImGui::EndChild();
    ImGui::Spacing();
    if (close_foot(panel, "Help/Close")) {
        state.show_help = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
