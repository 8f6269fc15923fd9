// What was done, as a strip of faces: a click goes back there, and what was undone stays reachable.
#include <imgui.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "app/explorer/features/history/history_controller.h"
#include "app/explorer/features/history/history_panel.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/local_time.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kMaxListed = 300;  // faces: older ones are reached from these

/// A face on the way from the first step to where redo leads, with the steps after it that left it as it is.
struct ShownFace {
    std::uint64_t id = 0;
    std::vector<std::uint64_t> branches;  ///< steps that leave it, or those, beside the way
    bool current = false;
};

std::vector<ShownFace> shown_faces(const HistoryTree& tree) {
    const std::vector<std::uint64_t> line = tree.line();
    std::vector<ShownFace> faces;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (faces.empty() || tree.changed_the_face(line[i])) faces.push_back({line[i], {}, false});
        ShownFace& face = faces.back();
        face.current = face.current || line[i] == tree.head();
        for (const std::uint64_t child : tree.children(line[i]))
            if (i + 1 == line.size() || child != line[i + 1]) face.branches.push_back(child);
    }
    return faces;
}

void branch_menu(Panel& panel, HistoryController& controller, const ShownFace& face) {
    if (!ImGui::BeginPopup("Branches")) return;
    disabled_text(tr("Other branches from here:"));
    for (const std::uint64_t child : face.branches) {
        const HistoryStep& step = panel.state.history.step(child);
        ImGui::PushID(static_cast<int>(child));
        const float side = em(2.4f);
        const ImTextureID picture =
            panel.thumbnails.for_latent(panel.state, step.latent, step.face.base.edits);
        bool chosen = face_button("##branch", picture, side, false);
        panel.probe.item("History/Branch/" + std::to_string(child));
        ImGui::SameLine();
        chosen =
            ImGui::Selectable(label_with_id(step.label, "label").c_str(), false, 0, {em(12), side}) || chosen;
        tip(local_time_text(step.time).c_str());
        if (chosen) {
            controller.go_to(child);
            ImGui::CloseCurrentPopup();
        }
        ImGui::PopID();
    }
    ImGui::EndPopup();
}

/// Where the mark of other branches is, in the corner of a step's face.
struct ForkMark {
    std::string text;
    ImVec2 low, size;
};

ForkMark fork_mark(std::size_t others, ImVec2 corner, float side) {
    ForkMark mark;
    mark.text = "+" + std::to_string(others);
    mark.size = {ImGui::CalcTextSize(mark.text.c_str()).x + space::medium(), em(1)};
    mark.low = {corner.x + side - mark.size.x, corner.y};
    return mark;
}

/// Before the face, because of two items under the pointer the first takes the click.
bool fork_button(Panel& panel, std::uint64_t id, const ForkMark& mark) {
    ImGui::SetCursorScreenPos(mark.low);
    if (ImGui::InvisibleButton("##fork", mark.size)) ImGui::OpenPopup("Branches");
    tip(tr("Undone branches start here. Click to see them."));
    panel.probe.item("History/Fork/" + std::to_string(id));
    return ImGui::IsItemHovered();
}

void draw_fork(const ForkMark& mark, bool hovered) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(mark.low, {mark.low.x + mark.size.x, mark.low.y + mark.size.y},
                       ImGui::GetColorU32(hovered ? theme().accent : theme().shade), space::rounding_small());
    list.AddText({mark.low.x + space::small(), mark.low.y},
                 ImGui::GetColorU32(hovered ? theme().on_accent : theme().on_picture), mark.text.c_str());
}

