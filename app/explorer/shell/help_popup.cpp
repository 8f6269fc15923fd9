#include <imgui.h>

#include <array>

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

constexpr std::array kKeys{
    Line{"R", "random seed"},
    Line{"Page Down, Page Up", "next and previous seed"},
    Line{"Shift+R", "turn the sliders at random"},
    Line{"Ctrl+0", "all sliders back to 0"},
    Line{"Ctrl+S", "keep this face"},
    Line{"Ctrl+Z, Ctrl+Shift+Z", "undo and redo, whatever it was; also Alt+Left, Alt+Right"},
    Line{"Space", "play or pause the journey"},
    Line{"Left, Right", "a frame back or on, with Shift ten; in Compare > Swipe: move the line"},
    Line{"Home, End, [ and ]", "first and last frame played; key before and after"},
    Line{"K, Delete", "a key of this face at the playhead; delete the selected key"},
    Line{"I, O", "play from here; play up to here"},
    Line{"Arrows, Enter", "in the grid: choose a face and go there"},
    Line{"Arrows, +, -, Enter, D", "in the map: move, zoom, go to the face in the middle, draw a journey"},
    Line{"Right, Left, Down, Up", "in Teach: more, less, neither, take back; N: name, Enter: add"},
    Line{"X, held", "in Compare > One: the other face"},
    Line{"Ctrl+R", "record the journey"},
    Line{"Ctrl+Shift+R", "keep what you do as a take"},
    Line{"Ctrl+1 ... 7", "the face, grid, map, compare, teach, growth, training"},
    Line{"F, 1, T", "fit, 1:1, smooth or nearest"},
    Line{"Ctrl+O", "open a model"},
    Line{"Tab, arrows, Enter", "walk through the controls; Ctrl+Tab: next panel"},
    Line{"? or F1", "this list"},
    Line{"Ctrl+Q", "quit (everything is saved)"},
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

}  // namespace

void help_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!begin_dialog("Keys and hints", state.show_help, panel.escape)) return;
    for (const Line& line : kKeys) {
        ImGui::TextColored(kAccent, "%s", line.keys);
        ImGui::SameLine(em(11));
        ImGui::TextUnformatted(line.meaning);
    }
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
