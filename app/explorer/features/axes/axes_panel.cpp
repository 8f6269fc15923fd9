// The axes as sliders: what the face can be turned toward, strongest first, with a filmstrip of what each
// does.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/features/axes/axes_panel.h"
#include "app/explorer/features/axes/axis_dialogs.h"
#include "app/explorer/features/axes/labels_dialog.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/degree_slider.h"
#include "app/explorer/ui/theme.h"
#include "core/latent/rotation.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kStripFaces = 7, kStripStep = 20;  // degrees: -60 to 60

const char* origin(const Axis& axis) {
    switch (axis.method) {
        case AxisMethod::sefa:
            return tr("Found in the first layer (SeFa)");
        case AxisMethod::pca:
            return tr("Found in the activations (PCA)");
        case AxisMethod::taught:
            return tr("Taught");
        case AxisMethod::labels:
            return tr("Learned from labelled pictures");
        case AxisMethod::imported:
            break;
    }
    return tr("Imported");
}

float turn_of(const AppState& state, const Axis& axis) {
    const auto found = state.face.turns.find(axis.id);
    return found == state.face.turns.end() ? 0.0f : found->second;
}

/// The face turned to `degrees` of the axis, all else as it is.
Latent turned(const AppState& state, const Axis& axis, float degrees) {
    if (state.follow == Follow::journey) return rotate(current_latent(state), axis.direction, degrees);
    Face face = state.face;
    face.turns[axis.id] = degrees;
    return latent_of(face, state);
}

/// The face from -60 to 60 degrees; a click goes there.
void filmstrip(Panel& panel, const Axis& axis, const std::string& label, bool locked) {
    const AppState& state = panel.state;
    const float gap = em(0.15f);
    const float side = std::floor((ImGui::GetContentRegionAvail().x - gap * (kStripFaces - 1)) /
                                  static_cast<float>(kStripFaces));
    if (side < 4 || state.face.base.latent.empty()) return;
    const float turn = turn_of(state, axis);
    for (int i = 0; i < kStripFaces; ++i) {
        const int steps = i - kStripFaces / 2;
        const auto degrees = static_cast<float>(steps * kStripStep);
        if (i > 0) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImTextureID picture{};
        if (ImGui::IsRectVisible(at, {at.x + side, at.y + side}))  // only what can be seen is made
            picture = panel.thumbnails.of_slot(state, "axis-" + axis.id + "-" + std::to_string(i),
                                               turned(state, axis, degrees));
        const bool here = std::abs(turn - degrees) < kStripStep / 2.0f;
        if (face_button("##strip", picture, side, here) && !locked) panel.actions.turn_axis(axis.id, degrees);
        panel.probe.item(label + "/Strip/" + std::to_string(static_cast<int>(degrees)));
        tip(degrees == 0 ? std::string(tr("0°: the face without this axis"))
            : locked     ? trf("{:+.0f}°; the axis is locked", degrees)
                         : trf("{:+.0f}°. Click to turn the face there", degrees));
        ImGui::PopID();
    }
    ImGui::Dummy({0, em(0.1f)});
}

void menu(Panel& panel, AxesController& controller, const Axis& axis, std::optional<std::string>& to_remove) {
    AxesController& axes = controller;
    AxesState& view = panel.state.axes_list;
    if (!ImGui::BeginPopup("##menu")) return;
    if (ImGui::MenuItem(tr_label("Rename..."))) {
        view.renaming = axis.id;
        view.new_name = axis.name;
    }
    panel.probe.item("Axis/Menu/Rename");
    if (ImGui::MenuItem(axis.pinned ? tr_label("Unpin") : tr_label("Pin"), nullptr)) axes.toggle_pin(axis.id);
    tip(tr("Pinned axes are listed first."));
    panel.probe.item("Axis/Menu/Pin");
    if (ImGui::MenuItem(axis.hidden ? tr_label("Show again") : tr_label("Hide"))) axes.toggle_hidden(axis.id);
    tip(tr("Hidden axes are listed only with \"hidden\" ticked. They still affect the face."));
    panel.probe.item("Axis/Menu/Hide");
    if (axis.method == AxisMethod::taught) {
        if (ImGui::MenuItem(tr_label("Continue teaching"))) controller.continue_teaching(axis.id);
        tip(tr("Shows the faces that taught it, in Teach; more of them make it better."));
        panel.probe.item("Axis/Menu/Teach");
    }
    if (ImGui::MenuItem(tr_label("Save as..."))) ask_where_to_save(panel, axis.id);
    panel.probe.item("Axis/Menu/Save");
    if (ImGui::MenuItem(tr_label("Save a copy with axes..."))) ask_where_to_save_copy(panel);
    tip(tr("A copy of the model that opens with all these axes, in this order, wherever it goes."));
    panel.probe.item("Axis/Menu/Save copy");
    ImGui::Separator();
    if (ImGui::MenuItem(tr_label("Delete"))) to_remove = axis.id;
    tip(tr("The face stays as it is."));
    panel.probe.item("Axis/Menu/Delete");
    ImGui::EndPopup();
}

