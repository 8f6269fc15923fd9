// The marks are put on the eyes and the mouth.
#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/features/photo/photo_canvas.h"
#include "app/explorer/features/photo/photo_stages.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// The crop, and the model's average face over it.
void preview(Panel& panel, float side) {
    PhotoState& view = panel.state.photo;
    const ImTextureID crop = photo_texture(panel, "photo-crop", view.crop),
                      average = photo_texture(panel, "photo-average", view.average);
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + side, low.y + side};
    ImGui::Dummy({side, side});
    panel.probe.rectangle("Photo/Preview", low.x, low.y, side, side);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::small());
    if (crop) list.AddImageRounded(crop, low, high, {0, 0}, {1, 1}, kUntinted, space::small());
    const ImVec4 tint = faded(ImGui::ColorConvertU32ToFloat4(kUntinted), crop ? view.ghost : 1);
    if (average)
        list.AddImageRounded(average, low, high, {0, 0}, {1, 1}, ImGui::ColorConvertFloat4ToU32(tint),
                             space::small());
}

void placing_column(Panel& panel, const PhotoSizes& sizes) {
    PhotoState& view = panel.state.photo;
    const std::string hint =
        view.of_model ? tr("Place the marks on the eyes and the mouth so that the two faces line up. Or drag "
                           "the frame; its corners turn and scale it. Tab goes to the next mark; the arrow "
                           "keys move it, in larger steps with Shift.")
                      : tr("This model does not record where its faces' eyes and mouth are. Put the marks on "
                           "those of its average face; you do this only once per model.");
    ImGui::PushFont(font_of(FontRole::small));
    const float text = ImGui::CalcTextSize(hint.c_str(), nullptr, false, sizes.column).y;
    ImGui::PopFont();
    if (view.of_model) {
        const float rest =
            text + 2 * ImGui::GetTextLineHeightWithSpacing() + size::track() + 3 * space::medium();
        const float side = std::floor(std::clamp(sizes.height - rest, em(4), sizes.column));
        const float left = ImGui::GetCursorPosX();
        ImGui::SetCursorPosX(left + std::floor((sizes.column - side) / 2));
        preview(panel, side);
        ImGui::SetCursorPosX(left);
        small_text(view.average ? tr("The model's average face on top")
                                : tr("Rendering the model's average face..."));
        slider("##ghost", view.ghost, 0, 1, sizes.column - em(3), trf("{:.0f} %", view.ghost * 100.0f),
               em(3));
        tip(tr("How strongly it shows over the photo"));
        panel.probe.item("Photo/Ghost");
        ImGui::Spacing();
    }
    ImGui::PushTextWrapPos(0);
    ImGui::PushFont(font_of(FontRole::small));
    dim_text(hint);
    ImGui::PopFont();
    ImGui::PopTextWrapPos();
}

}  // namespace

void photo_placing_stage(Panel& panel, PhotoController& controller, const PhotoSizes& sizes) {
    photo_canvas(panel, controller, {sizes.main, sizes.height});
    begin_photo_column(sizes);
    placing_column(panel, sizes);
    ImGui::EndChild();
}

PhotoFoot photo_placing_foot(Panel& panel, PhotoController& controller) {
    PhotoFoot foot;
    if (!panel.state.photo.of_model) {
        foot.act = Answer{tr_label("Use these marks"), tr("Enter"), "Photo/Confirm"};
        foot.does = [&controller] { controller.confirm_model(); };
    } else {
        const std::string obstacle = controller.obstacle();
        const bool possible = obstacle.empty();
        foot.act =
            Answer{tr_label("Find the face"), possible ? tr("Searches in the background (Enter)") : obstacle,
                   "Photo/Find", possible, Icon::search};
        foot.does = [&controller] { controller.start(); };
    }
    if (enter_for_primary()) foot.does();
    foot.others = [&panel, &controller] {
        if (button(tr_label("Reset the marks"), tr("Back to where they started"))) controller.reset_place();
        panel.probe.item("Photo/Reset");
        if (controller.can_ask_model()) {
            ImGui::SameLine();
            if (button(tr_label("The model's marks..."), tr("Where the eyes and the mouth of its faces are")))
                controller.ask_model();
            panel.probe.item("Photo/Model");
        }
        ImGui::SameLine();
        browse_photo(panel, controller);
    };
    return foot;
}

}  // namespace progan
