#include "app/explorer/features/photo/photo_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "app/explorer/features/photo/photo_geometry.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/project/alignment.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kShiftSteps = 10;                        // of the arrow keys with Shift
constexpr double kWheelStep = 1.03;                      // of the frame's size
constexpr float kMarkReach = 0.9f, kCornerReach = 0.9f;  // em

struct Mark {
    const char *name, *probe;
};
constexpr std::array<Mark, kAnchors> kMarks{Mark{tr_later("The eye on the left"), "Photo/Left"},
                                            Mark{tr_later("The eye on the right"), "Photo/Right"},
                                            Mark{tr_later("The middle of the mouth"), "Photo/Mouth"}};

/// The picture on screen, and the units of its anchors.
struct Canvas {
    ImVec2 low, size;       ///< of the picture
    double units_wide = 1;  ///< of the picture

    double per_unit() const { return static_cast<double>(size.x) / units_wide; }
    ImVec2 screen(const AnchorPoint& point) const {
        return {low.x + static_cast<float>(point.x * per_unit()),
                low.y + static_cast<float>(point.y * per_unit())};
    }
    AnchorPoint units(ImVec2 at) const {
        return {static_cast<double>(at.x - low.x) / per_unit(),
                static_cast<double>(at.y - low.y) / per_unit()};
    }
};

using Square = std::array<AnchorPoint, 4>;

void draw_square(ImDrawList& list, const Canvas& canvas, const Square& square, ImTextureID texture) {
    const ImVec2 high{canvas.low.x + canvas.size.x, canvas.low.y + canvas.size.y};
    list.AddRectFilled(canvas.low, high, ImGui::GetColorU32(theme().outside));
    std::array<ImVec2, 4> at, in_texture;
    for (std::size_t i = 0; i < square.size(); ++i) {
        at[i] = canvas.screen(square[i]);
        in_texture[i] = {(at[i].x - canvas.low.x) / canvas.size.x, (at[i].y - canvas.low.y) / canvas.size.y};
    }
    list.PushClipRect(canvas.low, high, true);
    list.AddImageQuad(texture, at[0], at[1], at[2], at[3], in_texture[0], in_texture[1], in_texture[2],
                      in_texture[3], kUntinted);
    list.PopClipRect();
    list.AddPolyline(at.data(), static_cast<int>(at.size()), ImGui::GetColorU32(theme().shade),
                     ImDrawFlags_Closed, 2 * space::line());
    list.AddPolyline(at.data(), static_cast<int>(at.size()), ImGui::GetColorU32(theme().on_picture),
                     ImDrawFlags_Closed, space::hair());
    for (const ImVec2& corner : at) {
        list.AddCircleFilled(corner, size::grab(), ImGui::GetColorU32(theme().shade));
        list.AddCircleFilled(corner, size::grab() - space::tight(), ImGui::GetColorU32(theme().on_picture));
    }
}

void draw_marks(ImDrawList& list, const Canvas& canvas, const FaceAnchors& anchors, std::size_t active) {
    const ImVec2 left = canvas.screen(anchors.left_eye), right = canvas.screen(anchors.right_eye),
                 mouth = canvas.screen(anchors.mouth);
    const ImVec2 between{(left.x + right.x) / 2, (left.y + right.y) / 2};
    const ImU32 faint = ImGui::GetColorU32(faded(theme().on_picture, 0.5f));
    list.AddLine(left, right, faint, space::hair());
    list.AddLine(between, mouth, faint, space::hair());
    const float radius = 1.5f * size::grab();
    for (std::size_t i = 0; i < kAnchors; ++i) {
        const ImVec2 at = canvas.screen(anchor(anchors, i));
        const ImU32 color = ImGui::GetColorU32(i == active ? theme().accent : theme().on_picture);
        list.AddCircle(at, radius, ImGui::GetColorU32(theme().shade), 0, 3 * space::line());
        list.AddCircle(at, radius, color, 0, space::line());
        list.AddCircleFilled(at, size::dot(), ImGui::GetColorU32(theme().shade));
        list.AddCircleFilled(at, space::tight(), color);
    }
}