void name_tip(const Axis& axis) {
    if (!ImGui::IsItemHovered()) return;
    ImGui::BeginTooltip();
    ImGui::TextUnformatted(axis.name.c_str());
    disabled_text(origin(axis));
    if (axis.effect > 0)
        disabled_text(trf("One degree changes each colour by {:.2f} of 255 on average.", axis.effect));
    if (!axis.low.empty() && !axis.high.empty())
        // Translators: what the two ends of a slider show.
        disabled_text(trf("From {} to {}", axis.low, axis.high));
    if (axis.range) disabled_text(trf("Does what it says to about {:.0f}° on either side.", *axis.range));
    if (axis.accuracy)
        disabled_text(axis.method == AxisMethod::labels
                          ? trf("Cross-validated: {:.2f}, where 1 is perfect", *axis.accuracy)
                          : trf("Cross-validated accuracy: {:.0f} %", *axis.accuracy * 100));
    disabled_text(tr("Click: keep its filmstrip in view. Double-click: rename. Right-click: more."));
    ImGui::EndTooltip();
}

/// The name being typed, in the name's place.
void name_field(Panel& panel, AxesController& controller, float width) {
    AxesState& view = panel.state.axes_list;

    ImGui::SetNextItemWidth(width);
    const bool first = view.focused != view.renaming;
    if (first) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputText(
        "##name", &view.new_name, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    panel.probe.item("Axis/Name field");
    view.focused = view.renaming;
    const bool left = ImGui::IsItemDeactivated();
    if (!entered && !left) return;
    if (!panel.escape) controller.rename(view.renaming, view.new_name);
    view.renaming.clear();
    view.focused.clear();
}

/// The name, and under it how strong the axis is beside the strongest.
void name_cell(Panel& panel, AxesController& controller, const Axis& axis, const std::string& label,
               float width, double strongest) {
    AxesState& view = panel.state.axes_list;
    if (view.renaming == axis.id) {
        name_field(panel, controller, width);
        return;
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFrameHeight();
    const bool chosen = view.chosen == axis.id;
    const bool clicked =
        ImGui::Selectable("##axis", chosen, ImGuiSelectableFlags_AllowDoubleClick, {width, height});
    panel.probe.item(label);
    if (clicked && ImGui::IsMouseDoubleClicked(0)) {
        view.renaming = axis.id;
        view.new_name = axis.name;
    } else if (clicked) {
        // By the keyboard a chosen name opens its menu.
        if (chosen && !ImGui::IsMouseReleased(0)) ImGui::OpenPopup("##menu");
        view.chosen = axis.id;
    }
    if (ImGui::IsItemHovered() && ImGui::IsMouseReleased(1)) ImGui::OpenPopup("##menu");
    name_tip(axis);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float padding = em(0.25f);
    const ImU32 colour = ImGui::GetColorU32(
        turn_of(panel.state, axis) != 0 && !axis.hidden ? ImGuiCol_Text : ImGuiCol_TextDisabled);
    list.PushClipRect(at, {at.x + width, at.y + height}, true);
    list.AddText({at.x + padding, at.y + (height - ImGui::GetFontSize()) / 2}, colour, axis.name.c_str());
    list.PopClipRect();
    if (axis.effect > 0 && strongest > 0) {
        const float y = at.y + height - em(0.1f),
                    length = (width - 2 * padding) * static_cast<float>(axis.effect / strongest);
        list.AddRectFilled({at.x + padding, y}, {at.x + padding + length, y + em(0.12f)},
                           ImGui::GetColorU32(ImVec4(kAccent.x, kAccent.y, kAccent.z, 0.6f)));
    }
}

void axis_row(Panel& panel, AxesController& controller, const Axis& axis, double strongest,
              std::optional<std::string>& to_remove) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    const std::string label = "Axis/" + axis.id;
    const bool locked = state.locked_axes.contains(axis.id), pinned = axis.pinned;
    ImGui::PushID(axis.id.c_str());
    const float side = ImGui::GetFrameHeight(), gap = ImGui::GetStyle().ItemInnerSpacing.x;
    ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
    if (!pinned) ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(kDimText.x, kDimText.y, kDimText.z, 0.5f));
    if (icon_button("pin", Icon::pin, pinned ? tr("Unpin") : tr("Pin: list it first")))
        controller.toggle_pin(axis.id);
    if (!pinned) ImGui::PopStyleColor();
    panel.probe.item(label + "/Pin");
    ImGui::SameLine(0, 0);
    const float room = ImGui::GetContentRegionAvail().x - 2 * side - 3 * gap;
    const float name_width = std::floor(room * 0.46f);
    name_cell(panel, controller, axis, label, name_width, strongest);
    menu(panel, controller, axis, to_remove);
    ImGui::SameLine(0, gap);
    float degrees = turn_of(state, axis);
    if (degree_slider(state.degree_sliders, "##degrees", degrees, room - name_width, locked)) {
        panel.actions.turn_axis(axis.id, degrees);
        view.chosen = axis.id;
    }
    panel.probe.item(label + "/Slider");
    ImGui::SameLine(0, gap);
    if (icon_button("reset", Icon::reset, tr("Back to 0"))) panel.actions.turn_axis(axis.id, 0);
    panel.probe.item(label + "/Reset");
    ImGui::SameLine(0, gap);
    if (!locked) ImGui::PushStyleColor(ImGuiCol_Text, kDimText);
    if (icon_button(
            "lock", locked ? Icon::locked : Icon::unlocked,
            locked ? tr("Unlock") : tr("Lock: keeps its degrees when sliders are reset and on other seeds")))
        panel.actions.toggle_axis_lock(axis.id);
    if (!locked) ImGui::PopStyleColor();
    panel.probe.item(label + "/Lock");
    ImGui::PopStyleColor();
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const float left = ImGui::GetWindowPos().x;
    if (ImGui::IsWindowHovered() && !ImGui::IsAnyItemActive() &&
        ImGui::IsMouseHoveringRect({left, low.y}, {high.x, high.y}))
        view.hovered = axis.id;
    if (view.all_strips) filmstrip(panel, axis, label, locked);
    ImGui::PopID();
}

