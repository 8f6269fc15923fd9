#include "app/explorer/shell/commands.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

#include "app/explorer/features/settings/chord.h"
#include "app/explorer/shell/quitting.h"
#include "app/explorer/state/picked_face.h"
#include "app/explorer/ui/view_geometry.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kDividerStep = 0.02;

Chord plain(int key) {
    return {.key = key};
}
Chord shift(int key) {
    return {.key = key, .shift = true};
}
Chord ctrl(int key) {
    return {.key = key, .ctrl = true};
}
Chord ctrl_shift(int key) {
    return {.key = key, .ctrl = true, .shift = true};
}
Chord alt(int key) {
    return {.key = key, .alt = true};
}
Chord typed(unsigned character) {
    return {.character = character};
}

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
           command.id == "window.quit";
}

void toggle(Fold& fold) {
    fold = fold == Fold::folded ? Fold::open : Fold::folded;
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
    add_face();
    list(tr_later("Faces"));
    add_history();
    list(tr_later("History"));
    add_journey();
    list(tr_later("Journeys and recording"));
    add_views();
    list(tr_later("Views"));
    add_window();
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

void Commands::add_face() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(commands_.end(), {{"face.random",
                                        tr_later("Random face"),
                                        tr_later("random seed"),
                                        {plain(GLFW_KEY_R)},
                                        Reach::keys,
                                        [this] { features_.face.random_seed(); },
                                        model},
                                       {"face.next",
                                        tr_later("Next seed"),
                                        tr_later("next and previous seed"),
                                        {plain(GLFW_KEY_PAGE_DOWN)},
                                        Reach::keys,
                                        [this] { features_.face.step_seed(1); },
                                        model},
                                       {"face.previous",
                                        tr_later("Previous seed"),
                                        tr_later("next and previous seed"),
                                        {plain(GLFW_KEY_PAGE_UP)},
                                        Reach::keys,
                                        [this] { features_.face.step_seed(-1); },
                                        model},
                                       {"sliders.random",
                                        tr_later("Turn all sliders at random"),
                                        tr_later("turn the sliders at random"),
                                        {shift(GLFW_KEY_R)},
                                        Reach::keys,
                                        [this] { features_.face.randomise_sliders(); },
                                        model},
                                       {"sliders.reset",
                                        tr_later("Reset all sliders"),
                                        tr_later("all sliders back to 0"),
                                        {ctrl(GLFW_KEY_0)},
                                        Reach::keys,
                                        [this] { features_.face.reset_sliders(); },
                                        model},
                                       {"wander.toggle",
                                        tr_later("Wander, or stop"),
                                        tr_later("wander: an endless walk from this face; again: stop"),
                                        {plain(GLFW_KEY_W)},
                                        Reach::keys,
                                        [this] { features_.wander.toggle(); },
                                        model},
                                       {"slideshow.toggle",
                                        tr_later("Slideshow"),
                                        tr_later("slideshow of your favourites"),
                                        {plain(GLFW_KEY_F5)},
                                        Reach::keys,
                                        [this] { features_.slideshow.toggle(); },
                                        model},
                                       {"favourites.keep",
                                        tr_later("Keep face"),
                                        tr_later("add this face to your favourites"),
                                        {ctrl(GLFW_KEY_S)},
                                        Reach::keys,
                                        [this] { features_.favourites.keep_current(); },
                                        model},
                                       {"favourites.import",
                                        tr_later("Import favourites..."),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { import_favourites(); }},
                                       {"face.export",
                                        tr_later("Export..."),
                                        tr_later("export this face"),
                                        {ctrl(GLFW_KEY_E)},
                                        Reach::keys,
                                        [this] { features_.exporting.open(); },
                                        model},
                                       {"face.copy_picture",
                                        tr_later("Copy the picture"),
                                        tr_later("copy the picture or the latent; paste a face"),
                                        {ctrl(GLFW_KEY_C)},
                                        Reach::keys,
                                        [this] { features_.exporting.copy_picture(current_face(state_)); },
                                        model},
                                       {"face.copy_latent",
                                        tr_later("Copy the latent as JSON"),
                                        tr_later("copy the picture or the latent; paste a face"),
                                        {ctrl_shift(GLFW_KEY_C)},
                                        Reach::keys,
                                        [this] { features_.exporting.copy_latent(current_face(state_)); },
                                        model},
                                       {"face.copy_python",
                                        tr_later("Copy Python code for this face"),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { features_.exporting.copy_python(current_face(state_)); },
                                        model},
                                       {"face.paste",
                                        tr_later("Paste a face"),
                                        tr_later("copy the picture or the latent; paste a face"),
                                        {ctrl(GLFW_KEY_V)},
                                        Reach::keys,
                                        [this] { features_.exporting.paste(); },
                                        model},
                                       {"photo.find",
                                        tr_later("Find the face in a photo..."),
                                        tr_later("find the face that is nearest to a photo"),
                                        {ctrl_shift(GLFW_KEY_F)},
                                        Reach::keys,
                                        [this] { features_.photo.show(); }},
                                       {"export.show",
                                        tr_later("Show the last export in its folder"),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { features_.exporting.show_in_folder(state_.exporting.last); },
                                        [this] { return !state_.exporting.last.empty(); }}});
}