/// The marks as items: dragged, chosen by a click or the Tab key.
std::optional<FaceAnchors> drag_marks(Panel& panel, const Canvas& canvas, FaceAnchors anchors) {
    PhotoState& view = panel.state.photo;
    std::optional<FaceAnchors> changed;
    const float reach = em(kMarkReach);
    for (std::size_t i = 0; i < kAnchors; ++i) {
        const ImVec2 at = canvas.screen(anchor(anchors, i));
        ImGui::SetCursorScreenPos({at.x - reach, at.y - reach});
        ImGui::InvisibleButton(kMarks[i].probe, {2 * reach, 2 * reach});
        if (ImGui::IsItemActivated() || (walk::walking() && ImGui::IsItemFocused())) view.active = i;
        if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        const ImVec2 by = ImGui::GetIO().MouseDelta;
        const bool held = ImGui::IsItemActive() && !ImGui::IsItemActivated();
        if (held && (by.x != 0 || by.y != 0)) {
            AnchorPoint& point = anchor(anchors, i);
            point.x += static_cast<double>(by.x) / canvas.per_unit();
            point.y += static_cast<double>(by.y) / canvas.per_unit();
            changed = anchors;
        }
        tip(trf("{}\nDrag it, or move it with the arrow keys; Shift makes larger steps.",
                tr(kMarks[i].name)));
        panel.probe.item(kMarks[i].probe);
    }
    return changed;
}

/// The frame as an item, under the marks.
std::optional<FaceAnchors> drag_square(Panel& panel, const Canvas& canvas, const Square& square,
                                       const FaceAnchors& anchors, ImVec2 low, ImVec2 size) {
    PhotoGrip& grip = panel.state.photo.grip;
    ImGui::SetCursorScreenPos(low);
    ImGui::InvisibleButton("##frame", size);
    const ImVec2 mouse = ImGui::GetIO().MousePos, by = ImGui::GetIO().MouseDelta;
    const bool corner = std::any_of(square.begin(), square.end(), [&](const AnchorPoint& point) {
        const ImVec2 at = canvas.screen(point);
        return std::hypot(at.x - mouse.x, at.y - mouse.y) < em(kCornerReach);
    });
    const bool inside = is_inside(square, canvas.units(mouse));
    if (ImGui::IsItemActivated())
        grip = corner ? PhotoGrip::corner : inside ? PhotoGrip::frame : PhotoGrip::none;
    if (!ImGui::IsItemActive()) grip = PhotoGrip::none;
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
        if (grip == PhotoGrip::corner || (grip == PhotoGrip::none && corner))
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNWSE);
        else if (inside)
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
    own_wheel_for_last_item();
    if (ImGui::IsItemHovered() && wheel_steps() != 0)
        return enlarged(anchors, middle(square), std::pow(kWheelStep, static_cast<double>(wheel_steps())));
    if (grip == PhotoGrip::none || ImGui::IsItemActivated() || (by.x == 0 && by.y == 0)) return {};
    if (grip == PhotoGrip::corner)
        return turned(anchors, middle(square), canvas.units({mouse.x - by.x, mouse.y - by.y}),
                      canvas.units(mouse));
    return moved(anchors, static_cast<double>(by.x) / canvas.per_unit(),
                 static_cast<double>(by.y) / canvas.per_unit());
}

