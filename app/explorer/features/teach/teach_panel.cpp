// Teaching a slider: a stream of faces between two sides.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "app/explorer/features/teach/teach_controller.h"
#include "app/explorer/features/teach/teach_panel.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void which_slider(Panel& panel, TeachController& controller) {
    AppState& state = panel.state;
    const bool any = std::any_of(state.axes.begin(), state.axes.end(),
                                 [](const Axis& axis) { return axis.method == AxisMethod::taught; });
    const bool busy = !state.teach.axis.empty() || !state.teach.more.empty() || !state.teach.less.empty();
    if (!any && !busy) return;
    ImGui::SameLine();
    ImGui::SetNextItemWidth(em(1) + ImGui::GetFrameHeight());
    if (begin_combo("##which", "", ImGuiComboFlags_NoPreview)) {
        if (combo_item(tr_label("A new slider"), false)) controller.begin_new();
        tip(tr("Start with empty trays. Sliders you taught before stay."));
        panel.probe.item("Teach/Which/New");
        std::string open;
        for (const Axis& axis : state.axes)
            if (axis.method == AxisMethod::taught) {
                ImGui::PushID(axis.id.c_str());
                if (combo_item(axis.name.c_str(), axis.id == state.teach.axis)) open = axis.id;
                tip(tr("Show the faces that taught this slider, and continue teaching it."));
                ImGui::PopID();
            }
        if (!open.empty()) controller.open_axis(open);
        ImGui::EndCombo();
    } else {
        tip(tr("Start another slider, or continue with one you taught before."));
    }
    panel.probe.item("Teach/Which");
}