void Commands::import_favourites() {
    features_.files.choose({FilePurpose::import_favourites}, [this](const std::filesystem::path& path) {
        features_.favourites.import_file(path);
    });
}

void Commands::add_history() {
    commands_.insert(commands_.end(), {{"history.undo",
                                        tr_later("Undo"),
                                        tr_later("undo or redo anything"),
                                        {ctrl(GLFW_KEY_Z), alt(GLFW_KEY_LEFT)},
                                        Reach::keys,
                                        [this] { features_.history.undo(); },
                                        [this] { return features_.history.can_undo(); }},
                                       {"history.redo",
                                        tr_later("Redo"),
                                        tr_later("undo or redo anything"),
                                        {ctrl_shift(GLFW_KEY_Z), ctrl(GLFW_KEY_Y), alt(GLFW_KEY_RIGHT)},
                                        Reach::keys,
                                        [this] { features_.history.redo(); },
                                        [this] { return features_.history.can_redo(); }}});
}

void Commands::add_journey() {
    TimelineController& timeline = features_.timeline;
    const auto swiping = [this] {
        return state_.center == CenterView::compare && state_.compare.view == CompareView::swipe;
    };
    const auto step = [this, swiping, &timeline](int direction, int frames) {
        return [this, swiping, &timeline, direction, frames] {
            if (swiping())
                state_.compare.divider =
                    std::clamp(state_.compare.divider + direction * kDividerStep, 0.0, 1.0);
            else
                timeline.step(direction * frames);
        };
    };
    commands_.insert(commands_.end(),
                     {{"journey.play",
                       tr_later("Play or pause the journey"),
                       tr_later("play or pause the journey"),
                       {plain(GLFW_KEY_SPACE)},
                       Reach::unwalked,
                       [&timeline] { timeline.toggle_play(); }},
                      {"journey.back",
                       tr_later("One frame back"),
                       tr_later("one frame back or forward; in Compare > Swipe: move the line"),
                       {plain(GLFW_KEY_LEFT)},
                       Reach::unwalked,
                       step(-1, 1)},
                      {"journey.forward",
                       tr_later("One frame forward"),
                       tr_later("one frame back or forward; in Compare > Swipe: move the line"),
                       {plain(GLFW_KEY_RIGHT)},
                       Reach::unwalked,
                       step(1, 1)},
                      {"journey.back10",
                       tr_later("Ten frames back"),
                       tr_later("ten frames back or forward"),
                       {shift(GLFW_KEY_LEFT)},
                       Reach::unwalked,
                       step(-1, 10)},
                      {"journey.forward10",
                       tr_later("Ten frames forward"),
                       tr_later("ten frames back or forward"),
                       {shift(GLFW_KEY_RIGHT)},
                       Reach::unwalked,
                       step(1, 10)},
                      {"journey.start",
                       tr_later("Go to the first frame"),
                       tr_later("first and last frame played; key before and after"),
                       {plain(GLFW_KEY_HOME)},
                       Reach::unwalked,
                       [&timeline] { timeline.go_to_start(); }},
                      {"journey.end",
                       tr_later("Go to the last frame"),
                       tr_later("first and last frame played; key before and after"),
                       {plain(GLFW_KEY_END)},
                       Reach::unwalked,
                       [&timeline] { timeline.go_to_end(); }},
                      {"journey.previous_key",
                       tr_later("Previous key"),
                       tr_later("first and last frame played; key before and after"),
                       {ctrl(GLFW_KEY_LEFT), typed('[')},
                       Reach::unwalked,
                       [&timeline] { timeline.jump_by_key(-1); }},
                      {"journey.next_key",
                       tr_later("Next key"),
                       tr_later("first and last frame played; key before and after"),
                       {ctrl(GLFW_KEY_RIGHT), typed(']')},
                       Reach::unwalked,
                       [&timeline] { timeline.jump_by_key(1); }},
                      {"journey.add_key",
                       tr_later("Add this face to the journey"),
                       tr_later("add this face at the playhead; delete the selected key"),
                       {plain(GLFW_KEY_K)},
                       Reach::keys,
                       [&timeline] { timeline.add(timeline.shown_face()); }},
                      {"journey.delete_key",
                       tr_later("Delete the selected key"),
                       tr_later("add this face at the playhead; delete the selected key"),
                       {plain(GLFW_KEY_DELETE)},
                       Reach::keys,
                       [this, &timeline] {
                           if (state_.follow == Follow::journey) timeline.remove_selected();
                       }},
                      {"journey.in",
                       tr_later("Set the start of playing"),
                       tr_later("play from here; play up to here"),
                       {plain(GLFW_KEY_I)},
                       Reach::keys,
                       [&timeline] { timeline.set_in(); }},
                      {"journey.out",
                       tr_later("Set the end of playing"),
                       tr_later("play from here; play up to here"),
                       {plain(GLFW_KEY_O)},
                       Reach::keys,
                       [&timeline] { timeline.set_out(); }},
                      {"journey.new",
                       tr_later("New journey"),
                       "",
                       {},
                       Reach::keys,
                       [&timeline] { timeline.start_anew(); }},
                      {"record.journey",
                       tr_later("Record an animation..."),
                       tr_later("record an animation; record what you do, or stop"),
                       {ctrl(GLFW_KEY_R)},
                       Reach::keys,
                       [this] { state_.show_record = true; },
                       [this] { return state_.model.has_value(); }},
                      {"record.session",
                       tr_later("Record my session, or stop"),
                       tr_later("record an animation; record what you do, or stop"),
                       {ctrl_shift(GLFW_KEY_R)},
                       Reach::keys,
                       [this] { features_.recording.toggle_take(); },
                       [this] { return state_.model.has_value(); }}});
}

