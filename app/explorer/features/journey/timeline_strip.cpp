#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/features/journey/timeline_parts.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kWheelZoom = 1.25f;
constexpr float kPixelsALabel = 70;  // of the ruler, at scale 1
// Of a key's width: a key that another would cover further is a mere line.
constexpr float kOfKeySeen = 0.3f;
constexpr std::size_t kManyKeys = 40;  // from so many on, none covers another: each face costs a draw call

/// Where frames are on the screen.
struct Scale {
    float x0 = 0, x1 = 0;       ///< of the visible frames
    double left = 0, seen = 1;  ///< first visible frame, and how many
    float x(double frame) const { return x0 + static_cast<float>((frame - left) / seen) * (x1 - x0); }
    double frame(float x) const { return left + static_cast<double>((x - x0) / (x1 - x0)) * seen; }
};

Scale scale_of(TimelineState& view, double length, float x0, float x1) {
    Scale scale{x0, x1, 0, std::max(1.0, length) / view.zoom};
    view.left = std::clamp(view.left, 0.0, std::max(0.0, length - scale.seen));
    scale.left = view.left;
    return scale;
}

/// Playing or walking, the playhead stays in sight.
void follow_playhead(TimelineState& view, double length) {
    const double seen = length / view.zoom;
    if (view.zoom > 1 && view.playing && (view.playhead < view.left || view.playhead > view.left + seen))
        view.left = std::clamp(view.playhead - seen * 0.1, 0.0, length - seen);
}

void draw_ruler(ImDrawList& list, const Scale& scale, const Journey& journey, float top, float bottom) {
    // Steps of 1, 2 or 5 times a power of ten frames, or whole seconds and their multiples.
    const double wanted = scale.seen * static_cast<double>(em(kPixelsALabel / kTextPixels)) /
                          static_cast<double>(scale.x1 - scale.x0);
    double step = 1;
    for (double power = 1; step < wanted; power *= 10)
        for (const double times : {1.0, 2.0, 5.0})
            if (step < wanted) step = std::max(1.0, times * power);
    const ImU32 line = ImGui::GetColorU32(ImGuiCol_Separator), text = ImGui::GetColorU32(theme().text_dim);
    const double last = scale.left + scale.seen;
    float labelled = scale.x0 - em(kKeyEms);
    for (double frame = std::ceil(scale.left / step) * step; frame <= last; frame += step) {
        const float x = scale.x(frame);
        list.AddLine({x, top + (bottom - top) * 0.55f}, {x, bottom}, line);
        const bool seconds = std::fmod(frame, journey.fps) == 0 && frame > 0;
        const std::string label =
            seconds ? trf("{:.0f} ({:.0f} s)", frame, frame / journey.fps) : fmt::format("{:.0f}", frame);
        // The last one stands to the left of its line, if there is room.
        const float width = ImGui::CalcTextSize(label.c_str()).x, gap = space::small();
        const bool fits = x + gap + width <= scale.x1 + em(kKeyEms / 2);
        const float begin = fits ? x + gap : x - gap - width;
        if (begin < labelled) continue;
        list.AddText({begin, top}, text, label.c_str());
        labelled = begin + width + space::medium();
    }
}

/// One column of the screen at a time: a long journey costs no more than a short one.
template <class Draw>
void for_columns(const Scale& scale, std::int64_t length, Draw draw) {
    for (float x = scale.x0; x < scale.x1; x += 1) {
        const auto first = static_cast<std::int64_t>(std::floor(scale.frame(x)));
        const auto end = std::max(first + 1, static_cast<std::int64_t>(std::floor(scale.frame(x + 1))));
        if (first >= 0 && first < length) draw(x, first, std::min(end, length));
    }
}

