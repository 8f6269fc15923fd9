// The journey: controls, then the strip of keys, then what is set for the whole.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/features/journey/timeline_panel.h"
#include "app/explorer/features/journey/timeline_parts.h"
#include "app/explorer/state/journey_names.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/learn_menu.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kNarrowEms =
    71;  // below this the lists have no arrows and labels, and the buttons short names
constexpr float kFrameField = 4;   // em
constexpr float kScrub = 190;      // pixels at scale 1, with its text
constexpr float kScrubFrom = 900;  // narrower windows have no room for it

bool narrow() {
    return ImGui::GetWindowWidth() < em(kNarrowEms);
}

struct Choice {
    const char *probe, *name, *explanation;
};
constexpr std::array<Choice, 4> kMethods{{
    {"hypersphere", kShownPaths[0],
     tr_later("The shortest path on the sphere, fastest midway, as in the TF-Hub tutorial (hypersphere).")},
    {"slerp", kShownPaths[1], tr_later("The same path at an even pace (slerp).")},
    {"lerp", kShownPaths[2], tr_later("Straight from latent to latent (lerp).")},
    {"spline", kShownPaths[3], tr_later("Through all keys without sudden turns (spherical spline).")},
}};
constexpr std::array<Choice, 3> kRepeats{{
    {"once", kShownRepeats[0], tr_later("From start to end, then stops.")},
    {"loop", kShownRepeats[1], tr_later("The last key leads back to the first, over and over.")},
    {"ping-pong", kShownRepeats[2], tr_later("There and back again.")},
}};
constexpr std::array<Choice, 3> kPacings{{
    {"angle", kShownPacings[0],
     tr_later("Frames simply follow the path: the face may change faster in some places than in others.")},
    {"even-spans", kShownPacings[1],
     tr_later("Equal visible change per frame between neighbouring keys. Keys keep their frames.")},
    {"even", kShownPacings[2],
     tr_later("Equal visible change per frame over the whole journey. Keys move to fit.")},
}};

/// Returns the index that was picked, or -1.
template <std::size_t count>
int choose(Panel& panel, const char* label, const char* caption, const std::array<Choice, count>& choices,
           std::size_t now, float width, const char* explanation) {
    int picked = -1;
    if (!narrow()) {
        ImGui::AlignTextToFramePadding();
        disabled_text(tr(caption));
        ImGui::SameLine(0, space::small());
    }
    ImGui::SetNextItemWidth(width);
    const std::string id = std::string("##") + label;
    const float chevron = ImGui::GetFrameHeight();
    if (begin_combo(id.c_str(),
                    fitting_text(tr(choices[now].name), width - chevron - space::small()).c_str())) {
        for (std::size_t i = 0; i < count; ++i) {
            if (combo_item(tr_label(choices[i].name), i == now)) picked = static_cast<int>(i);
            panel.probe.item(std::string("Timeline/") + label + "/" + choices[i].probe);
            tip(tr(choices[i].explanation));
        }
        ImGui::EndCombo();
    } else {
        tip(std::string(explanation) + " " + tr(choices[now].explanation));
    }
    panel.probe.item(std::string("Timeline/") + label);
    return picked;
}

/// The keys that step from frame to frame, of those commands that have any.
std::string step_keys(const Panel& panel) {
    const auto pair = [&](const char* back, const char* forward) {
        const std::string first = panel.keys_of(back), second = panel.keys_of(forward);
        return first.empty() || second.empty() ? first + second : first + ", " + second;
    };
    const std::string one = pair("journey.back", "journey.forward"),
                      ten = pair("journey.back10", "journey.forward10");
    std::string text;
    if (!one.empty()) text += "\n" + trf("One frame: {}", one);
    if (!ten.empty()) text += "\n" + trf("Ten frames: {}", ten);
    return text;
}

void frame_field(Panel& panel, TimelineController& controller) {
    int frame = static_cast<int>(shown_frame(panel.state));
    ImGui::SetNextItemWidth(em(kFrameField));
    const Journey& journey = shown_journey(panel.state);
    const int last = journey.keyframes.empty() ? 0 : static_cast<int>(path_length(journey) - 1);
    if (ImGui::DragInt("##frame", &frame, 0.5f, 0, last, "%d", ImGuiSliderFlags_AlwaysClamp))
        controller.scrub(frame);
    panel.probe.item("Timeline/Frame");
    learn_context_menu(panel, "##learn frame", ControlAction::position);
    tip(trf("The frame at the playhead, from 0 to {}: {:.2f} s. Drag, or double-click to type.", last,
            frame / journey.fps) +
        step_keys(panel));
}

