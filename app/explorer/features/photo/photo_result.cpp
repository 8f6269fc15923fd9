// What was found for a photo.
#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/features/photo/photo_canvas.h"
#include "app/explorer/features/photo/photo_stages.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"
#include "core/project/face_bank.h"
#include "core/project/photo_projector.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// How near it is, as honestly as `progan project` says it.
std::string closeness_text(const PhotoFound& found) {
    return trf("The face is nearer to the photo than {} of {} random faces are to the nearest of {} others.",
               found.closeness, FaceBank::kProbes, found.bank_faces);
}

void found_column(Panel& panel) {
    PhotoState& view = panel.state.photo;
    const PhotoFound& found = *view.found;
    ImGui::Checkbox(tr_label("Show the differences"), &view.heat_shown);
    tip(tr("Where the two pictures differ: brighter pixels differ more"));
    panel.probe.item("Photo/Differences");
    ImGui::Spacing();
    ImGui::PushTextWrapPos(0);
    if (found.closeness <= kUnlikeAnything) {
        wrapped_text(
            tr("The photo is unlike anything that this model makes. This is the nearest face that it has."));
        ImGui::Spacing();
    }
    wrapped_text(closeness_text(found));
    ImGui::Spacing();
    dim_text(trf("{:.1f} dB (PSNR) between the two pictures", found.psnr));
    if (!found.complete) dim_text(tr("The search was stopped early."));
    ImGui::PopTextWrapPos();
    photo_item_for_tests(panel, "Photo/Closeness");
}

}  // namespace

void photo_found_stage(Panel& panel, const PhotoSizes& sizes) {
    PhotoState& view = panel.state.photo;
    const PhotoFound& found = *view.found;
    const ImTextureID crop = photo_texture(panel, "photo-compared", found.crop),
                      face = photo_texture(panel, "photo-found", found.face),
                      heat = photo_texture(panel, "photo-heat", found.heat);
    const PhotoPair place = photo_pair_in(sizes, 0);
    const float top = (sizes.height - place.side - ImGui::GetTextLineHeightWithSpacing()) / 2;
    ImGui::SetCursorPosY(std::max(0.0f, std::floor(top)));
    ImGui::BeginGroup();
    photo_pair(place, tr("The photo"), crop, view.heat_shown ? tr("The differences") : tr("The nearest face"),
               view.heat_shown ? heat : face);
    ImGui::EndGroup();
    begin_photo_column(sizes);
    ImGui::SetCursorPosY(std::max(0.0f, std::floor(top)));
    ImGui::Dummy({0, ImGui::GetTextLineHeight()});  // of the captions
    found_column(panel);
    ImGui::EndChild();
}

PhotoFoot photo_found_foot(Panel& panel, PhotoController& controller) {
    PhotoFoot foot;
    foot.act = Answer{tr_label("Use this face"), tr("Make it the current face (Enter)"), "Photo/Use", true,
                      Icon::face};
    foot.does = [&controller] { controller.use(); };
    if (enter_for_primary()) foot.does();
    foot.others = [&panel, &controller] {
        const PhotoState& view = panel.state.photo;
        ImGui::BeginDisabled(view.kept);
        if (button(Icon::keep, view.kept ? tr_label("Kept") : tr_label("Keep"),
                   tr("As a favourite; a crop of the photo is saved with it"), {0, 0}))
            controller.keep();
        ImGui::EndDisabled();
        panel.probe.item("Photo/Keep");
        ImGui::SameLine();
        if (button(tr_label("Adjust the marks"), tr("Back to the marks"))) controller.place_again();
        panel.probe.item("Photo/Again");
        ImGui::SameLine();
        browse_photo(panel, controller);
    };
    return foot;
}

}  // namespace progan
