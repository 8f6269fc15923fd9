// Commands: journeys and recording.
#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>

#include "app/explorer/shell/commands/command_chords.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kDividerStep = 0.02;

}  // namespace

void Commands::add_playing() {
    TimelineController& timeline = features_.timeline;
    const auto swiping = [this] {
        return state_.center == CenterView::compare && state_.compare.view == CompareView::swipe;
    };
    const auto step = [this, swiping, &timeline](int direction, int frames) {
        return [this, swiping, &timeline, direction, frames] {
            if (swiping())
                features_.compare.set_divider(state_.compare.divider + direction * kDividerStep);
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
                       step(1, 10)}});
}

void Commands::add_jumps() {
    TimelineController& timeline = features_.timeline;
    commands_.insert(commands_.end(), {{"journey.start",
                                        tr_later("Go to the first frame"),
                                        tr_later("first and last frame played; previous and next key"),
                                        {plain(GLFW_KEY_HOME)},
                                        Reach::unwalked,
                                        [&timeline] { timeline.go_to_start(); }},
                                       {"journey.end",
                                        tr_later("Go to the last frame"),
                                        tr_later("first and last frame played; previous and next key"),
                                        {plain(GLFW_KEY_END)},
                                        Reach::unwalked,
                                        [&timeline] { timeline.go_to_end(); }},
                                       {"journey.previous_key",
                                        tr_later("Previous key"),
                                        tr_later("first and last frame played; previous and next key"),
                                        {ctrl(GLFW_KEY_LEFT), typed('[')},
                                        Reach::unwalked,
                                        [&timeline] { timeline.jump_by_key(-1); }},
                                       {"journey.next_key",
                                        tr_later("Next key"),
                                        tr_later("first and last frame played; previous and next key"),
                                        {ctrl(GLFW_KEY_RIGHT), typed(']')},
                                        Reach::unwalked,
                                        [&timeline] { timeline.jump_by_key(1); }}});
}

void Commands::add_keyframes() {
    TimelineController& timeline = features_.timeline;
    commands_.insert(commands_.end(),
                     {{"journey.add_key",
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
                       tr_later("Set the playback start"),
                       tr_later("play from here; play up to here"),
                       {plain(GLFW_KEY_I)},
                       Reach::keys,
                       [&timeline] { timeline.set_in(); }},
                      {"journey.out",
                       tr_later("Set the playback end"),
                       tr_later("play from here; play up to here"),
                       {plain(GLFW_KEY_O)},
                       Reach::keys,
                       [&timeline] { timeline.set_out(); }},
                      {"journey.new", tr_later("New journey"), "", {}, Reach::keys, [&timeline] {
                           timeline.start_anew();
                       }}});
}

void Commands::add_recording() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(commands_.end(), {{"record.journey",
                                        tr_later("Record an animation..."),
                                        tr_later("record an animation; record what you do, or stop"),
                                        {ctrl(GLFW_KEY_R)},
                                        Reach::keys,
                                        [this] { state_.show_record = true; },
                                        model},
                                       {"record.session",
                                        tr_later("Record my session, or stop"),
                                        tr_later("record an animation; record what you do, or stop"),
                                        {ctrl_shift(GLFW_KEY_R)},
                                        Reach::keys,
                                        [this] { features_.recording.toggle_take(); },
                                        model}});
}

}  // namespace progan