/// The whole journey as one slider: while the timeline is folded, the place to scrub.
void scrub_slider(Panel& panel, TimelineController& controller) {
    const Journey& journey = shown_journey(panel.state);
    const int last = journey.keyframes.empty() ? 0 : static_cast<int>(path_length(journey) - 1);
    auto at = static_cast<float>(shown_frame(panel.state));
    if (slider("##scrub", at, 0, static_cast<float>(std::max(last, 1)), px(kScrub),
               trf("{:.1f} s", static_cast<double>(last) / journey.fps), em(3.2f), ImGuiSliderFlags_NoInput))
        controller.scrub(std::lround(at));
    panel.probe.item("Timeline/Scrub");
    learn_context_menu(panel, "##learn position", ControlAction::position);
    tip(with_keys(panel, tr("The journey from its first face to its last. Animate shows it on a timeline"),
                  "view.animate"));
}

void path_controls(Panel& panel, TimelineController& controller) {
    TimelineController& timeline = controller;
    const Journey& journey = panel.state.journey;
    const bool small = narrow();
    const int method =
        choose(panel, "Method", tr_later("Path"), kMethods, static_cast<std::size_t>(journey.method),
               em(small ? 7.0f : 8.6f), tr("How to move from key to key."));
    if (method >= 0) timeline.set_method(static_cast<InterpolationMethod>(method));
    ImGui::SameLine();
    const int repeat =
        choose(panel, "Repeat", tr_later("Repeat"), kRepeats, static_cast<std::size_t>(journey.repeat),
               em(small ? 6.0f : 6.6f), tr("What happens at the end."));
    if (repeat >= 0) timeline.set_repeat(static_cast<Repeat>(repeat));
    ImGui::SameLine();
    const int pacing =
        choose(panel, "Pacing", tr_later("Spacing"), kPacings, static_cast<std::size_t>(journey.pacing),
               em(small ? 8.0f : 8.6f), tr("How frames are spaced."));
    if (pacing >= 0) timeline.set_pacing(static_cast<Pacing>(pacing));
}

/// Width 0: as its text needs.
void number(Panel& panel, const char* label, float& value, float speed, float low, float high,
            const char* format, float width) {
    ImGui::SetNextItemWidth(width);
    const std::string id = std::string("##") + label;
    ImGui::DragFloat(id.c_str(), &value, speed, low, high, format, ImGuiSliderFlags_AlwaysClamp);
    panel.probe.item(std::string("Timeline/") + label);
}

void whole_controls(Panel& panel, TimelineController& controller) {
    TimelineController& timeline = controller;
    const Journey& journey = shown_journey(panel.state);
    const bool small = narrow();
    auto fps = static_cast<float>(journey.fps);
    const float fps_before = fps;
    number(panel, "Fps", fps, 0.2f, 1, 120, trf("{} fps", "%.0f").c_str(), em(small ? 3.8f : 4.6f));
    if (ImGui::IsItemActive()) timeline.hold_fps();
    tip(tr("Frames per second, when playing and when recording. Drag, or double-click to type."));
    if (fps != fps_before) timeline.set_fps(static_cast<double>(fps));
    ImGui::SameLine();
    const auto frames = static_cast<double>(journey.keyframes.empty() ? 0 : path_length(journey));
    const double extra = closes(journey) ? 0 : 1;  // the last key's own frame takes no time
    auto seconds = static_cast<float>((frames - extra) / journey.fps);
    const float seconds_before = seconds;
    number(panel, "Seconds", seconds, 0.05f, 0.04f, 40000, trf("{} s", "%.2f").c_str(), em(small ? 4.2f : 5));
    tip(
        tr("Seconds from the first key to the end. Drag, or double-click to type; all spans stretch in "
           "proportion."));
    if (seconds != seconds_before)
        timeline.set_length(std::llround(static_cast<double>(seconds) * journey.fps + extra));
    ImGui::SameLine();
    sound_button(panel, controller, small);
    ImGui::SameLine();
    ImGui::BeginDisabled(panel.state.follow != Follow::journey);
    if (button(small ? tr_label("Edit") : tr_label("Edit this face"),
               tr("Continue with the sliders from this frame")))
        panel.actions.keep_journey_face();
    ImGui::EndDisabled();
    panel.probe.item("Timeline/Edit this face");
    ImGui::SameLine();
    const std::string told = tr("Save and open, reverse, start and end, zoom, memory");
    if (small ? icon_button("menu", Icon::more, told) : button(tr_label("Journey..."), told))
        ImGui::OpenPopup(kJourneyMenu);
    panel.probe.item("Timeline/Menu");
    journey_menu(panel, controller);
}

