#include "app/explorer/features/training/loss_plot.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/explorer/ui/theme.h"
#include "core/model/spec.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

using Value = double RunPoint::*;

/// An exponential average that begins at the first value.
std::vector<double> smoothed(const std::vector<RunPoint>& points, Value value, double smoothing) {
    std::vector<double> result;
    result.reserve(points.size());
    for (const RunPoint& point : points)
        result.push_back(result.empty() ? point.*value
                                        : smoothing * result.back() + (1 - smoothing) * (point.*value));
    return result;
}

struct Frame {
    ImVec2 low, high;
    double images = 1, least = 0, most = 1;

    float x(std::int64_t at) const {
        return low.x + (high.x - low.x) * static_cast<float>(static_cast<double>(at) / images);
    }
    float y(double value) const {
        return high.y - (high.y - low.y) * static_cast<float>((value - least) / (most - least));
    }
};

/// Where a level begins: a line, and its size below the frame.
void draw_levels(ImDrawList& list, const Frame& frame, const std::vector<RunPoint>& points) {
    const ImU32 line = ImGui::GetColorU32(ImGuiCol_Separator), text = ImGui::GetColorU32(theme().text_dim);
    int level = -1;
    float free_from = frame.low.x;
    for (const RunPoint& point : points) {
        if (point.level == level) continue;
        level = point.level;
        const float x = frame.x(point.images);
        if (level > 0) list.AddLine({x, frame.low.y}, {x, frame.high.y}, line);
        const std::string side = square_text(resolution(level));
        const float end = x + space::small() + ImGui::CalcTextSize(side.c_str()).x;
        if (x < free_from || end > frame.high.x) continue;
        list.AddText({x + space::small(), frame.high.y}, text, side.c_str());
        free_from = end + space::tight();
    }
}

void draw_curve(ImDrawList& list, const Frame& frame, const std::vector<RunPoint>& points,
                const std::vector<double>& values, ImU32 color) {
    std::vector<ImVec2> line;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const ImVec2 at{frame.x(points[i].images), std::clamp(frame.y(values[i]), frame.low.y, frame.high.y)};
        if (line.empty() || at.x - line.back().x >= 0.5f) line.push_back(at);
    }
    list.AddPolyline(line.data(), static_cast<int>(line.size()), color, 0, 1.5f);
}

/// The snapshots' distances from the held-back pictures, from 0 up; those of a size are joined, and the best
/// has a ring.
void draw_distances(ImDrawList& list, Frame frame, const RunLog& log) {
    frame.least = 0;
    frame.most = 1e-9;
    for (const RunSnapshot& snapshot : log.snapshots)
        frame.most = std::max(frame.most, 1.15 * snapshot.distance.value_or(0));
    const ImU32 color = ImGui::GetColorU32(theme().measure);
    const RunSnapshot* before = nullptr;
    ImVec2 from;
    for (const RunSnapshot& snapshot : log.snapshots) {
        if (!snapshot.distance) continue;
        const ImVec2 at{frame.x(snapshot.images), frame.y(*snapshot.distance)};
        if (before != nullptr && before->level == snapshot.level)
            list.AddLine(from, at, color, space::hair());
        list.AddCircleFilled(at, space::tight(), color);
        before = &snapshot;
        from = at;
    }
    if (!log.best) return;
    const RunSnapshot& best = log.snapshots[*log.best];
    list.AddCircle({frame.x(best.images), frame.y(*best.distance)}, size::grab(), color, 0, space::hair());
}

/// The last snapshot with a distance up to there, or null.
const RunSnapshot* measured_before(const RunLog& log, std::int64_t images) {
    const RunSnapshot* found = nullptr;
    for (const RunSnapshot& snapshot : log.snapshots)
        if (snapshot.distance && snapshot.images <= images) found = &snapshot;
    return found;
}

void draw_legend(ImDrawList& list, const Frame& frame, bool with_distance) {
    float x = frame.high.x - space::medium();
    const auto entry = [&](const char* name, const ImVec4& color) {
        x -= ImGui::CalcTextSize(name).x;
        list.AddText({x, frame.low.y}, ImGui::GetColorU32(color), name);
        x -= space::large();
    };
    if (with_distance) entry(tr("Distance"), theme().measure);
    entry(tr("Discriminator"), theme().journey);
    entry(tr("Generator"), theme().accent);
}

}  // namespace

void loss_plot(const RunLog& log, double smoothing, std::optional<std::int64_t> marked, ImVec2 size) {
    ImGui::InvisibleButton("##losses", size);
    Frame frame{ImGui::GetItemRectMin(), ImGui::GetItemRectMax()};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(frame.low, frame.high, ImGui::GetColorU32(theme().well), space::rounding_small());
    const std::vector<RunPoint>& points = log.points;
    if (points.empty()) {
        list.AddText({frame.low.x + space::medium(), frame.low.y + space::small()},
                     ImGui::GetColorU32(theme().text_dim), tr("Loss curves will appear in a few seconds."));
        return;
    }
    const std::vector<double> generator = smoothed(points, &RunPoint::generator_loss, smoothing),
                              discriminator = smoothed(points, &RunPoint::discriminator_loss, smoothing);
    frame.images = static_cast<double>(std::max<std::int64_t>({log.total, points.back().images, 1}));
    const auto [g_low, g_high] = std::minmax_element(generator.begin(), generator.end());
    const auto [d_low, d_high] = std::minmax_element(discriminator.begin(), discriminator.end());
    frame.least = std::min({*g_low, *d_low, 0.0});
    frame.most = std::max({*g_high, *d_high, frame.least + 0.1});
    frame.most += (frame.most - frame.least) * 0.15;  // for the legend

    list.PushClipRect(frame.low, frame.high, true);
    draw_legend(list, frame, log.best.has_value());
    frame.high.x -= size::grab() + space::hair();  // room for a ring at the end
    frame.high.y -= ImGui::GetFontSize() + space::hair();
    draw_levels(list, frame, points);
    if (marked)
        list.AddLine({frame.x(*marked), frame.low.y}, {frame.x(*marked), frame.high.y},
                     ImGui::GetColorU32(ImGuiCol_Text), 1);
    draw_curve(list, frame, points, generator, ImGui::GetColorU32(theme().accent));
    draw_curve(list, frame, points, discriminator, ImGui::GetColorU32(theme().journey));
    draw_distances(list, frame, log);
    list.PopClipRect();

    if (!ImGui::IsItemHovered()) return;
    const double at = frame.images * (ImGui::GetIO().MousePos.x - frame.low.x) / (frame.high.x - frame.low.x);
    const auto nearest = std::min_element(points.begin(), points.end(), [&](const auto& a, const auto& b) {
        return std::abs(static_cast<double>(a.images) - at) < std::abs(static_cast<double>(b.images) - at);
    });
    const auto index = static_cast<std::size_t>(nearest - points.begin());
    const int side = resolution(nearest->level);
    const std::string at_size =
        nearest->fading ? tr_plural("{} image, {} x {}, fading in", "{} images, {} x {}, fading in",
                                    nearest->images, side, side)
                        : tr_plural("{} image, {} x {}", "{} images, {} x {}", nearest->images, side, side);
    std::string text = trf("{}\nGenerator {:.3f}, discriminator {:.3f}\n{:.1f} images/s", at_size,
                           generator[index], discriminator[index], nearest->images_per_second);
    if (const RunSnapshot* snapshot = measured_before(log, nearest->images))
        text += "\n" + trf("Distance from the held-back pictures {:.1f}", *snapshot->distance);
    ImGui::SetTooltip("%s", text.c_str());
}

}  // namespace progan