void name_row(Panel& panel, TeachController& controller) {
    TeachState& teach = panel.state.teach;
    heading(tr("What is it?"));
    ImGui::SameLine();
    const bool added = !teach.axis.empty();
    const char* const add = added ? tr_label("Added") : tr_label("Add as slider");
    const float button_width =
        ImGui::CalcTextSize(tr("Add as slider")).x + 2 * ImGui::GetStyle().FramePadding.x;
    const float beside = ImGui::GetContentRegionAvail().x - button_width - em(4);
    const bool narrow = beside < em(7);
    if (narrow) ImGui::NewLine();
    ImGui::SetNextItemWidth(
        std::min(em(14), narrow ? ImGui::GetContentRegionAvail().x - space::medium() : beside));
    const bool entered = ImGui::InputTextWithHint("##name", tr("a name, e.g. dark hair"), &teach.name,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    if (std::exchange(teach.focus_name, false)) walk::type_here();
    teach.typing_name = ImGui::IsItemActive();
    if (ImGui::IsItemDeactivatedAfterEdit()) controller.rename(teach.name);
    tip(tr("The name of the slider (N). Enter adds it."));
    panel.probe.item("Teach/Name");
    beside_if_room(button_width, ImGui::GetStyle().ItemSpacing.x);
    ImGui::BeginDisabled(added || teach.direction.empty());
    const bool highlighted = !added && teach.taught.tested >= kEnoughExamples;
    const auto add_button = [&](const std::string& tooltip) {
        return highlighted ? primary_button(add, tooltip, {button_width, 0})
                           : button(add, tooltip, button_width);
    };
    if (add_button(added ? tr("It is among the axes. More examples will improve it.")
                         : (teach.direction.empty()
                                ? tr("No direction yet: put a face into each tray.")
                                : tr("Add it to the axes (Enter). More examples will improve it."))) ||
        (entered && !added))
        controller.add_slider();
    ImGui::EndDisabled();
    panel.probe.item("Teach/Add");
    which_slider(panel, controller);
}

/// "More dark hair: 3".
std::string examples_title(const std::string& name, bool is_more, std::size_t count) {
    std::string title = name.empty() ? (is_more ? tr("More") : tr("Less"))
                                     : (is_more ? trf("More {}", name) : trf("Less {}", name));
    return count == 0 ? title : trf("{}: {}", title, count);
}

std::string no_examples_text(const std::string& name, bool is_more) {
    if (name.empty()) return is_more ? tr("Faces with more of it.") : tr("Faces with less of it.");
    return is_more ? trf("Faces with more of {}.", name) : trf("Faces with less of {}.", name);
}

/// In the corner of the last item: a click removes it.
void cross_on_item() {
    const ImVec2 high = ImGui::GetItemRectMax(), low = ImGui::GetItemRectMin();
    const float r = space::small();
    const ImVec2 middle{high.x - 2.2f * r, low.y + 2.2f * r};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddCircleFilled(middle, 2 * r, ImGui::GetColorU32(theme().shade));
    draw_icon(list, Icon::close, middle, 4 * r, ImGui::GetColorU32(theme().on_picture));
}

/// The examples of one side. Faces can be dropped anywhere on it.
void examples(Panel& panel, TeachController& controller, TeachController::Side which, float width,
              float height) {
    TeachState& teach = panel.state.teach;
    const bool is_more = which == TeachController::Side::more;
    const std::vector<Latent>& faces = is_more ? teach.more : teach.less;
    const std::string path = is_more ? "Teach/More" : "Teach/Less";

    ImGui::PushID(path.c_str());
    const float left = ImGui::GetCursorPosX();
    ImGui::BeginGroup();
    ImGui::AlignTextToFramePadding();
    const float plus = ImGui::GetFrameHeight();
    cut_text(examples_title(teach.name, is_more, faces.size()),
             width - plus - ImGui::GetStyle().ItemSpacing.x);
    ImGui::SameLine(0, 0);
    ImGui::SetCursorPosX(left + width - plus);
    if (button("+",
               is_more ? tr("Add the face in the Face tab: it has more")
                       : tr("Add the face in the Face tab: it has less"),
               plus))
        controller.put(which, current_latent(panel.state));
    panel.probe.item(path + "/Current");
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {space::medium(), space::medium()});
    ImGui::BeginChild("##tray", {width, height - ImGui::GetFrameHeightWithSpacing()}, true,
                      ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoBackground |
                          ImGuiWindowFlags_AlwaysUseWindowPadding);
    ImGui::PopStyleVar();
    const float gap = space::small(), side = em(width > em(9) ? 2.9f : 2.3f);
    const int columns =
        std::max(1, static_cast<int>((ImGui::GetContentRegionAvail().x + gap) / (side + gap)));
    if (faces.empty()) dim_text(no_examples_text(teach.name, is_more));
    std::optional<std::size_t> removed;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
    PictureWalk walk("##walk", {faces.size(), static_cast<std::size_t>(columns), {}});
    for (std::size_t i = 0; i < faces.size(); ++i) {  // the newest first: it is always in sight
        const std::size_t at = faces.size() - 1 - i;
        if (i % static_cast<std::size_t>(columns) != 0) ImGui::SameLine();
        ImGui::PushID(static_cast<int>(at));
        const ImTextureID picture = panel.thumbnails.for_latent(panel.state, faces[at]);
        if (face_button("##pick", picture, side, false)) removed = at;
        walk.drawn(i);
        panel.probe.item(path + "/" + std::to_string(at));
        if (ImGui::IsItemHovered()) cross_on_item();
        drag_face({faces[at]}, picture);
        tip(tr("Click to remove; drag to the other tray."));
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    panel.probe.item(path);
    ImGui::GetWindowDrawList()->AddRect(
        ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
        ImGui::GetColorU32(face_is_dragged() ? theme().accent : theme().separator), space::small(), 0,
        face_is_dragged() ? space::line() : space::hair());
    if (std::optional<NamedLatent> face = dropped_face()) controller.put(which, std::move(face->latent));
    ImGui::EndGroup();
    ImGui::PopID();
    if (removed) controller.remove(which, *removed);
}

/// The face in question and its three answers.
void question(Panel& panel, TeachController& controller, float width, float height) {
    AppState& state = panel.state;
    ImGui::BeginGroup();
    const float side = std::max(em(4), std::min(width, height - ImGui::GetFrameHeightWithSpacing()));
    const float left = ImGui::GetCursorPosX();
    ImGui::SetCursorPosX(left + (width - side) / 2);
    const Latent face = state.teach.stream.front();
    const ImTextureID picture = panel.thumbnails.for_latent(state, face);
    face_button("##question", picture, side, false);
    panel.probe.item("Teach/Question");
    drag_face({face}, picture);
    tip(tr("Does this face have more of it, or less? Drag it into a tray, or press an arrow key."));
    // The next ones are made while this one is looked at.
    for (std::size_t i = 1; i < state.teach.stream.size(); ++i)
        panel.thumbnails.for_latent(state, state.teach.stream[i]);
    ImGui::SetCursorPosX(left);
    const float gap = ImGui::GetStyle().ItemInnerSpacing.x;
    const float answer = (width - 2 * gap) / 3;
    if (button(tr_label("← Less"), tr("This face has less of it (Left or L)"), answer))
        controller.sort(TeachController::Side::less);
    panel.probe.item("Teach/Answer less");
    ImGui::SameLine(0, gap);
    if (button(tr_label("Neither"),
               tr("Skip this face (Down or Space). Up or Backspace takes back the last answer."), answer))
        controller.skip();
    panel.probe.item("Teach/Skip");
    ImGui::SameLine(0, gap);
    if (button(tr_label("More →"), tr("This face has more of it (Right or M)"), answer))
        controller.sort(TeachController::Side::more);
    panel.probe.item("Teach/Answer more");
    ImGui::EndGroup();
}

}  // namespace