void draw_prefetched(ImDrawList& list, const Scale& scale, const FrameCache& cache, float y, float height) {
    float begun = -1;
    float last = -1;
    const auto flush = [&] {
        if (begun >= 0)
            list.AddRectFilled({begun, y}, {last + 1, y + height},
                               ImGui::GetColorU32(faded(theme().accent, 0.6f)));
        begun = -1;
    };
    for_columns(scale, cache.path_length(), [&](float x, std::int64_t first, std::int64_t) {
        if (!cache.prefetched()[static_cast<std::size_t>(first)]) return;
        if (begun >= 0 && x > last + 1.5f) flush();
        if (begun < 0) begun = x;
        last = x;
    });
    flush();
}

/// What changes from frame to frame, relative to the largest that is known.
void draw_curve(ImDrawList& list, const Scale& scale, const TimelineController& timeline, float top,
                float bottom) {
    const std::vector<float>& changes = timeline.frame_cache().changes();
    const ChangeSpread spread = timeline.spread();
    if (!(spread.largest > 0)) return;
    const float height = (bottom - top) * 0.9f;
    const auto y = [&](double change) {
        return bottom - static_cast<float>(change / spread.largest) * height;
    };
    const float median = y(spread.median);
    list.AddLine({scale.x0, median}, {scale.x1, median}, ImGui::GetColorU32(ImGuiCol_Separator));
    float before_x = -10, before_y = 0;
    for_columns(scale, static_cast<std::int64_t>(changes.size()),
                [&](float x, std::int64_t first, std::int64_t end) {
                    float most = -1;
                    for (std::int64_t frame = first; frame < end; ++frame)
                        most = std::max(most, changes[static_cast<std::size_t>(frame)]);
                    if (most < 0) return;
                    const float at = y(static_cast<double>(most));
                    if (x - before_x < 1.5f)
                        list.AddLine({before_x, before_y}, {x, at}, ImGui::GetColorU32(theme().journey),
                                     space::hair());
                    before_x = x;
                    before_y = at;
                });
}

void key_tip(const Panel& panel, const Journey& journey, std::size_t key, std::int64_t at) {
    if (ImGui::IsItemActive()) return;
    tip_with([&] {
        ImGui::TextUnformatted(key_label(panel.state.journey, key).c_str());
        disabled_text(trf("Frame {}, {:.2f} s", at, static_cast<double>(at) / journey.fps));
        if (key + 1 < journey.keyframes.size() || closes(journey))
            disabled_text(tr_plural("{} frame to the next, {}", "{} frames to the next, {}",
                                    journey.keyframes[key].frames,
                                    easing_name(journey.keyframes[key].easing)));
        disabled_text(tr("Click: go there. Drag: move in time. Right-click: more."));
    });
}

/// After a click here the arrow keys scrub: they do not walk from here to other controls.
void let_arrows_scrub() {
    if (ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(ImGuiMouseButton_Left))
        ImGui::SetWindowFocus(nullptr);
}

void key_line(float x, float top, bool chosen) {
    ImGui::GetWindowDrawList()->AddLine({x, top - space::medium()}, {x, top},
                                        ImGui::GetColorU32(chosen ? theme().accent : theme().text_dim), 2);
}