void Commands::add_views() {
    const auto show = [this](CenterView center) {
        features_.face.show(center);
        if (center == CenterView::face) state_.panels.timeline = false;
    };
    const struct {
        CenterView center;
        const char *id, *label;
    } views[] = {{CenterView::face, "view.face", tr_later("Show: Face")},
                 {CenterView::grid, "view.grid", tr_later("Show: Grid")},
                 {CenterView::map, "view.map", tr_later("Show: Map")},
                 {CenterView::compare, "view.compare", tr_later("Show: Compare")},
                 {CenterView::teach, "view.teach", tr_later("Show: Teach")},
                 {CenterView::growth, "view.growth", tr_later("Show: Growth")},
                 {CenterView::training, "view.training", tr_later("Show: Training")}};
    int key = GLFW_KEY_1;
    for (const auto& view : views)
        commands_.push_back({view.id,
                             view.label,
                             tr_later("face, grid, map, compare, teach, growth, training, animation"),
                             {ctrl(key++)},
                             Reach::keys,
                             [show, center = view.center] { show(center); }});
    commands_.insert(commands_.end(),
                     {{"view.animate",
                       tr_later("Show: Animate"),
                       tr_later("face, grid, map, compare, teach, growth, training, animation"),
                       {ctrl(GLFW_KEY_8)},
                       Reach::keys,
                       [this] {
                           features_.face.show(CenterView::face);
                           state_.panels.timeline = true;
                       }},
                      {"view.full_screen",
                       tr_later("Full screen"),
                       tr_later("full screen; the picture alone"),
                       {plain(GLFW_KEY_F11)},
                       Reach::always,
                       [this] { state_.panels.full_screen = !state_.panels.full_screen; }},
                      {"view.alone",
                       tr_later("The picture alone"),
                       tr_later("full screen; the picture alone"),
                       {shift(GLFW_KEY_F11)},
                       Reach::keys,
                       [this] {
                           state_.panels.alone = !state_.panels.alone;
                           if (state_.panels.alone) say_how_panels_return();
                       }},
                      {"view.left",
                       tr_later("Show or hide the sliders"),
                       "",
                       {},
                       Reach::keys,
                       [this] { toggle(state_.panels.left); }},
                      {"view.right",
                       tr_later("Show or hide the favourites"),
                       "",
                       {},
                       Reach::keys,
                       [this] { toggle(state_.panels.right); }},
                      {"view.timeline",
                       tr_later("Show or hide the timeline"),
                       "",
                       {},
                       Reach::keys,
                       [this] { state_.panels.timeline = !state_.panels.timeline; }},
                      {"view.fit",
                       tr_later("Fit the face to the view"),
                       tr_later("fit the face; actual size; smooth or sharp pixels"),
                       {plain(GLFW_KEY_F)},
                       Reach::keys,
                       [this] { state_.view.fit = true; }},
                      {"view.actual",
                       tr_later("Actual size"),
                       tr_later("fit the face; actual size; smooth or sharp pixels"),
                       {plain(GLFW_KEY_1)},
                       Reach::keys,
                       [this] { zoom_to(state_.view, 1); }},
                      {"view.smooth",
                       tr_later("Smooth or sharp pixels"),
                       tr_later("fit the face; actual size; smooth or sharp pixels"),
                       {plain(GLFW_KEY_T)},
                       Reach::keys,
                       [this] { state_.view.smooth = !state_.view.smooth; }},
                      {"view.performance", tr_later("Show or hide performance"), "", {}, Reach::keys, [this] {
                           state_.settings.show_performance = !state_.settings.show_performance;
                       }}});
}

