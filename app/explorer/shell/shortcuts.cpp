#include "app/explorer/shell/shortcuts.h"

#include <GLFW/glfw3.h>

#include <algorithm>

#include "app/explorer/ui/view_geometry.h"

namespace progan {
namespace {

void with_ctrl(const KeyPress& press, AppState& state, Features& features) {
    switch (press.key) {
        case GLFW_KEY_Q:
            state.quit = true;
            break;
        case GLFW_KEY_O:
            state.picker_for = AppState::PickerFor::model;
            state.show_picker = true;
            break;
        case GLFW_KEY_S:
            features.favourites.keep_current();
            break;
        case GLFW_KEY_Z:
            press.shift ? features.history.redo() : features.history.undo();
            break;
        case GLFW_KEY_Y:
            features.history.redo();
            break;
        case GLFW_KEY_R:
            if (press.shift)
                features.recording.toggle_take();
            else
                state.show_record = state.model.has_value();
            break;
        case GLFW_KEY_1:
            features.face.show(CenterView::face);
            break;
        case GLFW_KEY_2:
            features.face.show(CenterView::grid);
            break;
        case GLFW_KEY_3:
            features.face.show(CenterView::map);
            break;
        case GLFW_KEY_4:
            features.face.show(CenterView::compare);
            break;
        case GLFW_KEY_5:
            features.face.show(CenterView::teach);
            break;
        case GLFW_KEY_6:
            features.face.show(CenterView::growth);
            break;
        case GLFW_KEY_7:
            features.face.show(CenterView::training);
            break;
        case GLFW_KEY_0:
            features.face.reset_sliders();
            break;
        default:
            break;
    }
}

constexpr double kDividerStep = 0.02;

void move_divider(AppState& state, double by) {
    state.compare.divider = std::clamp(state.compare.divider + by, 0.0, 1.0);
}

void plain(const KeyPress& press, bool walking, AppState& state, FaceActions& actions,
           TimelineController& timeline) {
    switch (press.key) {
        case GLFW_KEY_R:
            press.shift ? actions.randomise_sliders() : actions.random_seed();
            break;
        case GLFW_KEY_PAGE_DOWN:
            actions.step_seed(1);
            break;
        case GLFW_KEY_PAGE_UP:
            actions.step_seed(-1);
            break;
        case GLFW_KEY_F:
            state.view.fit = true;
            break;
        case GLFW_KEY_1:
            zoom_to(state.view, 1);
            break;
        case GLFW_KEY_T:
            state.view.smooth = !state.view.smooth;
            break;
        case GLFW_KEY_LEFT_BRACKET:
            timeline.jump_by_key(-1);
            break;
        case GLFW_KEY_RIGHT_BRACKET:
            timeline.jump_by_key(1);
            break;
        case GLFW_KEY_I:
            timeline.set_in();
            break;
        case GLFW_KEY_O:
            timeline.set_out();
            break;
        case GLFW_KEY_K:
            timeline.add(timeline.shown_face());
            break;
        case GLFW_KEY_DELETE:
            if (state.follow == Follow::journey) timeline.remove_selected();
            break;
        case GLFW_KEY_F1:
            state.show_help = true;
            break;
        default:
            break;
    }
    if (press.character == '?') state.show_help = true;
    const bool swiping = state.center == CenterView::compare && state.compare.view == CompareView::swipe;
    // In the grid the arrows belong to its cells.
    if (walking || state.center == CenterView::grid) return;
    switch (press.key) {
        case GLFW_KEY_SPACE:
            timeline.toggle_play();
            break;
        case GLFW_KEY_LEFT:
            if (swiping)
                move_divider(state, -kDividerStep);
            else
                timeline.step(press.shift ? -10 : -1);
            break;
        case GLFW_KEY_RIGHT:
            if (swiping)
                move_divider(state, kDividerStep);
            else
                timeline.step(press.shift ? 10 : 1);
            break;
        case GLFW_KEY_HOME:
            timeline.go_to_start();
            break;
        case GLFW_KEY_END:
            timeline.go_to_end();
            break;
        default:
            break;
    }
}

}  // namespace

void handle_shortcuts(const std::vector<KeyPress>& keys, bool typing, bool walking, AppState& state,
                      Features& features) {
    const bool dialog = state.show_help || state.show_picker || state.show_record || state.show_model ||
                        state.axes_list.show_find || state.axes_list.show_save ||
                        !state.editing_favourite.empty();
    for (const KeyPress& press : keys) {
        if (press.ctrl && press.key == GLFW_KEY_Q) state.quit = true;
        if (dialog) continue;
        if (press.ctrl && typing && press.key == GLFW_KEY_Z) continue;  // of the text
        if (press.ctrl)
            with_ctrl(press, state, features);
        else if (press.alt && press.key == GLFW_KEY_LEFT)
            features.history.undo();
        else if (press.alt && press.key == GLFW_KEY_RIGHT)
            features.history.redo();
        else if (!typing && !walking && !press.alt && state.center == CenterView::teach &&
                 features.teach.key(press))
            continue;
        else if (!typing && !press.alt && !features.map.key(press, walking))
            plain(press, walking, state, features.face, features.timeline);
    }
}

}  // namespace progan