void teach_panel(Panel& panel, TeachController& controller) {
    AppState& state = panel.state;
    const TeachState& teach = state.teach;
    const float margin = space::medium();
    ImGui::SetCursorPos({margin, margin});
    ImGui::BeginGroup();
    if (!state.model || teach.stream.empty()) {
        disabled_text(tr("Open a model to start teaching."));
        ImGui::EndGroup();
        return;
    }
    // Arrow keys sort faces here: they must not begin to walk through the controls.
    const bool busy = ImGui::IsAnyItemActive() || ImGui::GetIO().NavVisible ||
                      ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (!busy && !ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows)) ImGui::SetWindowFocus();
    const float width = ImGui::GetContentRegionAvail().x - margin;
    const float gap = ImGui::GetStyle().ItemSpacing.x, line = ImGui::GetFrameHeightWithSpacing();
    ImGui::PushTextWrapPos(margin + width);
    if (teach.axis.empty())
        dim_text(
            tr("Think of something that faces have more or less of, say dark hair. Sort faces: → more, ← "
               "less, Space neither; or drag them into a tray. Then name the slider and add it."));
    name_row(panel, controller);
    const float below = teach_result_height(panel, width) + 2 * margin;
    const float height = std::clamp(ImGui::GetWindowHeight() - ImGui::GetCursorPosY() - below, em(8), em(17));
    const float answers = em(13.5f);  // what the three of them need
    if (width < 2 * answers) {        // the trays have no room beside the face
        question(panel, controller, width, std::min(height, answers));
        const float side = (width - gap) / 2;
        examples(panel, controller, TeachController::Side::less, side, em(8));
        ImGui::SameLine();
        examples(panel, controller, TeachController::Side::more, side, em(8));
    } else {
        const float middle = std::clamp(height - line, answers, width / 2);
        const float side = (width - middle - 2 * gap) / 2;
        examples(panel, controller, TeachController::Side::less, side, height);
        ImGui::SameLine();
        question(panel, controller, middle, height);
        ImGui::SameLine();
        examples(panel, controller, TeachController::Side::more, side, height);
    }
    teach_result(panel, width);
    ImGui::PopTextWrapPos();
    ImGui::EndGroup();
}

}  // namespace progan
