#include "app/explorer/shell/modes.h"

#include <array>

#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::array kModes{
    Mode{CenterView::face, false, 0, Icon::face, "view.face", "Face", tr_later("Face"),
         tr_later("Show: Face"), tr_later("The face, large")},
    Mode{CenterView::grid, false, 0, Icon::grid, "view.grid", "Grid", tr_later("Grid"),
         tr_later("Show: Grid"), tr_later("The faces around this one, children of several, sums of faces")},
    Mode{CenterView::map, false, 0, Icon::map, "view.map", "Map", tr_later("Map"), tr_later("Show: Map"),
         tr_later("A thousand faces, laid out so that neighbours look alike")},
    Mode{CenterView::teach, false, 1, Icon::teach, "view.teach", "Teach", tr_later("Teach"),
         tr_later("Show: Teach"), tr_later("Make a slider by sorting faces")},
    Mode{CenterView::compare, false, 1, Icon::compare, "view.compare", "Compare", tr_later("Compare"),
         tr_later("Show: Compare"), tr_later("Compare two faces")},
    Mode{CenterView::face, true, 1, Icon::animate, "view.animate", "Animate", tr_later("Animate"),
         tr_later("Show: Animate"), tr_later("A journey from face to face, on a timeline")},
    Mode{CenterView::growth, false, 2, Icon::growth, "view.growth", "Growth", tr_later("Growth"),
         tr_later("Show: Growth"), tr_later("The face at every size the generator grew through")},
    Mode{CenterView::training, false, 2, Icon::train, "view.training", "Training", tr_later("Train"),
         tr_later("Show: Train"), tr_later("Train a generator on your own pictures, and watch it learn")},
    Mode{CenterView::layers, false, 2, Icon::layers, "view.layers", "Layers", tr_later("Layers"),
         tr_later("Show: Layers"),
         tr_later("Look inside the generator: what each of its channels does for this face")},
};

}  // namespace

std::span<const Mode> modes() {
    return kModes;
}

bool is_shown(const AppState& state, const Mode& mode) {
    return state.center == mode.center &&
           (mode.center != CenterView::face || state.panels.timeline == mode.timeline);
}

void enter_mode(AppState& state, FaceActions& actions, const Mode& mode) {
    actions.show(mode.center);
    if (mode.center == CenterView::face) state.panels.timeline = mode.timeline;
}

}  // namespace progan