/// One filmstrip over the list, of the axis under the pointer or else the chosen one: the list itself does
/// not move under the hand.
void one_strip(Panel& panel) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    const Axis* axis = find_axis(state, view.hovered.empty() ? view.chosen : view.hovered);
    view.hovered.clear();
    if (!axis || view.all_strips) return;
    ImGui::PushID("strip");
    ImGui::PushID(axis->id.c_str());
    cut_text(axis->name, ImGui::GetContentRegionAvail().x);
    filmstrip(panel, *axis, "Axis/" + axis->id, state.locked_axes.contains(axis->id));
    ImGui::PopID();
    ImGui::PopID();
}

void progress(Panel& panel, AxesController& controller) {
    const AxesState& view = panel.state.axes_list;
    const float gap = ImGui::GetStyle().ItemSpacing.x,
                cancel = ImGui::CalcTextSize(tr("Cancel")).x + 2 * ImGui::GetStyle().FramePadding.x;

    ImGui::ProgressBar(
        static_cast<float>(view.done) / static_cast<float>(std::max<std::int64_t>(view.total, 1)),
        {ImGui::GetContentRegionAvail().x - cancel - gap, 0}, view.doing.c_str());
    tip(tr("Axes are looked for in the background: continue exploring."));
    panel.probe.item("Axes/Progress");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Stop looking; the axes that are listed stay"), cancel))
        controller.cancel();
    panel.probe.item("Axes/Cancel");
}

void tools(Panel& panel) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float width = (ImGui::GetContentRegionAvail().x - 3 * gap) / 4;
    if (button(tr_label("Find..."), tr("Look for more axes: by which method, where, how many"), width))
        view.show_find = true;
    panel.probe.item("Axes/Find");
    ImGui::SameLine();
    if (button(tr_label("Import..."),
               tr("Directions from a file: boundaries of other programs (.npy, .npz) or axes saved here"),
               width)) {
        state.picker_for = AppState::PickerFor::axes;
        state.show_picker = true;
    }
    panel.probe.item("Axes/Import");
    ImGui::SameLine();
    ImGui::BeginDisabled(state.axes.empty());
    if (button(tr_label("Save..."), tr("Write all axes to an .npz file. They are kept here anyway."), width))
        ask_where_to_save(panel, "");
    ImGui::EndDisabled();
    panel.probe.item("Axes/Save");
    ImGui::SameLine();
    if (button(tr_label("Reset"),
               with_keys(panel, tr("Turn all sliders that are not locked back to 0, of axes and components"),
                         "sliders.reset"),
               width))
        panel.actions.reset_sliders();
    panel.probe.item("Axes/Reset all");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - 2 * gap - 2 * ImGui::GetFrameHeight() -
                            em(7.0f));
    ImGui::InputTextWithHint("##search", tr("search"), &view.search);
    tip(tr("Filter by name"));
    panel.probe.item("Axes/Search");
    ImGui::SameLine();
    ImGui::Checkbox(tr_label("strips"), &view.all_strips);
    tip(tr("Show what every axis does to the face, from -60° to 60°, and not only the chosen one."));
    panel.probe.item("Axes/Strips");
    ImGui::SameLine();
    ImGui::Checkbox(tr_label("hidden"), &view.show_hidden);
    tip(tr("Also list axes that were hidden."));
    panel.probe.item("Axes/Hidden");
}

