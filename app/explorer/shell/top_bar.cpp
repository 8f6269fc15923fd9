// The bar over the panels: the model, the modes, undo and redo, settings and help.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/explorer/features/history/history_panel.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kChipPart = 0.19f;  // of the window's width, for the model's name

std::string model_line(const AppState& state) {
    if (!state.backend_failure.empty()) return tr("The engine could not be started");
    if (!state.backend_ready) return tr("Getting ready...");
    if (state.opening) return trf("Opening {}...", state.opening_path.filename().string());
    if (!state.model) return tr("No model");
    const ModelSpec& spec = state.model->spec;
    return spec.name.empty() ? std::filesystem::path(state.model->path).filename().string() : spec.name;
}

std::string model_tip(const AppState& state) {
    if (!state.model) return tr("Open a model, or choose one by its faces");
    const ModelSpec& spec = state.model->spec;
    return trf("{}: {}, latent {}\nClick to open another model or to read about this one.", model_line(state),
               square_text(resolution(spec.last_level)), spec.latent_size);
}

void model_menu(Panel& panel, Features& features) {
    AppState& state = panel.state;
    if (!ImGui::BeginPopup("##model menu")) return;
    const auto item = [&](const char* label, const char* keys, const char* probe, const char* tooltip,
                          bool enabled = true) {
        const bool clicked = ImGui::MenuItem(tr_label(label), panel.keys_of(keys).c_str(), false, enabled);
        panel.probe.item(probe);
        tip(tr(tooltip));
        return clicked;
    };
    if (item(tr_later("Models..."), "model.list", "Top/Models",
             tr_later("Recent models and those that come with the program")))
        features.model.show_list();
    if (item(tr_later("Open a model..."), "model.open", "Top/Open model",
             tr_later("Open a model file, or drop one on the window")))
        panel.files.open(FilePurpose::open_model);
    if (item(tr_later("Open the included model"), "model.default", "Top/Built-in model",
             tr_later("The model included in the program"), !state.settings.model_path.empty()))
        features.model.open_default();
    ImGui::Separator();
    if (item(tr_later("About this model"), "model.about", "Top/About model",
             tr_later("What this model is and where it comes from."), state.model.has_value()))
        state.show_model = true;
    ImGui::EndPopup();
}

/// The model's name with a chevron; its menu opens under it. Returns where it ends.
float model_chip(Panel& panel, Features& features, float y, float height, float most) {
    const std::string name = model_line(panel.state);
    const float padding = space::large(), chevron = icon_width();
    const float text = std::min(ImGui::CalcTextSize(name.c_str()).x, most - 2 * padding - chevron);
    const float width = std::ceil(text + 2 * padding + chevron);
    const float x = space::medium();
    ImGui::SetCursorPos({x, y});
    ImGui::PushID("model");
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, space::hair());
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, height / 2);
    ImGui::PushStyleColor(ImGuiCol_Border, theme().separator);
    if (ImGui::Button("##chip", {width, height})) ImGui::OpenPopup("##model menu");
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
    panel.probe.item("Top/Model");
    tip(model_tip(panel.state));
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const float middle = (low.y + high.y) / 2;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos({low.x + padding, std::floor(middle - ImGui::GetFontSize() / 2)});
    const std::string shown = fitting_text(name, text);
    list.AddText(ImGui::GetCursorScreenPos(), ImGui::GetColorU32(theme().text), shown.c_str());
    draw_icon(list, Icon::menu, {high.x - padding * 0.6f - chevron / 2, middle}, height,
              ImGui::GetColorU32(theme().text_dim));
    ImGui::SetNextWindowPos({low.x, high.y + space::small()});
    model_menu(panel, features);
    ImGui::PopID();
    return x + width;
}

/// As a word where there is room, as an icon in a narrow window.
float export_width(float side) {
    const bool wide = ImGui::GetWindowWidth() >= size::wide();
    if (!wide) return icon_button_width(Icon::exporting, side);
    return ImGui::CalcTextSize(tr("Export...")).x + icon_width() + space::medium() + 2 * space::large();
}

void export_button(Panel& panel, Features& features, float side) {
    const std::string tooltip =
        with_keys(panel, tr("Save this face as a picture, or for NumPy"), "face.export");
    ImGui::BeginDisabled(!panel.state.model);
    const bool clicked =
        ImGui::GetWindowWidth() >= size::wide()
            ? button(Icon::exporting, tr_label("Export..."), tooltip, {export_width(side), side})
            : icon_button("export", Icon::exporting, tooltip, side);
    if (clicked) features.exporting.open();
    ImGui::EndDisabled();
    panel.probe.item("Top/Export");
}

/// From the right end: help, settings, export, redo, undo. Returns where they begin.
float tools_at_right(Panel& panel, Features& features, float y, float side) {
    const float gap = space::tight(), apart = space::large();
    const float settings = icon_button_width(Icon::settings, side),
                help = icon_button_width(Icon::help, side), undo = icon_button_width(Icon::undo, side),
                redo = icon_button_width(Icon::redo, side);
    const float begin = ImGui::GetWindowWidth() - space::medium() - help - gap - settings - apart -
                        export_width(side) - apart - redo - gap - undo;
    ImGui::SetCursorPos({begin, y});
    undo_buttons(panel, features.history, side, gap);
    ImGui::SameLine(0, apart);
    export_button(panel, features, side);
    ImGui::SameLine(0, apart);
    if (icon_button("settings", Icon::settings, tr("Settings"), side)) ImGui::OpenPopup("##gear menu");
    panel.probe.item("Top/Settings");
    const ImVec2 under = ImGui::GetItemRectMax();
    ImGui::SameLine(0, gap);
    if (icon_button("help", Icon::help, tr("Help: keys, the manual, what a bug report needs"), side))
        ImGui::OpenPopup("##help menu");
    panel.probe.item("Top/Help");
    ImGui::SetNextWindowPos({ImGui::GetWindowWidth() - space::medium(), under.y + space::small()},
                            ImGuiCond_Always, {1, 0});
    gear_menu(panel, features);
    ImGui::SetNextWindowPos({ImGui::GetWindowWidth() - space::medium(), under.y + space::small()},
                            ImGuiCond_Always, {1, 0});
    help_menu(panel, features);
    return begin;
}

}  // namespace

void top_bar(Panel& panel, Features& features) {
    const float side = size::button(), y = std::floor((ImGui::GetWindowHeight() - side) / 2);
    const float width = ImGui::GetWindowWidth(), apart = space::large();
    const float chip = model_chip(panel, features, y, side,
                                  std::clamp(width * kChipPart, size::min_chip(), size::max_chip()));
    // The tools' width without drawing them: the eye, and the Tab key, come to the modes first.
    float tools = 2 * space::tight() + 3 * apart + space::medium() + export_width(side);
    for (const Icon icon : {Icon::undo, Icon::redo, Icon::settings, Icon::help})
        tools += icon_button_width(icon, side);
    mode_bar(panel, chip + apart, width - chip - apart - tools - apart);
    tools_at_right(panel, features, y, side);
}

}  // namespace progan
