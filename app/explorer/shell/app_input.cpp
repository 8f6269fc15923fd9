// The part of App that hears the hand: keys, drops, and whether something is still being moved.
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/shell/app.h"
#include "app/explorer/shell/glyphs.h"
#include "app/explorer/shell/language.h"

namespace progan {

/// Drops and keys go where they belong; what else the window received is Dear ImGui's.
Window::TakenKeys App::take_input() {
    const std::optional<Time> heard = features_.osc.take_heard_time();
    if (const std::optional<Time> input = earlier(window_.take_input_time(), heard)) meter_.input(*input);
    if (const std::vector<std::string> drops = window_.take_drops(); !drops.empty())
        features_.open_together({drops.begin(), drops.end()});
    follow_language(state_, imgui_.fonts());
    need_glyphs(state_, imgui_.fonts());
    Window::TakenKeys taken = window_.take_keys();
    std::vector<KeyPress>& keys = taken.keys;
    for (const KeyPress& press : keys) imgui_.fonts().need(press.character);
    // A key that ends the tour does what it always does, but for Esc, which has nothing left to close.
    if (!keys.empty() && features_.welcome.end_tour()) std::erase_if(keys, is_escape);
    if (ends_learning(keys) || closes_error(keys)) std::erase_if(keys, is_escape);
    const bool captured = state_.settings_dialog.capturing();
    commands_.handle(keys, {text_is_edited(), walk::walking(), popup_is_open()});
    if (captured) keys.clear();
    return taken;
}

/// Esc, unless it is for what is open over the window.
bool App::ends_learning(const std::vector<KeyPress>& keys) {
    const bool escape = std::any_of(keys.begin(), keys.end(), is_escape);
    if (!escape || !state_.controls.learning || text_is_edited() || popup_is_open() || dialog_is_open(state_))
        return false;
    features_.controls.stop_learning();
    return true;
}

/// Esc closes what is innermost: an error's card, unless something is open over it or has the keys.
bool App::closes_error(const std::vector<KeyPress>& keys) {
    const bool escape = std::any_of(keys.begin(), keys.end(), is_escape);
    const bool taken = text_is_edited() || popup_is_open() || dialog_is_open(state_) ||
                       state_.slideshow.playing || state_.wander.walking;
    return escape && !taken && features_.notifier.close_error();
}

/// Moving it is nothing yet.
bool App::mouse_is_used() {
    const ImGuiIO& io = ImGui::GetIO();
    return io.MouseWheel != 0 || io.MouseWheelH != 0 ||
           std::any_of(std::begin(io.MouseClicked), std::end(io.MouseClicked),
                       [](bool clicked) { return clicked; });
}

/// Tab and F6 are ours: Dear ImGui does not hear of them (ImGuiLayer).
void App::walk_by_keys(const std::vector<KeyPress>& keys) {
    for (const KeyPress& press : keys) {
        if (press.ctrl || press.alt || press.elsewhere) continue;
        if (press.key == GLFW_KEY_TAB) walk::go(press.shift ? walk::Step::previous : walk::Step::next);
        if (press.key == GLFW_KEY_F6)
            walk::go(press.shift ? walk::Step::previous_panel : walk::Step::next_panel);
    }
}

/// Whether what changes belongs to something that a hand, a walk or the tour is still doing.
bool App::gesture_under_way() const {
    const ImGuiIO& io = ImGui::GetIO();
    const bool held = io.MouseDown[0] || io.MouseDown[1] || io.MouseDown[2];
    return held || (ImGui::IsAnyItemActive() && !text_is_edited()) || state_.wander.walking ||
           features_.welcome.sweeping() || (demo_ && demo_->sweeping());
}

}  // namespace progan
