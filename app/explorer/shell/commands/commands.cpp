#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

#include "app/explorer/features/settings/chord.h"
#include "core/support/translate.h"

namespace progan {
namespace {

bool has_shift_variant(const std::vector<Command>& commands, const Chord& chord) {
    Chord other = chord;
    other.shift = true;
    return std::any_of(commands.begin(), commands.end(), [&](const Command& command) {
        return std::find(command.chords.begin(), command.chords.end(), other) != command.chords.end();
    });
}

/// Without a text field, a letter, digit or sign is a command.
bool writes(const KeyPress& press) {
    if (press.ctrl || press.alt) return false;
    return press.key == 0 || (press.key >= GLFW_KEY_SPACE && press.key <= GLFW_KEY_GRAVE_ACCENT);
}

/// Every other key is the slideshow's while it plays.
bool acts_during_slideshow(const Command& command) {
    return command.id == "slideshow.toggle" || command.id == "view.full_screen" ||
           command.id == "view.present" || command.id == "window.quit";
}

}  // namespace

bool dialog_is_open(const AppState& state) {
    return state.show_quit || state.show_log || state.show_help || state.picker.show || state.show_record ||
           state.show_about || state.manual.show || state.doctor.show || state.show_model ||
           state.models.show || state.settings_dialog.show || state.exporting.show || state.palette.open ||
           state.photo.show || state.axes_list.show_find || state.axes_list.labels.show ||
           state.axes_list.show_save || state.favourites_view.album_form.show;
}

Commands::Commands(AppState& state, Features& features) : state_(state), features_(features) {
    add_seeds_and_sliders();
    add_walks_and_favourites();
    add_exchange();
    list(tr_later("Faces"));
    add_history();
    list(tr_later("History"));
    add_playing();
    add_jumps();
    add_keyframes();
    add_recording();
    list(tr_later("Journeys and recording"));
    add_centers();
    add_panels();
    add_view();
    list(tr_later("Views"));
    add_models();
    add_dialogs();
    list(tr_later("Models and the window"));
    follow_settings();
    features_.keys_of = [this](std::string_view command) { return keys_of(command); };
}

/// Those that were added since the last call.
void Commands::list(const char* group) {
    for (std::size_t i = keyed_.size(); i < commands_.size(); ++i)
        keyed_.push_back({commands_[i].id, commands_[i].label, group, commands_[i].chords});
}

void Commands::follow_settings() {
    if (state_.settings.keys == followed_) return;
    followed_ = state_.settings.keys;
    KeysInUse keys = keys_in_use(keyed_, followed_);
    for (std::size_t i = 0; i < commands_.size(); ++i) commands_[i].chords = std::move(keys.of[i]);
    key_problems_ = std::move(keys.problems);
}

std::string Commands::keys_of(std::string_view id) const {
    std::string text;
    for (const Command& command : commands_)
        if (command.id == id)
            for (const Chord& chord : command.chords) text += (text.empty() ? "" : ", ") + chord_text(chord);
    return text;
}

bool Commands::reachable(const Command& command, const KeyPress& pressed, const Situation& situation) const {
    if (situation.typing) return false;
    if (command.reach == Reach::always) return true;
    if (situation.dialog) return false;
    // In the grid the arrows belong to its cells.
    return command.reach == Reach::keys || pressed.key == 0 ||
           (!situation.walking && state_.center != CenterView::grid);
}

const Command* Commands::command_of(const KeyPress& press) const {
    Chord pressed{press.key, press.ctrl, press.shift, press.alt, press.key == 0 ? press.character : 0};
    if (pressed.key == 0) pressed.ctrl = pressed.shift = pressed.alt = false;
    Chord unshifted = pressed;
    unshifted.shift = false;
    const bool exact = pressed.key == 0 || has_shift_variant(commands_, unshifted);
    for (const Command& command : commands_) {
        const auto& chords = command.chords;
        const auto has = [&](const Chord& chord) {
            return std::find(chords.begin(), chords.end(), chord) != chords.end();
        };
        if (has(pressed) || (!exact && has(unshifted))) return &command;
    }
    return nullptr;
}

bool Commands::press(const KeyPress& press, const Situation& situation) const {
    const Command* command = command_of(press);
    if (!command) return false;
    if (reachable(*command, press, situation) && (!command->enabled || command->enabled())) run(*command);
    return true;
}

void Commands::run(const Command& command) const {
    const std::string_view id = command.id;
    const bool only_looks = id.starts_with("view.") || id == "record.session" || id == "window.palette";
    if (!only_looks && id != "wander.toggle") features_.wander.end();
    command.run();
}

void Commands::handle(const std::vector<KeyPress>& keys, const Situation& of_keys) {
    follow_settings();
    if (state_.settings_dialog.capturing()) {
        for (const KeyPress& key : keys) features_.settings.key(key, keyed_);
        return;
    }
    for (const KeyPress& key : keys) {
        const bool typing = of_keys.typing && !key.elsewhere, walking = of_keys.walking && !key.elsewhere,
                   over_panels = of_keys.dialog;
        const Situation situation{typing, walking, over_panels || dialog_is_open(state_)};
        // Whoever continues typing after a file was refused gives no commands.
        if (!typing && writes(key) && error_is_shown(state_) && !state_.slideshow.playing) continue;
        const Command* command = command_of(key);
        if (!situation.dialog && !(command && acts_during_slideshow(*command)) &&
            features_.slideshow.key(key, walking))
            continue;
        const bool views_key = !situation.dialog && !typing && !key.ctrl && !key.alt;
        if (views_key && !walking && state_.center == CenterView::teach && features_.teach.key(key)) continue;
        if (!situation.dialog && !typing && features_.favourites.key(key, walking)) continue;
        if (views_key && features_.map.key(key, walking)) continue;
        press(key, situation);
    }
}

}  // namespace progan