/// By a pixel of the screen.
std::optional<FaceAnchors> step_mark(const Canvas& canvas, FaceAnchors anchors, std::size_t active,
                                     bool dialog_has_keys) {
    const bool mine = ImGui::IsWindowFocused() || (dialog_has_keys && !walk::walking());
    if (!mine || ImGui::IsAnyItemActive()) return {};
    const ArrowSteps steps = arrow_steps();
    if (steps.right == 0 && steps.down == 0) return {};
    const double by = static_cast<double>((shift_held() ? kShiftSteps : 1) * px(1)) / canvas.per_unit();
    AnchorPoint& point = anchor(anchors, active);
    point.x += steps.right * by;
    point.y += steps.down * by;
    return anchors;
}

/// No mark leaves the picture so far that it cannot be got back.
FaceAnchors in_reach(FaceAnchors anchors, double width, double height) {
    for (std::size_t i = 0; i < kAnchors; ++i) {
        AnchorPoint& point = anchor(anchors, i);
        point.x = std::clamp(point.x, 0.0, width);
        point.y = std::clamp(point.y, 0.0, height);
    }
    return anchors;
}

}  // namespace

ImTextureID photo_texture(Panel& panel, const std::string& key, const std::shared_ptr<const Image>& image) {
    auto& uploaded = panel.state.photo.uploaded[key];
    if (!image) {
        if (uploaded) panel.pictures.forget_thumbnail(key);
        uploaded.reset();
        return {};
    }
    if (uploaded != image || !panel.pictures.has_thumbnail(key)) panel.pictures.set_thumbnail(key, *image);
    uploaded = image;
    return panel.pictures.thumbnail(key);
}

void photo_canvas(Panel& panel, PhotoController& controller, ImVec2 size) {
    PhotoState& view = panel.state.photo;
    const bool dialog_has_keys = ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows);
    const bool asks = !view.of_model;
    // Arrow keys move the marks here: they must not begin to walk through the controls.
    ImGui::BeginChild("##canvas", size, false,
                      ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoScrollbar |
                          ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + size.x, low.y + size.y};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(theme().canvas), space::rounding_small());
    const std::shared_ptr<const Image>& image = asks ? view.average : view.picture;
    if (const ImTextureID texture = photo_texture(panel, asks ? "photo-average" : "photo-whole", image)) {
        const auto width = static_cast<float>(image->width), height = static_cast<float>(image->height);
        const float enlarged_by = std::min(size.x / width, size.y / height);
        Canvas canvas;
        canvas.size = {std::floor(width * enlarged_by), std::floor(height * enlarged_by)};
        canvas.low = {std::floor(low.x + (size.x - canvas.size.x) / 2),
                      std::floor(low.y + (size.y - canvas.size.y) / 2)};
        canvas.units_wide = asks ? 1 : image->width * view.scale;
        list.AddImage(texture, canvas.low, {canvas.low.x + canvas.size.x, canvas.low.y + canvas.size.y});
        const FaceAnchors anchors = asks ? view.asked_of_model : view.anchors;
        const double wide = canvas.units_wide, tall = wide * image->height / image->width;
        std::optional<FaceAnchors> wanted = drag_marks(panel, canvas, anchors);
        if (!asks) {
            const Square square = square_in_photo(anchors, *view.of_model);
            draw_square(list, canvas, square, texture);
            const auto dragged = drag_square(panel, canvas, square, anchors, low, size);
            if (!wanted && dragged && in_reach(*dragged, wide, tall) == *dragged) wanted = dragged;
        }
        draw_marks(list, canvas, anchors, view.active);
        if (!wanted) wanted = step_mark(canvas, anchors, view.active, dialog_has_keys);
        if (wanted) controller.place(in_reach(*wanted, wide, tall));
    } else {
        ImGui::SetCursorPos({0, size.y / 2});
        const char* const text = tr("Rendering the model's average face...");
        ImGui::SetCursorPosX(std::max(0.0f, (size.x - ImGui::CalcTextSize(text).x) / 2));
        disabled_text(text);
    }
    ImGui::EndChild();
    panel.probe.rectangle("Photo/Canvas", low.x, low.y, size.x, size.y);
}

}  // namespace progan
