// Commands: what the window shows.
#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>

#include "app/explorer/shell/commands/command_chords.h"
#include "app/explorer/shell/modes.h"
#include "app/explorer/ui/view_geometry.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void toggle(Fold& fold) {
    fold = fold == Fold::folded ? Fold::open : Fold::folded;
}

}  // namespace

void Commands::add_centers() {
    int key = GLFW_KEY_1;
    for (const Mode& mode : modes())
        commands_.push_back({mode.command,
                             mode.label,
                             tr_later("face, grid, map, teach, compare, animate, growth, training, layers"),
                             {ctrl(key++)},
                             Reach::keys,
                             [this, mode] { enter_mode(state_, features_.face, mode); }});
}

void Commands::add_panels() {
    commands_.insert(commands_.end(),
                     {{"view.full_screen",
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
                      {"view.present",
                       tr_later("Present, or stop"),
                       tr_later("present the face alone, on another monitor"),
                       {shift(GLFW_KEY_F5)},
                       Reach::keys,
                       [this] { features_.stage.toggle(); }},
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
                      {"view.timeline", tr_later("Show or hide the timeline"), "", {}, Reach::keys, [this] {
                           state_.panels.timeline = !state_.panels.timeline;
                       }}});
}

void Commands::say_how_panels_return() const {
    const std::string keys = keys_of("view.alone");
    features_.notifier.info(trf("{} brings the panels back.", keys.empty() ? "Esc" : keys));
}

void Commands::add_view() {
    commands_.insert(commands_.end(),
                     {{"view.fit",
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

}  // namespace progan
