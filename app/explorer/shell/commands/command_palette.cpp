#include "app/explorer/shell/commands/command_palette.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "app/explorer/features/model/model_list.h"
#include "app/explorer/shell/commands/fuzzy_match.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kMaxListed = 12;

void show_axis(AppState& state, const std::string& id) {
    state.components_listed = false;
    state.axes_list.search.clear();
    state.axes_list.chosen = id;
}

/// "Age (young, old)": a slider is also looked for by what its ends show.
std::string name_and_ends(const AppState& state, const Axis& axis) {
    std::string name = shown_name(state, axis);
    if (axis.low.empty() || axis.high.empty()) return name;
    return name + " (" + shown_word(state, axis.low) + ", " + shown_word(state, axis.high) + ")";
}

std::vector<PaletteItem> all_items(AppState& state, Features& features, const Commands& commands,
                                   bool only_commands) {
    std::vector<PaletteItem> items;
    for (const Command& command : commands.all())
        if (command.id != "window.palette" && (!command.enabled || command.enabled()))
            items.push_back({tr(command.label.c_str()), command.label, commands.keys_of(command.id),
                             [&commands, &command] { commands.run(command); }});
    if (only_commands) return items;
    for (const ListedModel& model : state.models.listed) {
        const std::string name = name_of(model, state.models);
        items.push_back({name, name, tr("Model"),
                         [&features, path = model.path.string()] { features.model.open(path); }});
    }
    for (const Axis& axis : state.axes)
        items.push_back({name_and_ends(state, axis), axis.name, tr("Axis"),
                         [&state, id = axis.id] { show_axis(state, id); }});
    for (const Favourite& favourite : state.favourites)
        items.push_back({favourite.name, favourite.name, tr("Favourite"),
                         [&features, id = favourite.id] { features.favourites.open(id); }});
    return items;
}

/// The arrow keys choose while the field has the keys.
int choose_by_arrows(ImGuiInputTextCallbackData* data) {
    int& chosen = *static_cast<int*>(data->UserData);
    if (data->EventKey == ImGuiKey_DownArrow) ++chosen;
    if (data->EventKey == ImGuiKey_UpArrow) --chosen;
    return 0;
}

/// True if it was clicked.
bool row(Panel& panel, const PaletteItem& item, std::size_t index, bool chosen) {
    ImGui::PushID(static_cast<int>(index));
    const bool clicked =
        ImGui::Selectable(item.label.c_str(), chosen, ImGuiSelectableFlags_DontClosePopups, {em(26), 0});
    ImGui::PopID();
    panel.probe.item("Palette/" + item.probe_name);
    if (!item.detail.empty()) {
        // At the right end of what the scrollbar leaves.
        ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(item.detail.c_str()).x);
        ImGui::TextColored(theme().text_dim, "%s", item.detail.c_str());
    }
    return clicked;
}

}  // namespace

std::vector<PaletteItem> palette_items(const std::string& query, AppState& state, Features& features,
                                       const Commands& commands) {
    const bool empty = query.find_first_not_of(' ') == std::string::npos;
    std::vector<PaletteItem> items = all_items(state, features, commands, empty);
    if (empty) return items;
    std::vector<std::pair<int, std::size_t>> ranked;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (const std::optional<int> score = fuzzy_match(query, items[i].label))
            ranked.emplace_back(-*score, i);
    std::sort(ranked.begin(), ranked.end());  // of equal ones the first listed goes first
    std::vector<PaletteItem> found;
    found.reserve(ranked.size());
    for (const auto& [score, index] : ranked) found.push_back(std::move(items[index]));
    return found;
}

void palette_popup(Panel& panel, Features& features, const Commands& commands) {
    PaletteState& palette = panel.state.palette;
    if (!begin_dialog(tr_label("Commands"), palette.open, panel.escape)) return;
    if (ImGui::IsWindowAppearing()) {
        palette.query.clear();
        palette.chosen = 0;
        features.model.list();
        ImGui::SetKeyboardFocusHere();
    }
    if (panel.escape) palette.open = false;  // at once, also while the query is typed
    const std::string before = palette.query;
    ImGui::SetNextItemWidth(em(26));
    const bool entered =
        ImGui::InputTextWithHint("##query", tr("a command, a model, an axis, a favourite"), &palette.query,
                                 ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory,
                                 choose_by_arrows, &palette.chosen);
    panel.probe.item("Palette/Query");
    if (palette.query != before) palette.chosen = 0;
    std::vector<PaletteItem> items = palette_items(palette.query, panel.state, features, commands);
    const bool empty = items.empty();
    palette.chosen = std::clamp(palette.chosen, 0, std::max(0, static_cast<int>(items.size()) - 1));
    std::function<void()> run;
    // A list of fixed height: nothing jumps while one types.
    ImGui::BeginChild("##items", {em(26), ImGui::GetTextLineHeightWithSpacing() * float{kMaxListed}});
    for (std::size_t i = 0; i < items.size(); ++i) {
        const bool chosen = static_cast<int>(i) == palette.chosen;
        if (row(panel, items[i], i, chosen) || (entered && chosen)) run = items[i].run;
        if (chosen && !ImGui::IsItemVisible()) ImGui::SetScrollHereY();
    }
    if (empty) disabled_text(tr("Nothing found."));
    ImGui::EndChild();
    if (run) palette.open = false;
    if (!palette.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    if (run) run();
}

}  // namespace progan