/// Indices of the listed axes: pinned ones first, then those in an order of their own, taught, imported and
/// found ones, each in its order or best first.
struct Group {
    const char* title;
    std::vector<std::size_t> axes;
};
std::vector<Group> groups(const AppState& state) {
    std::vector<Group> result{{tr("Pinned"), {}},
                              {tr("Named"), {}},
                              {tr("Taught"), {}},
                              {tr("Imported"), {}},
                              {tr("Found in the model"), {}}};
    const std::string wanted = to_lower(state.axes_list.search);
    for (std::size_t i = 0; i < state.axes.size(); ++i) {
        const Axis& axis = state.axes[i];
        if (axis.hidden && !state.axes_list.show_hidden) continue;
        if (!wanted.empty() && to_lower(axis.name).find(wanted) == std::string::npos) continue;
        result[listed_group(axis)].axes.push_back(i);
    }
    std::erase_if(result, [](const Group& group) { return group.axes.empty(); });
    return result;
}

void why_none(const AppState& state) {
    const AxesState& view = state.axes_list;
    ImGui::PushTextWrapPos();
    if (!state.model)
        disabled_text(tr("Axes appear with the model."));
    else if (view.loading || view.finding)
        disabled_text(tr("Axes are being looked for."));
    else if (state.axes.empty())
        disabled_text(
            // NOLINTNEXTLINE(modernize-raw-string-literal): texts are collected from plain literals
            tr("No axes yet. \"Find...\" looks for some; \"Teach\" makes one from faces you sort."));
    else if (!view.search.empty())
        disabled_text(tr("No axes match."));
    else
        disabled_text(tr("All axes are hidden."));
    ImGui::PopTextWrapPos();
}

/// The chosen axis is a listed one: the first, if none was chosen.
void choose_listed(AppState& state, const std::vector<Group>& listed) {
    for (const Group& group : listed)
        for (const std::size_t i : group.axes)
            if (state.axes[i].id == state.axes_list.chosen) return;
    state.axes_list.chosen = listed.empty() ? "" : state.axes[listed.front().axes.front()].id;
}

void list(Panel& panel, AxesController& controller, const std::vector<Group>& listed) {
    AppState& state = panel.state;
    if (listed.empty()) {
        why_none(state);
        return;
    }
    double strongest = 0;
    for (const Axis& axis : state.axes) strongest = std::max(strongest, axis.effect);
    std::optional<std::string> to_remove;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, em(0.2f)});
    for (const Group& group : listed) {
        if (listed.size() > 1 || group.title != listed.front().title) disabled_text(group.title);
        for (const std::size_t i : group.axes)
            axis_row(panel, controller, state.axes[i], strongest, to_remove);
    }
    ImGui::PopStyleVar();
    if (to_remove) controller.remove(*to_remove);
}

}  // namespace

void axes_panel(Panel& panel, AxesController& controller) {
    AppState& state = panel.state;
    ImGui::BeginDisabled(!state.model);
    tools(panel);
    ImGui::EndDisabled();
    if (state.axes_list.finding) progress(panel, controller);
    labels_progress(panel, controller.labels());
    if (!state.axes_list.note.empty()) {
        ImGui::PushTextWrapPos();
        disabled_text(state.axes_list.note);
        ImGui::PopTextWrapPos();
    }
    const std::vector<Group> listed = groups(state);
    choose_listed(state, listed);
    one_strip(panel);
    ImGui::BeginChild("##axes");
    note_panel_scrolled(state.degree_sliders, state.axes_list.scroll);
    list(panel, controller, listed);
    ImGui::EndChild();
    axis_dialogs(panel, controller);
}

}  // namespace progan
