// The search as it runs.
#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/features/photo/photo_canvas.h"
#include "app/explorer/features/photo/photo_plot.h"
#include "app/explorer/features/photo/photo_stages.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/time_left.h"
#include "core/project/face_search.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kFirstEstimate = 0.03;          ///< of the work; before that, the time left is a guess
constexpr float kMinPlot = 4, kMinForPlot = 18;  // em

std::string progress_text(const PhotoState& view, Time now) {
    if (view.ending) return tr("Ending...");
    std::string part = trf("{:.0f} %", view.part * 100);
    if (view.preparing) return trf("Preparing the model, {}", part);
    const double spent = (now - view.began).count();
    if (view.part < kFirstEstimate) return part;
    return trf("{}, {}", part, time_left_text(spent / view.part * (1 - view.part)));
}

/// Beside the nearest, which has a picture of its own.
constexpr int kOthers = SearchProgress::kLeading - 1;

/// The largest squares of which kOthers fit, in rows.
struct LeadingGrid {
    int columns;
    float side;
};
LeadingGrid leading_grid(float width, float height, float gap) {
    LeadingGrid best{1, 0};
    for (int columns = 1; columns <= kOthers; ++columns) {
        const int rows = (kOthers + columns - 1) / columns;
        const auto across = static_cast<float>(columns), down = static_cast<float>(rows);
        const float side =
            std::floor(std::min((width - gap * (across - 1)) / across, (height - gap * (down - 1)) / down));
        if (side > best.side) best = {columns, side};
    }
    return best;
}

/// The other faces that are still in the running, nearest first.
void leading_faces(Panel& panel, float width, float height) {
    const PhotoState& view = panel.state.photo;
    const float gap = space::small();
    const auto [columns, side] = leading_grid(width, height, gap);
    const ImVec2 low = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, height});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int i = 0; i < kOthers; ++i) {
        const int column = i % columns, row = i / columns;
        const ImVec2 at{low.x + static_cast<float>(column) * (side + gap),
                        low.y + static_cast<float>(row) * (side + gap)};
        const ImVec2 end{at.x + side, at.y + side};
        list.AddRectFilled(at, end, ImGui::GetColorU32(theme().well), space::small());
        const auto place = static_cast<std::size_t>(i) + 1;
        if (place >= view.leading.size()) continue;
        const ImTextureID face =
            panel.thumbnails.for_slot(panel.state, "photo " + std::to_string(place), view.leading[place]);
        if (face) list.AddImageRounded(face, at, end, {0, 0}, {1, 1}, kUntinted, space::small());
    }
}

std::string search_facts(const PhotoState& view) {
    if (view.preparing) return tr("The search begins when the model is ready.");
    if (view.curve.empty()) return tr("Comparing the first faces...");
    return tr_plural("{} face compared at {} pixels", "{} faces compared at {} pixels",
                     static_cast<std::int64_t>(view.candidates), square_text(view.curve.back().side));
}

}  // namespace

void photo_progress_bar(Panel& panel, float width) {
    const PhotoState& view = panel.state.photo;
    progress_bar(view.part, width, progress_text(view, panel.now));
    photo_item_for_tests(panel, "Photo/Progress");
}

void photo_searching_stage(Panel& panel, const PhotoSizes& sizes) {
    PhotoState& view = panel.state.photo;
    const float caption = ImGui::GetTextLineHeightWithSpacing();
    const float lines = 2 * caption + space::medium();       // over and under the curve
    const bool with_plot = sizes.height >= em(kMinForPlot);  // else the pictures need the room
    const PhotoPair place = photo_pair_in(sizes, with_plot ? lines + em(kMinPlot) : 0);
    const ImTextureID best = view.leading.empty()
                                 ? ImTextureID{}
                                 : panel.thumbnails.for_slot(panel.state, "photo-best", view.leading.front());
    ImGui::BeginGroup();
    photo_pair(place, tr("The photo"), photo_texture(panel, "photo-crop", view.crop),
               tr("The nearest so far"), best);
    if (with_plot) {
        ImGui::Spacing();
        small_text(tr("How far the nearest is from the photo"));
        photo_plot(view.curve,
                   {sizes.main, std::max(em(2), sizes.height - ImGui::GetCursorPosY() - caption)});
        photo_item_for_tests(panel, "Photo/Curve");
        small_text(search_facts(view));
    }
    ImGui::EndGroup();
    ImGui::SameLine(sizes.main + space::large());
    ImGui::BeginGroup();
    small_text(tr("Other candidates"));
    leading_faces(panel, sizes.column, sizes.height - ImGui::GetCursorPosY());
    ImGui::EndGroup();
}

PhotoFoot photo_searching_foot(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    PhotoFoot foot;
    foot.act = Answer{tr_label("Stop the search"), tr("Takes the nearest face found so far"),
                      "Photo/Good enough", !view.preparing && !view.ending};
    foot.does = [&controller] { controller.good_enough(); };
    foot.others = [&panel, &controller] {
        if (button(tr_label("Cancel"), tr("Ends the search and discards its result"))) controller.cancel();
        panel.probe.item("Photo/Cancel");
    };
    return foot;
}

}  // namespace progan
