// Grid > Breed: the parents at the left, their children beside them.
#include <imgui.h>

#include <optional>

#include "app/explorer/features/grid/grid_controller.h"
#include "app/explorer/features/grid/grid_panel.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/face_choice.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void parents(Panel& panel, GridController& controller) {
    const float width = em(7.6f);
    ImGui::BeginChild("##parents", {width, 0}, false, ImGuiWindowFlags_NoBackground);
    if (button(tr_label("Add a parent"),
               tr("The current face, a seed or a favourite. You can also right-click any face to add it."),
               -1))
        ImGui::OpenPopup("##add");
    panel.probe.item("Breed/Add");
    if (const auto choice = face_choice(panel, "##add", "Breed/Add")) controller.add_parent(choice->face);
    std::optional<std::size_t> removed;
    const std::vector<NamedLatent>& faces = panel.state.grid.parents;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const std::string label = "Parent/" + std::to_string(i);
        const std::string tooltip = trf("{}\nClick: go there. Right-click: more.", faces[i].name);
        if (face_cell(panel, label, faces[i], em(4.2f), false, tooltip.c_str()))
            panel.actions.show_latent(faces[i]);
        ImGui::SameLine();
        if (icon_button("remove", Icon::close, tr("Remove this parent"))) removed = i;
        panel.probe.item(label + "/Remove");
        ImGui::PopID();
    }
    if (removed) controller.remove_parent(*removed);
    ImGui::EndChild();
}

void controls(Panel& panel, GridController& controller) {
    const GridState& grid = panel.state.grid;
    const float again = em(7.2f);
    float mutation = grid.mutation;
    const float x = ImGui::GetCursorPosX(),
                width = ImGui::GetContentRegionAvail().x - again - 2 * ImGui::GetStyle().ItemSpacing.x;
    if (slider("##mutation", mutation, 0, kMaxMutation, width, trf("{:.0f}° of mutation", mutation),
               ImGui::CalcTextSize(trf("{:.0f}° of mutation", kMaxMutation).c_str()).x))
        controller.set_mutation(mutation);
    tip(
        tr("Mutation: how many degrees each child is turned in a direction of its own, away from what its "
           "parents have."));
    panel.probe.item("Breed/Mutation");
    ImGui::SameLine(x + width + space::medium());
    if (button(tr_label("More children"), tr("Other children of the same parents"), again))
        controller.new_children();
    panel.probe.item("Breed/Again");
}

}  // namespace

void breed_panel(Panel& panel, GridController& controller) {
    parents(panel, controller);
    ImGui::SameLine();
    ImGui::BeginChild("##children", {0, 0}, false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoBackground);
    controls(panel, controller);
    const std::vector<NamedLatent> faces = controller.children();
    if (faces.empty()) {
        ImGui::PushTextWrapPos();
        disabled_text(panel.state.grid.parents.empty()
                          ? tr("Children of two or more faces appear here. Add parents on the left, or "
                               "right-click any face.")
                          : tr("Add one more parent to see children here."));
        ImGui::PopTextWrapPos();
    } else {
        const NamedLatent current = current_face(panel.state);
        std::optional<std::size_t> chosen;
        for (std::size_t i = 0; i < faces.size(); ++i)
            if (same_face(faces[i], current)) chosen = i;
        const auto tooltip = [&](std::size_t index) {
            return trf("{}\nClick or Enter: go there. Right-click: make it a parent, and more.",
                       faces[index].name);
        };
        if (const auto clicked = face_square(panel, "Child", faces, panel.state.grid.side, chosen, tooltip))
            controller.go_to(faces[*clicked]);
    }
    ImGui::EndChild();
}

}  // namespace progan
