// Grid > A - B + C: the three terms at the left, the face they make beside them.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/explorer/features/grid/grid_controller.h"
#include "app/explorer/features/grid/grid_panel.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/face_choice.h"
#include "app/explorer/ui/theme.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void terms(Panel& panel, GridController& controller) {
    struct Term {
        const char *caption, *name, *tooltip;
    };
    constexpr Term kTerms[] = {
        {"A", "A", tr_later("A: a face that has what you want. Click to choose it.")},
        {"- B", "B", tr_later("B: a face like A but without it; it is subtracted. Click to choose it.")},
        {"+ C", "C", tr_later("C: the face to add it to. Click to choose it.")},
    };
    const float room = ImGui::GetContentRegionAvail().y, line = ImGui::GetTextLineHeightWithSpacing();
    const float side = std::clamp(room / 3 - line - ImGui::GetStyle().ItemSpacing.y, em(2), em(6));
    ImGui::BeginChild("##terms", {em(8), 0}, false, ImGuiWindowFlags_NoBackground);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& face = panel.state.grid.terms[i];
        ImGui::BeginGroup();
        if (const auto choice = face_place(panel, kTerms[i].name, std::string("Sum/") + kTerms[i].name, face,
                                           side, tr(kTerms[i].tooltip)))
            controller.set_term(i, choice->face);
        const std::string label = face ? trf("{}: {}", kTerms[i].caption, face->name) : kTerms[i].caption;
        ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
        cut_text(label, em(7.4f));
        ImGui::PopStyleColor();
        ImGui::EndGroup();
    }
    ImGui::EndChild();
}

void result(Panel& panel, GridController& controller) {
    const auto& given = panel.state.grid.terms;
    if (!std::all_of(given.begin(), given.end(), [](const auto& term) { return term.has_value(); })) {
        ImGui::PushTextWrapPos();
        disabled_text(
            tr("Choose three faces on the left. What A has and B does not is added to C: a smiling face, "
               "minus the same face without the smile, plus another face."));
        ImGui::PopTextWrapPos();
        return;
    }
    try {
        const NamedLatent sum = controller.sum();
        if (button(tr_label("Go to this face"), tr("The sum becomes the current face"), em(8.5f)))
            controller.go_to(sum);
        panel.probe.item("Sum/Go");
        ImGui::SameLine();
        if (button(tr_label("Keep face"), tr("Keep this face in your favourites"), em(6)))
            panel.uses.keep(sum);
        panel.probe.item("Sum/Keep");
        const ImVec2 room = ImGui::GetContentRegionAvail(), low = ImGui::GetCursorScreenPos();
        const float side = std::floor(std::min(room.x, room.y));
        if (side < 8) return;
        ImGui::SetCursorScreenPos({std::floor(low.x + (room.x - side) / 2), low.y});
        const bool current = same_face(sum, current_face(panel.state));
        const std::string tooltip = trf("{}\nClick: go there. Right-click: more.", sum.name);
        if (face_cell(panel, "Sum/Result", sum, side, current, tooltip.c_str())) controller.go_to(sum);
    } catch (const Error& error) {
        wrapped_text(error.what());
    }
}

}  // namespace

void sum_panel(Panel& panel, GridController& controller) {
    terms(panel, controller);
    ImGui::SameLine();
    ImGui::BeginChild("##result", {0, 0}, false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoBackground);
    result(panel, controller);
    ImGui::EndChild();
}

}  // namespace progan
