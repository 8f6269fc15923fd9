// The program's version and licence, and what one may do with the faces of the open model.
#include <imgui.h>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void paragraph(const std::string& text) {
    ImGui::PushTextWrapPos(em(34));
    text_line(text);
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
}

void faces(const AppState& state) {
    heading(tr("The faces"));
    if (!state.model) {
        paragraph(tr("No model is open."));
        return;
    }
    const ModelSpec& spec = state.model->spec;
    const std::string name = spec.name.empty() ? std::string(tr("This model")) : spec.name;
    if (spec.licence.empty()) {
        paragraph(trf(
            "{} does not state a licence. Find out where it comes from before you publish its faces.", name));
        return;
    }
    paragraph(trf("Licence of {}: {}.", name, spec.licence));
    paragraph(tr("The same applies to the faces that you export."));
    if (!spec.credit.empty()) paragraph(trf("Credit: {}", spec.credit));
}

}  // namespace

void about_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("About ProGAN Explorer"), state.show_about, panel.escape)) return;
    paragraph(trf("ProGAN Explorer {}. Walk through the faces that a Progressive GAN has learned.",
                  PROGAN_VERSION));
    heading(tr("The program"));
    paragraph(
        tr("Its code is under the MIT licence. If FFmpeg was built with GPL parts, as Debian's is, the GPL "
           "applies to a copy of the program that you distribute together with it."));
    faces(state);
    if (close_foot(panel, "About/Close")) {
        state.show_about = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