void key_button(Panel& panel, TimelineController& controller, const Scale& scale, std::size_t key,
                std::int64_t at, float top, float side) {
    TimelineController& timeline = controller;
    TimelineState& view = panel.state.timeline;
    const Journey& journey = shown_journey(panel.state);
    const float x = scale.x(static_cast<double>(at));
    ImGui::PushID(static_cast<int>(key));
    ImGui::SetCursorScreenPos({x - side / 2, top});
    ImGui::InvisibleButton("##key", {side, side},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    panel.probe.item("Timeline/Key/" + std::to_string(key));
    const bool hovered = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    const float pointer = ImGui::GetIO().MousePos.x;
    if (ImGui::IsItemActivated()) {
        view.dragged = static_cast<int>(key);
        view.grabbed = pointer - x;
        if (!ImGui::IsMouseClicked(ImGuiMouseButton_Right)) timeline.select(key);
    }
    if (ImGui::IsItemActive() && view.dragged == static_cast<int>(key) &&
        ImGui::IsMouseDragging(ImGuiMouseButton_Left))
        timeline.move(key, static_cast<std::int64_t>(std::lround(scale.frame(pointer - view.grabbed))));
    if (ImGui::IsItemHovered() && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
        view.menu_of = key;
        timeline.select(key);
        ImGui::PopID();
        ImGui::OpenPopup(kKeyMenu);
        ImGui::PushID(static_cast<int>(key));
    }
    let_arrows_scrub();
    key_tip(panel, journey, key, at);
    ImGui::PopID();
    // Drawn as the others are, the selected one last.
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool chosen = panel.state.timeline.selected == static_cast<int>(key);
    const ImVec2 low{x - side / 2, top}, high{x + side / 2, top + side};
    key_line(x, top, chosen);
    list.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_FrameBg), space::rounding_small());
    if (panel.state.model)
        if (const ImTextureID face = panel.thumbnails.for_latent(panel.state, journey.keyframes[key].latent,
                                                                 journey.keyframes[key].edits))
            list.AddImageRounded(face, low, high, {0, 0}, {1, 1}, kUntinted, space::rounding_small());
    list.AddRect(low, high,
                 ImGui::GetColorU32(chosen    ? theme().accent
                                    : hovered ? theme().text_dim
                                              : theme().edge),
                 space::rounding_small(), 0, chosen ? space::line() : space::hair());
}

/// The keys in sight, the selected one last and thus on top. Where they crowd, those that would be covered
/// are lines until somebody looks closer: hundreds of faces on top of each other show nothing and take long
/// to draw.
void key_buttons(Panel& panel, TimelineController& controller, const Scale& scale, float top, float side) {
    const Journey& journey = shown_journey(panel.state);
    const std::vector<std::int64_t> at = key_frames(journey);
    const std::vector<Keyframe>& keys = panel.state.journey.keyframes;  // a button may remove some
    const auto selected = static_cast<std::size_t>(std::max(panel.state.timeline.selected, 0));
    const float apart = side * (keys.size() < kManyKeys ? kOfKeySeen : 1.0f);
    float drawn = -std::numeric_limits<float>::infinity();
    for (std::size_t key = 0; key < keys.size() && key < at.size(); ++key) {
        const float x = scale.x(static_cast<double>(at[key]));
        if (key == selected || x + side < scale.x0 || x - side > scale.x1) continue;
        if (x - drawn < apart) {
            key_line(x, top, false);
            continue;
        }
        drawn = x;
        key_button(panel, controller, scale, key, at[key], top, side);
    }
    if (selected < keys.size() && selected < at.size())
        key_button(panel, controller, scale, selected, at[selected], top, side);
}

/// The first face again, dim, where a closed way ends.
void closing_key(Panel& panel, const Scale& scale, double length, float top, float side) {
    const Journey& journey = shown_journey(panel.state);
    if (!closes(journey)) return;
    const float x = scale.x(length);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine({x, top - space::medium()}, {x, top}, ImGui::GetColorU32(theme().text_dim), 1);
    if (const ImTextureID face =
            panel.thumbnails.for_latent(panel.state, journey.keyframes[0].latent, journey.keyframes[0].edits))
        list.AddImageRounded(face, {x - side / 2, top}, {x + side / 2, top + side}, {0, 0}, {1, 1},
                             ImGui::GetColorU32(theme().ghost), space::rounding_small());
}

/// A face of a favourite, the grid or the examples of Teach that is dragged here becomes a key where it is
/// let go.
void drop_target(TimelineController& controller, const Scale& scale, std::int64_t length, float top,
                 float bottom) {
    const float pointer = ImGui::GetIO().MousePos.x;
    const std::int64_t frame = std::clamp<std::int64_t>(std::lround(scale.frame(pointer)), 0, length);
    if (face_is_dragged() && ImGui::IsMouseHoveringRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax())) {
        const float x = scale.x(static_cast<double>(frame));
        ImGui::GetWindowDrawList()->AddLine({x, top}, {x, bottom}, ImGui::GetColorU32(theme().accent), 2);
    }
    if (std::optional<NamedLatent> face = dropped_face())
        controller.add_at(controller.face_of(std::move(*face)), frame);
}