void Commands::add_window() {
    commands_.insert(
        commands_.end(),
        {{"model.open",
          tr_later("Open a model..."),
          tr_later("open a model"),
          {ctrl(GLFW_KEY_O)},
          Reach::keys,
          [this] { features_.files.open(FilePurpose::open_model); }},
         {"model.list",
          tr_later("Models..."),
          tr_later("choose a model by its faces"),
          {ctrl_shift(GLFW_KEY_O)},
          Reach::keys,
          [this] { features_.model.show_list(); }},
         {"model.default",
          tr_later("Open the built-in model"),
          "",
          {},
          Reach::keys,
          [this] { features_.model.open_default(); },
          [this] { return !state_.settings.model_path.empty(); }},
         {"model.about",
          tr_later("About this model"),
          "",
          {},
          Reach::keys,
          [this] { state_.show_model = true; },
          [this] { return state_.model.has_value(); }},
         {"axes.find",
          tr_later("Find more axes..."),
          "",
          {},
          Reach::keys,
          [this] { state_.axes_list.show_find = true; },
          [this] { return state_.model.has_value(); }},
         {"window.palette",
          tr_later("All commands..."),
          tr_later("find a command, a model, an axis or a favourite by name"),
          {ctrl_shift(GLFW_KEY_P)},
          Reach::keys,
          [this] { state_.palette.open = true; }},
         {"window.settings",
          tr_later("Settings..."),
          tr_later("settings"),
          {ctrl(GLFW_KEY_COMMA)},
          Reach::keys,
          [this] { features_.settings.open(); }},
         {"window.log", tr_later("Message log..."), "", {}, Reach::keys, [this] { state_.show_log = true; }},
         {"window.help",
          tr_later("Keys and hints"),
          tr_later("this list"),
          {typed('?'), plain(GLFW_KEY_F1)},
          Reach::keys,
          [this] { state_.show_help = true; }},
         {"window.manual", tr_later("Manual"), "", {}, Reach::keys, [this] { features_.manual.open(); }},
         {"window.welcome", tr_later("Welcome"), "", {}, Reach::keys, [this] { features_.welcome.show(); }},
         {"window.tour",
          tr_later("Show me around"),
          "",
          {},
          Reach::keys,
          [this] { features_.welcome.start_tour(); },
          [this] { return state_.model.has_value(); }},
         {"window.doctor", tr_later("Doctor"), "", {}, Reach::keys, [this] { features_.doctor.ask(); }},
         {"window.about",
          tr_later("About ProGAN Explorer"),
          "",
          {},
          Reach::keys,
          [this] { state_.show_about = true; }},
         {"window.quit", tr_later("Quit"), tr_later("quit"), {ctrl(GLFW_KEY_Q)}, Reach::always, [this] {
              ask_to_quit(state_, features_);
          }}});
}

void Commands::say_how_panels_return() const {
    const std::string keys = keys_of("view.alone");
    features_.notifier.info(trf("{} brings the panels back.", keys.empty() ? "Esc" : keys));
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
        const auto [typing, walking, over_panels] = of_keys;
        const Situation situation{typing, walking, over_panels || dialog_is_open(state_)};
        // Who goes on typing after a file was refused writes no commands.
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
