#include "app/explorer/features/settings/settings_controller.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

#include "app/explorer/features/settings/chord.h"
#include "app/explorer/features/settings/storage.h"
#include "app/explorer/platform/key_labels.h"
#include "core/support/translate.h"

namespace progan {
namespace {

bool is_modifier(int key) {
    return (key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER) || key == GLFW_KEY_CAPS_LOCK ||
           key == GLFW_KEY_NUM_LOCK;
}

bool is_letter_or_digit(unsigned key) {
    return (key >= '0' && key <= '9') || (key >= 'A' && key <= 'Z') || (key >= 'a' && key <= 'z');
}

/// A sign is known by what it types, which comes after the key: on other keyboards it is on other keys.
bool types_a_sign(const KeyPress& press) {
    return press.key != 0 && !press.ctrl && !press.alt && press.key != GLFW_KEY_SPACE &&
           has_label(press.key) && !is_letter_or_digit(static_cast<unsigned>(press.key));
}

/// The key that a press stands for; nothing if another press will tell.
std::optional<Chord> chord_of(const KeyPress& press) {
    if (press.key == 0) {
        if (press.character <= ' ' || is_letter_or_digit(press.character)) return std::nullopt;
        return Chord{.character = press.character};
    }
    if (is_modifier(press.key) || types_a_sign(press)) return std::nullopt;
    return Chord{press.key, press.ctrl, press.shift, press.alt, 0};
}

std::optional<std::size_t> index_of(std::span<const KeyedCommand> commands, const std::string& id) {
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const KeyedCommand& command) { return command.id == id; });
    if (found == commands.end()) return std::nullopt;
    return static_cast<std::size_t>(found - commands.begin());
}

}  // namespace

void SettingsController::open() {
    SettingsDialogState& dialog = state_.settings_dialog;
    dialog.show = true;
    leave_keys();
    dialog.said.clear();
    dialog.search.clear();
    show(dialog.section);
}

void SettingsController::show(SettingsSection section) {
    SettingsDialogState& dialog = state_.settings_dialog;
    dialog.section = section;
    leave_keys();
    dialog.asked.reset();
    dialog.asked_reset = false;
    if (section == SettingsSection::storage) count();
}

// Keys.

void SettingsController::ask_key(const std::string& command, std::size_t slot) {
    SettingsDialogState& dialog = state_.settings_dialog;
    dialog.command = command;
    dialog.slot = slot;
    dialog.wanted.reset();
    dialog.said.clear();
}

void SettingsController::leave_keys() {
    state_.settings_dialog.command.clear();
    state_.settings_dialog.wanted.reset();
}

void SettingsController::key(const KeyPress& press, std::span<const KeyedCommand> commands) {
    SettingsDialogState& dialog = state_.settings_dialog;
    const std::optional<std::size_t> command = index_of(commands, dialog.command);
    if (press.repeats || !command) return;
    const bool plain = !press.ctrl && !press.alt;
    if (press.key == GLFW_KEY_ESCAPE) {
        leave_keys();
        dialog.said.clear();
    } else if (press.key == GLFW_KEY_BACKSPACE && plain) {
        remove_key(commands, state_.settings.keys, *command, dialog.slot);
        leave_keys();
        dialog.said.clear();
    } else if (dialog.wanted && plain && (press.key == GLFW_KEY_ENTER || press.key == GLFW_KEY_KP_ENTER)) {
        take_over(commands);
    } else if (const std::optional<Chord> chord = chord_of(press)) {
        take(*chord, commands);
    }
}

/// `capturing()` stays true while the key cannot be the command's.
void SettingsController::take(const Chord& chord, std::span<const KeyedCommand> commands) {
    SettingsDialogState& dialog = state_.settings_dialog;
    const std::size_t command = *index_of(commands, dialog.command);
    dialog.wanted.reset();
    dialog.said = chord_problem(commands[command], chord);
    if (!dialog.said.empty()) return;
    const std::optional<std::size_t> owner = owner_of(commands, state_.settings.keys, chord);
    dialog.wanted = chord;
    if (owner && *owner != command)
        dialog.said = trf("{} belongs to \"{}\".", chord_text(chord), tr(commands[*owner].label.c_str()));
    else
        take_over(commands);
}

void SettingsController::take_over(std::span<const KeyedCommand> commands) {
    SettingsDialogState& dialog = state_.settings_dialog;
    const std::optional<std::size_t> command = index_of(commands, dialog.command);
    if (command && dialog.wanted)
        give_key(commands, state_.settings.keys, *command, dialog.slot, *dialog.wanted);
    leave_keys();
    dialog.said.clear();
}

void SettingsController::reset_keys_of(std::size_t command, std::span<const KeyedCommand> commands) {
    SettingsDialogState& dialog = state_.settings_dialog;
    leave_keys();
    dialog.said.clear();
    reset_keys(commands, state_.settings.keys, command);
    for (const Chord& chord : commands[command].usual)
        if (const std::optional<std::size_t> owner = owner_of(commands, state_.settings.keys, chord);
            owner && *owner != command)
            dialog.said = trf("{} belongs to \"{}\".", chord_text(chord), tr(commands[*owner].label.c_str()));
}

void SettingsController::reset_all_keys() {
    leave_keys();
    state_.settings_dialog.said.clear();
    state_.settings.keys = {};
}

// Storage.

void SettingsController::count() {
    SettingsDialogState& dialog = state_.settings_dialog;
    counting_.abandon();  // what it has counted may have gone
    dialog.counting = true;
    counting_ =
        engine_.run_aside([folder = state_.data_dir](
                              const ProgressReport& report) { return count_data_folder(folder, report); },
                          [this](const Result<DataFolderUse>& counted) {
                              state_.settings_dialog.counting = false;
                              if (counted)
                                  state_.settings_dialog.use = *counted;
                              else if (!counted.was_cancelled())
                                  state_.settings_dialog.problem = counted.error();
                          });
}

void SettingsController::clear(std::size_t cache) {
    SettingsDialogState& dialog = state_.settings_dialog;
    dialog.asked.reset();
    dialog.problem.clear();
    if (dialog.clearing) return;
    dialog.clearing = true;
    clearing_ = engine_.run_aside(
        [folder = state_.data_dir, cache](const ProgressReport&) {
            clear_cache(folder, cache);
            return true;
        },
        [this](const Result<bool>& cleared) {
            state_.settings_dialog.clearing = false;
            if (!cleared && !cleared.was_cancelled()) state_.settings_dialog.problem = cleared.error();
            count();
        });
}

void SettingsController::show_folder(const std::filesystem::path& in_data_folder) const {
    hands_.show_in_folder(state_.data_dir / in_data_folder);
}

void SettingsController::forget_recent_models() {
    state_.settings.recent_models.clear();
}

void SettingsController::reset() {
    leave_keys();
    const Settings before = std::exchange(state_.settings, Settings{});
    Settings& settings = state_.settings;
    settings.seed_mode = before.seed_mode;
    settings.model_path = before.model_path;
    settings.recent_models = before.recent_models;
    settings.window_width = before.window_width;
    settings.window_height = before.window_height;
    settings.device = before.device;
    if (before.device != Settings{}.device) hands_.set_device(Settings{}.device);
    hands_.set_memory(TimelineState{}.memory_mib);
    state_.stage_settings = {};
    state_.osc_settings = {};
    state_.osc.given.reset();
    state_.osc.given_to.reset();
    state_.midi_settings = {};
    state_.midi.given.reset();
    notifier_.info(tr("All settings were reset to their defaults."));
}

}  // namespace progan