void wheel(Panel& panel, TimelineController& controller, const Scale& scale) {
    ImGuiIO& io = ImGui::GetIO();
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem |
                              ImGuiHoveredFlags_AllowWhenOverlapped) ||
        io.MouseWheel == 0)
        return;
    TimelineState& view = panel.state.timeline;
    if (io.KeyCtrl)
        controller.zoom_to(
            view.zoom * std::pow(static_cast<double>(kWheelZoom), static_cast<double>(io.MouseWheel)),
            scale.frame(io.MousePos.x));
    else
        view.left -= static_cast<double>(io.MouseWheel) * scale.seen * 0.1;  // held inside by the next frame
}

}  // namespace

void timeline_strip(Panel& panel, TimelineController& controller) {
    AppState& state = panel.state;
    TimelineState& view = state.timeline;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, side = em(kKeyEms - 0.4f);
    const float ruler = origin.y + em(kRulerEms), keys = ruler + space::medium(), curve = ruler + em(kKeyEms);
    const float bottom = curve + em(kCurveEms) - space::small();
    if (width < em(4) || state.journey.keyframes.empty() || !state.model) {
        ImGui::Dummy({1, em(kRulerEms + kKeyEms + kCurveEms)});
        return;
    }
    const std::int64_t length = path_length(shown_journey(state));
    follow_playhead(view, static_cast<double>(length));
    // The last frame of an open way is its last key, at the right end; a closed way ends a frame later.
    const double ends =
        static_cast<double>(closes(shown_journey(state)) ? length : std::max<std::int64_t>(length - 1, 1));
    const Scale scale = scale_of(view, ends, origin.x + side / 2, origin.x + width - side / 2);

    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({origin.x, ruler}, {origin.x + width, bottom}, ImGui::GetColorU32(theme().well),
                       space::rounding_small());
    draw_ruler(list, scale, shown_journey(state), origin.y, ruler);
    list.PushClipRect({origin.x, origin.y}, {origin.x + width, bottom + 2}, true);
    draw_prefetched(list, scale, controller.frame_cache(), ruler, space::tight());
    draw_curve(list, scale, controller, curve, bottom);

    // The keys' buttons come first: over them the strip is not hovered.
    closing_key(panel, scale, static_cast<double>(length), keys, side);
    key_buttons(panel, controller, scale, keys, side);
    key_menu(panel, controller, view.menu_of);

    ImGui::SetCursorScreenPos(origin);
    ImGui::InvisibleButton("##strip", {width, bottom - origin.y});
    panel.probe.item("Timeline/Strip");
    panel.probe.rectangle("Timeline/Ruler", scale.x0, origin.y, scale.x1 - scale.x0, ruler - origin.y);
    if (ImGui::IsItemActive()) controller.scrub(std::lround(scale.frame(ImGui::GetIO().MousePos.x)));
    let_arrows_scrub();
    wheel(panel, controller, scale);
    drop_target(controller, scale, length, origin.y, bottom);

    const FrameRange played = playback_range(shown_journey(state));
    if (played.first > 0)
        list.AddRectFilled({origin.x, ruler}, {scale.x(static_cast<double>(played.first)), bottom},
                           ImGui::GetColorU32(theme().outside));
    if (played.last < length - 1)
        list.AddRectFilled({scale.x(static_cast<double>(played.last)), ruler}, {origin.x + width, bottom},
                           ImGui::GetColorU32(theme().outside));
    if (state.follow == Follow::journey) {
        const float x = scale.x(view.playhead);
        const ImU32 playhead = ImGui::GetColorU32(theme().journey);
        list.AddLine({x, origin.y}, {x, bottom}, playhead, space::line());
        list.AddTriangleFilled({x - space::medium(), origin.y}, {x + space::medium(), origin.y},
                               {x, origin.y + space::medium()}, playhead);
    }
    list.PopClipRect();
    ImGui::SetCursorScreenPos({origin.x, origin.y + em(kRulerEms + kKeyEms + kCurveEms)});
    sound_lane(panel, controller, side / 2);
}

}  // namespace progan
