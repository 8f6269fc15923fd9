// All that the window can be told by a key: one table that shortcuts, tooltips, the help page and the command
// palette read. Owned by App; one thread (the window's).
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/explorer/features/settings/key_map.h"
#include "app/explorer/platform/window.h"
#include "app/explorer/shell/features.h"

namespace progan {

/// When a key is the command's. Never while text is edited: then all keys are the text field's.
enum class Reach {
    always,    ///< also while a dialog is open
    keys,      ///< unless a dialog is open
    unwalked,  ///< nor, but for signs, while the keyboard walks over the controls, or over the grid's cells
};

/// Label and help are English: they are translated when they are shown.
struct Command {
    std::string id;     ///< "face.random": stable
    std::string label;  ///< "Random face"
    /// For the help page, which lists commands of one text in one line. Empty: it is not listed.
    std::string help;
    std::vector<Chord> chords;  ///< in use: those that it comes with, or a person's own
    Reach reach = Reach::keys;
    std::function<void()> run;
    std::function<bool()> enabled = {};  ///< empty: always
};

class Commands {
  public:
    /// While it lives, the features know the commands' keys.
    Commands(AppState& state, Features& features);
    ~Commands() { features_.keys_of = nullptr; }
    Commands(const Commands&) = delete;
    Commands& operator=(const Commands&) = delete;

    const std::vector<Command>& all() const { return commands_; }
    /// The same commands with the keys that they come with.
    std::span<const KeyedCommand> keyed() const { return keyed_; }
    /// A sentence for each key in the settings that counts for nothing.
    const std::vector<std::string>& key_problems() const { return key_problems_; }
    /// The keys of a command for people: "Ctrl+S"; several: "Page Up, Alt+Left". Empty for one that has none.
    std::string keys_of(std::string_view id) const;
    /// What the keyboard is doing otherwise.
    struct Situation {
        bool typing = false;   ///< a text field has the keys
        bool walking = false;  ///< the keyboard walks over the controls
        bool dialog = false;   ///< a dialog, a menu or a list is open
    };
    /// Runs it. A walk under way ends first, unless the command only looks.
    void run(const Command& command) const;
    /// Runs the command that has this key, if it may be run now. True if there was one.
    bool press(const KeyPress& press, const Situation& situation) const;
    /// Once a frame: takes up what was changed in the settings, then hands each key to whoever it is for: the
    /// settings that wait for one, the features' own views, press().
    void handle(const std::vector<KeyPress>& keys, const Situation& of_keys);

  private:
    // commands_face.cpp
    void add_seeds_and_sliders();
    void add_walks_and_favourites();
    void add_exchange();
    void import_favourites();
    void add_history();
    // commands_journey.cpp
    void add_playing();
    void add_jumps();
    void add_keyframes();
    void add_recording();
    // commands_views.cpp
    void add_centers();
    void add_panels();
    void add_view();
    // commands_window.cpp
    void add_models();
    void add_dialogs();
    void list(const char* group);
    void follow_settings();
    void say_how_panels_return() const;
    const Command* command_of(const KeyPress& press) const;
    bool reachable(const Command& command, const KeyPress& pressed, const Situation& situation) const;

    AppState& state_;
    Features& features_;
    std::vector<Command> commands_;
    std::vector<KeyedCommand> keyed_;
    KeyChanges followed_;  ///< the changes that the commands' keys are as of
    std::vector<std::string> key_problems_;
};

/// Whether a dialog that takes the keys is open.
bool dialog_is_open(const AppState& state);

}  // namespace progan
