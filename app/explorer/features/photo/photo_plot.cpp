#include "app/explorer/features/photo/photo_plot.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/ui/theme.h"
#include "core/project/picture_loss.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kMinError = 1e-9;
constexpr float kLineWidth = 1.5f;

double decades(double error) {
    return std::log10(std::max(error, kMinError));
}

/// Where values are drawn.
struct Frame {
    ImVec2 low, high;
    double least = 0, most = 1;  ///< decades
    double part = 1;             ///< at the right end

    float x(double at) const {
        return low.x + (high.x - low.x) * static_cast<float>(std::clamp(at / part, 0.0, 1.0));
    }
    float y(double error) const {
        return high.y - (high.y - low.y) * static_cast<float>((decades(error) - least) / (most - least));
    }
};

Frame frame_of(const std::vector<PhotoCurvePoint>& curve, ImVec2 low, ImVec2 high) {
    Frame frame{low, high};
    frame.least = frame.most = decades(curve.front().error);
    for (const PhotoCurvePoint& point : curve) {
        frame.least = std::min(frame.least, decades(point.error));
        frame.most = std::max(frame.most, decades(point.error));
    }
    const double margin = std::max(0.05, (frame.most - frame.least) * 0.1);
    frame.least -= margin;
    frame.most += 2.5 * margin;  // for the sizes
    frame.part = std::max(0.02, curve.back().part);
    return frame;
}

/// A line at each decade, or, where there are few, at its halves.
void draw_scale(ImDrawList& list, const Frame& frame) {
    const ImU32 color = ImGui::GetColorU32(faded(theme().separator, 0.6f));
    const double step = frame.most - frame.least > 2 ? 1 : 0.5;
    for (double at = std::ceil(frame.least / step) * step; at < frame.most; at += step) {
        const float y = frame.y(std::pow(10, at));
        list.AddLine({frame.low.x, y}, {frame.high.x, y}, color, space::hair());
    }
}

void draw_curve(ImDrawList& list, const Frame& frame, const std::vector<PhotoCurvePoint>& curve) {
    const ImU32 line = ImGui::GetColorU32(theme().accent), text = ImGui::GetColorU32(theme().text_dim),
                border = ImGui::GetColorU32(theme().separator);
    std::vector<ImVec2> points;
    float free_from = frame.low.x;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const ImVec2 at{frame.x(curve[i].part), frame.y(curve[i].error)};
        if (i == 0 || curve[i].side != curve[i - 1].side) {
            if (points.size() > 1)
                list.AddPolyline(points.data(), static_cast<int>(points.size()), line, 0, kLineWidth);
            points.clear();
            if (i > 0) list.AddLine({at.x, frame.low.y}, {at.x, frame.high.y}, border, space::hair());
            const std::string side = std::to_string(curve[i].side);
            const float left = at.x + space::small();
            const float right = left + ImGui::CalcTextSize(side.c_str()).x;
            if (left >= free_from && right < frame.high.x) {
                list.AddText({left, frame.low.y + space::tight()}, text, side.c_str());
                free_from = right + space::small();
            }
        }
        points.push_back(at);
    }
    if (points.size() > 1)
        list.AddPolyline(points.data(), static_cast<int>(points.size()), line, 0, kLineWidth);
    list.AddCircleFilled(points.back(), size::dot(), line);
}

}  // namespace

void photo_plot(const std::vector<PhotoCurvePoint>& curve, ImVec2 size) {
    ImGui::InvisibleButton("##curve", size);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::rounding_small());
    if (curve.empty()) return;
    const Frame frame = frame_of(curve, low, high);
    list.PushClipRect(low, high, true);
    draw_scale(list, frame);
    draw_curve(list, frame, curve);
    list.PopClipRect();
    if (!ImGui::IsItemHovered()) return;
    const double at = frame.part * (ImGui::GetIO().MousePos.x - low.x) / (high.x - low.x);
    const auto nearest = std::min_element(curve.begin(), curve.end(), [&](const auto& a, const auto& b) {
        return std::abs(a.part - at) < std::abs(b.part - at);
    });
    ImGui::SetTooltip("%s",
                      trf("{} pixels: {:.1f} dB", square_text(nearest->side), psnr(nearest->error)).c_str());
}

}  // namespace progan
