#include "app/explorer/shell/layout.h"

#include <algorithm>

namespace progan {
namespace {

// At scale 1.
constexpr float kTop = 44, kBottom = 44, kStrip = 20;
constexpr float kRightFrom = 900;   // narrower windows fold the favourites
constexpr float kLeftFrom = 600;    // and these the sliders, too
constexpr float kMinCenter = 300;   // the picture's column
constexpr float kMinPicture = 160;  // height that the timeline must leave it

float suggested_left(float width) {
    return std::clamp(width * 0.235f, static_cast<float>(kMinLeft), 320.0f);
}

float suggested_right(float width) {
    return std::clamp(width * 0.205f, static_cast<float>(kMinRight), 280.0f);
}

bool is_open(Fold fold, bool by_itself) {
    return fold == Fold::automatic ? by_itself : fold == Fold::open;
}

}  // namespace

Layout layout_of(const PanelsState& panels, const LayoutNeeds& needs) {
    Layout layout;
    const float scale = needs.scale;
    if (panels.alone) {
        layout.center = {0, 0, needs.width, needs.height};
        return layout;
    }
    const float width = needs.width / scale, height = needs.height / scale;
    layout.left_open = is_open(panels.left, width >= kLeftFrom);
    layout.right_open = is_open(panels.right, width >= kRightFrom);
    float left = panels.left_width > 0 ? static_cast<float>(std::clamp(panels.left_width, kMinLeft, kMaxLeft))
                                       : suggested_left(width);
    float right = panels.right_width > 0
                      ? static_cast<float>(std::clamp(panels.right_width, kMinRight, kMaxRight))
                      : suggested_right(width);
    if (!layout.left_open) left = kStrip;
    if (!layout.right_open) right = kStrip;
    // The picture keeps its least width: the favourites give way first, then the sliders, then they fold.
    const auto shrink = [&](float& side, float least) {
        side = std::max(std::min(side, least), side - std::max(0.0f, left + right + kMinCenter - width));
    };
    if (layout.right_open) shrink(right, static_cast<float>(kMinRight));
    if (layout.left_open) shrink(left, static_cast<float>(kMinLeft));
    if (layout.right_open && left + right + kMinCenter > width) {
        layout.right_open = false;
        right = kStrip;
    }
    const float status = needs.status / scale;
    float bottom = kBottom;
    layout.timeline_open =
        panels.timeline && height - kTop - kBottom - status - needs.timeline / scale >= kMinPicture;
    if (layout.timeline_open) bottom += needs.timeline / scale;
    const auto area = [&](float x, float y, float w, float h) {
        return Area{x * scale, y * scale, std::max(0.0f, w) * scale, std::max(0.0f, h) * scale};
    };
    const float middle = height - kTop - bottom - status;
    layout.top = area(0, 0, width, kTop);
    layout.left = area(0, kTop, left, middle);
    layout.center = area(left, kTop, width - left - right, middle);
    layout.right = area(width - right, kTop, right, middle);
    layout.bottom = area(0, kTop + middle, width, bottom);
    layout.status = area(0, height - status, width, status);
    return layout;
}

}  // namespace progan
