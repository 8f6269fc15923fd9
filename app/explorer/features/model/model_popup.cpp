// What the open model is and, for a checkpoint of another code base, what was found in it and decided.
#include <imgui.h>

#include "app/explorer/features/model/model_popup.h"
#include "app/explorer/features/model/weights_table.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kWidth = 36;  ///< in ems, of the values and so of the dialog

void line(const char* what, const std::string& value) {
    if (value.empty()) return;
    disabled_text(what);
    ImGui::SameLine(em(8));
    ImGui::PushTextWrapPos(em(kWidth));
    text_line(value);
    ImGui::PopTextWrapPos();
}

std::string channels_text(const ModelSpec& spec) {
    std::string text;
    for (const int channels : spec.channels) text += (text.empty() ? "" : ", ") + std::to_string(channels);
    return text;
}

std::string size_and_parameters(const ModelInfo& model) {
    const std::string size = bytes_text(static_cast<double>(model.file_bytes));
    const auto parameters = static_cast<double>(model.parameter_count);
    return parameters < 1e6 ? trf("{}, {:.0f} parameters", size, parameters)
                            : trf("{}, {:.2f} million parameters", size, parameters / 1e6);
}

void facts(const ModelInfo& model) {
    const ModelSpec& spec = model.spec;
    line(tr("Name"), spec.name);
    line(tr("File"), model.path);
    line(tr("Size"), size_and_parameters(model));
    line(tr("Latent"), tr_plural("{} component", "{} components", spec.latent_size));
    line(tr("Channels"), channels_text(spec));
    line(tr("Data set"), spec.data_set);
    line(tr("Licence"), spec.licence);
    line(tr("Credit"), spec.credit);
    line(tr("SHA-256"), model.sha256);
    if (!model.origin.empty()) ImGui::Separator();
    for (const OriginFact& fact : model.origin) line(fact.what.c_str(), fact.value);
}
}  // namespace

void model_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!state.model) state.show_model = false;
    if (!begin_dialog(tr_label("About this model"), state.show_model, panel.escape)) return;
    if (state.model) {
        facts(*state.model);
        ImGui::Separator();
        weights_table(panel, state.model->weights, em(kWidth));
    }
    ImGui::Spacing();
    if (close_foot(panel, "Model/Close")) {
        state.show_model = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