/// How much is prefetched, and how even it is.
void prefetching_text(Panel& panel, TimelineController& controller) {
    const TimelineController& timeline = controller;
    const FrameCache& cache = timeline.frame_cache();
    const TimelineState& view = panel.state.timeline;
    const std::string text =
        view.measuring ? tr("Measuring the change...")
        : narrow()     ? trf("{} of {} ready", cache.prefetched_count(), cache.path_length())
                       : tr_plural("{1} of {0} frame ready to play", "{1} of {0} frames ready to play",
                                   static_cast<std::int64_t>(cache.path_length()), cache.prefetched_count());
    const double ratio = timeline.spread().ratio(), by_angle = timeline.ratio_by_angle();
    std::string whole =
        trf("Frames are made in advance when idle, those near the playhead first, so that playback does not "
            "have to wait. They use {:.1f} of {:.0f} MiB. The curve shows how much the picture changes from "
            "frame to frame: the largest change is {:.2f} times the median.",
            cache.used_mib(), view.memory_mib, ratio);
    if (panel.state.journey.pacing != Pacing::angle && by_angle > 0)
        whole += " " + trf("Along the path, it would be {:.2f} times.", by_angle);
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    const float room = ImGui::GetContentRegionAvail().x;
    if (room > em(4)) {
        text_line(fitting_text(text, room));
        tip(whole);
        panel.probe.item("Timeline/Baked");
    } else {
        ImGui::NewLine();
    }
    ImGui::PopStyleColor();
}

std::string add_tip(const Panel& panel) {
    const std::string keys = panel.keys_of("journey.add_key");
    return keys.empty()
               ? tr("Add a key at the playhead: the face shown, a seed or a favourite")
               : trf("Add a key at the playhead: the face shown, a seed or a favourite ({}: the face shown)",
                     keys);
}

void add_button(Panel& panel, TimelineController& controller) {
    if (button(Icon::add, narrow() ? "##add" : tr_label("Add face"), add_tip(panel),
               {narrow() ? ImGui::GetFrameHeight() : 0, 0}))
        ImGui::OpenPopup(kAddMenu);
    panel.probe.item("Timeline/Add");
    add_key_menu(panel, controller);
}

bool with_scrub() {
    return ImGui::GetIO().DisplaySize.x >= px(kScrubFrom);
}

}  // namespace

float transport_width() {
    const float side = ImGui::GetFrameHeight(), gap = space::small();
    const float record = ImGui::CalcTextSize(tr("Record...")).x + 2 * ImGui::GetStyle().FramePadding.x;
    return 4 * (side + gap) + em(kFrameField) + gap + record + gap + space::huge() +
           (with_scrub() ? px(kScrub) + space::large() : 0);
}

void transport_panel(Panel& panel, TimelineController& controller, bool timeline_open) {
    const float gap = space::small();
    const bool playing = panel.state.timeline.playing;
    ImGui::BeginDisabled(!panel.state.model || panel.state.journey.keyframes.empty());
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + space::large());
    if (icon_button("before", Icon::previous,
                    with_keys(panel, tr("To the previous key"), "journey.previous_key")))
        controller.jump_by_key(-1);
    panel.probe.item("Timeline/Previous key");
    ImGui::SameLine(0, gap);
    if (icon_button("play", playing ? Icon::pause : Icon::play,
                    with_keys(panel, playing ? tr("Pause") : tr("Play the journey"), "journey.play")))
        controller.toggle_play();
    panel.probe.item("Timeline/Play");
    learn_context_menu(panel, "##learn play", ControlAction::play);
    ImGui::SameLine(0, gap);
    if (icon_button("after", Icon::next, with_keys(panel, tr("To the next key"), "journey.next_key")))
        controller.jump_by_key(1);
    panel.probe.item("Timeline/Next key");
    ImGui::SameLine(0, gap);
    frame_field(panel, controller);
    if (with_scrub()) {
        ImGui::SameLine(0, space::large());
        const float x = ImGui::GetCursorPosX();
        scrub_slider(panel, controller);
        ImGui::SameLine(x + px(kScrub) + gap);
    } else {
        ImGui::SameLine(0, gap);
    }
    if (button(tr_label("Record..."),
               with_keys(panel, tr("Make an animation of the journey"), "record.journey")))
        panel.state.show_record = true;
    panel.probe.item("Timeline/Record");
    ImGui::EndDisabled();
    ImGui::SameLine(0, gap);
    if (icon_button("fold", timeline_open ? Icon::fold_down : Icon::fold_up,
                    timeline_open ? tr("Fold the timeline") : tr("Unfold the timeline")))
        panel.state.panels.timeline = !panel.state.panels.timeline;
    panel.probe.item("Timeline/Fold");
}

float timeline_height(const AppState& state) {
    const ImGuiStyle& style = ImGui::GetStyle();
    return space::small() + ImGui::GetFrameHeight() + style.ItemSpacing.y +
           em(kRulerEms + kKeyEms + kCurveEms) + sound_lane_height(state) + space::medium();
}

void timeline_panel(Panel& panel, TimelineController& controller) {
    ImGui::BeginDisabled(!panel.state.model || panel.state.journey.keyframes.empty());
    add_button(panel, controller);
    ImGui::SameLine();
    path_controls(panel, controller);
    ImGui::SameLine();
    whole_controls(panel, controller);
    prefetching_text(panel, controller);
    timeline_strip(panel, controller);
    ImGui::EndDisabled();
}

}  // namespace progan