/// Dimmed if it comes after the current one, and with the mark of its other branches. True when it was
/// clicked.
bool step_button(Panel& panel, HistoryController& controller, const ShownFace& face, std::size_t index,
                 ImVec2 corner, float side, PictureWalk& walk) {
    const HistoryTree& tree = panel.state.history;
    const HistoryStep& step = tree.step(face.id);
    ImGui::PushID(static_cast<int>(face.id));
    const std::size_t others = face.branches.size();
    const ForkMark mark = fork_mark(others, corner, side);
    const bool over_mark = others > 0 && fork_button(panel, face.id, mark);
    ImGui::SetCursorScreenPos(corner);
    const ImTextureID picture = panel.thumbnails.for_latent(panel.state, step.latent, step.face.base.edits);
    const bool clicked = face_button("##step", picture, side, face.current);
    walk.drawn(index);
    tip(step.label + "\n" + local_time_text(step.time));
    panel.probe.item("History/Step/" + std::to_string(index));
    face_menu(panel, {step.latent, std::nullopt, step.label, step.face.base.edits, step.face.base.edit_name});
    if (face.id > tree.head())
        ImGui::GetWindowDrawList()->AddRectFilled(corner, {corner.x + side, corner.y + side},
                                                  ImGui::GetColorU32(theme().undone), space::rounding());
    if (others > 0) draw_fork(mark, over_mark);
    branch_menu(panel, controller, face);
    ImGui::PopID();
    return clicked;
}

}  // namespace

void history_panel(Panel& panel, HistoryController& controller, float side) {
    const HistoryTree& tree = panel.state.history;
    const std::vector<ShownFace> faces = shown_faces(tree);
    if (faces.empty()) {
        ImGui::SetCursorPosY((ImGui::GetWindowHeight() - ImGui::GetFontSize()) / 2);
        small_text(tr("Faces you visit appear here, to go back to."));
        return;
    }
    // No bar: it would cover the faces. The wheel scrolls, and the step that is current is always in sight.
    ImGui::BeginChild(
        "##steps", {0, side}, false,
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    if (ImGui::IsWindowHovered() && wheel_steps() != 0)
        ImGui::SetScrollX(ImGui::GetScrollX() - wheel_steps() * side * 2);
    std::uint64_t& shown_head = panel.state.history_in_sight;
    const std::size_t first = faces.size() > kMaxListed ? faces.size() - kMaxListed : 0;
    const float gap = space::small();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float left = ImGui::GetWindowPos().x, right = left + ImGui::GetWindowWidth();
    const auto now =
        std::find_if(faces.begin(), faces.end(), [](const ShownFace& face) { return face.current; });
    const std::size_t listed = faces.size() - first;
    const auto current = static_cast<std::size_t>(now - faces.begin());
    PictureWalk walk("##walk",
                     {listed, listed,
                      now == faces.end() || current < first ? std::nullopt : std::optional(current - first)});
    std::optional<std::uint64_t> chosen;
    for (std::size_t i = first; i < faces.size(); ++i) {
        const ImVec2 corner{origin.x + static_cast<float>(i - first) * (side + gap), origin.y};
        ImGui::SetCursorScreenPos(corner);
        if (faces[i].current && shown_head != tree.head()) {
            ImGui::SetScrollFromPosX(corner.x - left + side, 0.85f);
            shown_head = tree.head();
        }
        const bool in_sight = corner.x + side >= left && corner.x <= right;
        // Out of sight: only its room, unless the keys come to it.
        if (!in_sight && !faces[i].current && walk.wanted() != i - first) {
            ImGui::Dummy({side, side});
            continue;
        }
        if (step_button(panel, controller, faces[i], i - first, corner, side, walk)) chosen = faces[i].id;
    }
    ImGui::EndChild();
    if (chosen) controller.go_to(*chosen);  // not before: the faces drawn are those of the step before
}

void undo_buttons(Panel& panel, HistoryController& controller, float side, float gap) {
    const bool can_undo = controller.can_undo(), can_redo = controller.can_redo();
    ImGui::BeginDisabled(!can_undo);
    if (icon_button("undo", Icon::undo,
                    can_undo ? with_keys(panel, trf("Undo: {}", controller.undo_label()), "history.undo")
                             : tr("Nothing to undo"),
                    side))
        controller.undo();
    ImGui::EndDisabled();
    panel.probe.item("History/Undo");
    ImGui::SameLine(0, gap);
    ImGui::BeginDisabled(!can_redo);
    if (icon_button("redo", Icon::redo,
                    can_redo ? with_keys(panel, trf("Redo: {}", controller.redo_label()), "history.redo")
                             : tr("Nothing to redo"),
                    side))
        controller.redo();
    ImGui::EndDisabled();
    panel.probe.item("History/Redo");
}

}  // namespace progan
