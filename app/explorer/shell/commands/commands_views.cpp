// Commands: what the window shows.
#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>

#include "app/explorer/shell/commands/command_chords.h"
#include "app/explorer/ui/view_geometry.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void toggle(Fold& fold) {
    fold = fold == Fold::folded ? Fold::open : Fold::folded;
}

}  // namespace

void Commands::add_centers() {
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
                       }}});
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
