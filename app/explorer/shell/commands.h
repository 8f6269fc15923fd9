// All that the window can be told by a key: one table that shortcuts, tooltips, the help page and the command
// palette read. Owned by App; one thread (the window's).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/explorer/platform/window.h"
#include "app/explorer/shell/features.h"

namespace progan {

/// A key with its modifiers. Shift is part of it only with Ctrl, Alt, or where another command differs by it.
/// No command is reached by AltGr alone: a sign that needs it on some keyboards is never a command's first.
struct Chord {
    int key = 0;  ///< GLFW_KEY_*, or 0 for a typed character
    bool ctrl = false, shift = false, alt = false;
    unsigned character = 0;  ///< the code point, if key is 0

    bool operator==(const Chord&) const = default;
};

/// "Ctrl+Shift+Z", "Page Down", "?"
std::string chord_text(const Chord& chord);

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
    std::vector<Chord> chords;
    Reach reach = Reach::keys;
    std::function<void()> run;
    std::function<bool()> enabled = {};  ///< empty: always
};

class Commands {
  public:
    Commands(AppState& state, Features& features);

    const std::vector<Command>& all() const { return commands_; }
    /// The keys of a command for people: "Ctrl+S"; several: "Page Up, Alt+Left". Empty for one that has none.
    std::string keys_of(std::string_view id) const;
    /// What the keyboard is doing otherwise.
    struct Situation {
        bool typing = false;   ///< a text field has the keys
        bool walking = false;  ///< the keyboard walks over the controls
        bool dialog = false;   ///< a dialog is open
    };
    /// Runs it. A walk under way ends first, unless the command only looks.
    void run(const Command& command) const;
    /// Runs the command that has this key, if it may be run now. True if there was one.
    bool press(const KeyPress& press, const Situation& situation) const;
    /// Keys for the features' own views first, then press().
    void handle(const std::vector<KeyPress>& keys, bool typing, bool walking) const;

  private:
    void add_face();
    void add_history();
    void add_journey();
    void add_views();
    void add_window();
    bool reachable(const Command& command, const Chord& pressed, const Situation& situation) const;

    AppState& state_;
    Features& features_;
    std::vector<Command> commands_;
};

/// Whether a dialog that takes the keys is open.
bool dialog_is_open(const AppState& state);

}  // namespace progan
