// What the status bar says of a photo while its dialog is closed.
#include <string>

#include "app/explorer/features/photo/photo_dialog.h"
#include "app/explorer/features/photo/photo_stages.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// What was found was neither used nor kept.
bool is_unseen(const PhotoState& view) {
    return view.stage == PhotoStage::found && !view.used && !view.kept;
}

/// The one whose marks are being placed is one of them.
std::int64_t photos_waiting(const PhotoState& view) {
    const bool this_one = view.stage == PhotoStage::placing || view.stage == PhotoStage::reading;
    return static_cast<std::int64_t>(view.waiting) + (this_one ? 1 : 0);
}

}  // namespace

bool has_photo_status(const AppState& state) {
    const PhotoState& view = state.photo;
    return !view.show && (view.stage == PhotoStage::searching || is_unseen(view) || photos_waiting(view) > 0);
}

void photo_status(Panel& panel, PhotoController& controller) {
    const PhotoState& view = panel.state.photo;
    ImGui::AlignTextToFramePadding();
    if (view.stage == PhotoStage::searching) {
        const float buttons =
            button_width(tr("Show")) + ImGui::GetStyle().ItemSpacing.x + button_width(tr("Cancel"));
        photo_progress_bar(
            panel,
            title_before_bar(trf("Looking for the face in {}", fitting_text(view.name, em(12))), buttons));
    } else if (is_unseen(view)) {
        text_line(trf("Found the face nearest to {}", fitting_text(view.name, em(12))));
    } else {
        text_line(tr_plural("{} photo waiting to be placed", "{} photos waiting to be placed",
                            photos_waiting(view)));
    }
    ImGui::SameLine();
    if (button(tr_label("Show"), tr("The photo and the face"))) controller.show();
    panel.probe.item("Photo/Show");
    ImGui::SameLine();
    if (view.stage == PhotoStage::searching) {
        if (button(tr_label("Cancel"), tr("Ends the search and discards its result"))) controller.cancel();
        panel.probe.item("Photo/Cancel");
    } else {
        const bool unseen = is_unseen(view);
        if (button(tr_label("Dismiss"), unseen ? tr("Discards the result") : tr("Forgets the photos")))
            unseen ? controller.next() : controller.forget_all();
        panel.probe.item("Photo/Dismiss");
    }
    ImGui::SameLine(0, em(1));
}

}  // namespace progan
