// What the open model is and, for a checkpoint of another code base, what was found in it and decided.
#include <imgui.h>

#include <cstdio>

#include "app/explorer/features/model/model_popup.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

void line(const char* what, const std::string& value) {
    if (value.empty()) return;
    ImGui::TextDisabled("%s", what);
    ImGui::SameLine(em(8));
    ImGui::PushTextWrapPos(em(36));
    ImGui::TextUnformatted(value.c_str());
    ImGui::PopTextWrapPos();
}

std::string channels_text(const ModelSpec& spec) {
    std::string text;
    for (const int channels : spec.channels) text += (text.empty() ? "" : ", ") + std::to_string(channels);
    return text;
}

std::string size_text(const ModelInfo& model) {
    const double bytes = static_cast<double>(model.file_bytes);
    const double parameters = static_cast<double>(model.parameter_count);
    char text[64];
    if (bytes < 1e6)
        std::snprintf(text, sizeof text, "%.0f KB, %.0f parameters", bytes / 1e3, parameters);
    else
        std::snprintf(text, sizeof text, "%.1f MB, %.2f million parameters", bytes / 1e6, parameters / 1e6);
    return text;
}

void facts(const ModelInfo& model) {
    const ModelSpec& spec = model.spec;
    line("Name", spec.name);
    line("File", model.path);
    line("Size", size_text(model));
    line("Latent", std::to_string(spec.latent_size) + " components");
    line("Channels", channels_text(spec));
    line("Data set", spec.data_set);
    line("Licence", spec.licence);
    line("Credit", spec.credit);
    line("SHA-256", model.sha256);
    if (model.origin.empty()) return;
    ImGui::Separator();
    for (const OriginFact& fact : model.origin) line(fact.what.c_str(), fact.value);
}

}  // namespace

void model_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!state.model) state.show_model = false;
    if (!begin_dialog("This model", state.show_model, panel.escape)) return;
    if (state.model) facts(*state.model);
    ImGui::Spacing();
    if (button("Close", "Esc", em(7))) {
        state.show_model = false;
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Model/Close");
    ImGui::EndPopup();
}

}  // namespace progan
