// The axes as sliders: what the face can be turned toward, strongest first, with a filmstrip of what each
// does.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/features/axes/axes_panel.h"
#include "app/explorer/features/axes/axis_dialogs.h"
#include "app/explorer/features/axes/labels_dialog.h"
#include "app/explorer/features/axes/own_axes.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/degree_slider.h"
#include "app/explorer/ui/learn_menu.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/latent/rotation.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kStripSteps = 3, kStripFaces = 2 * kStripSteps + 1;  // to either side, and in all

/// Degrees between the faces of a filmstrip: to 60 at its ends, or a little beyond where an axis that was
/// measured stops doing what it says.
int strip_step(const Axis& axis) {
    constexpr int kUsual = 20, kMin = 5;
    if (!axis.range || *axis.range <= 0) return kUsual;
    return std::clamp(static_cast<int>(std::lround(*axis.range / kStripSteps)), kMin, kUsual);
}

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

/// The face turned along the axis to either side; a click goes there.
void filmstrip(Panel& panel, const Axis& axis, const std::string& label, bool locked) {
    const AppState& state = panel.state;
    const float gap = space::tight();
    const float side = std::floor((ImGui::GetContentRegionAvail().x - gap * (kStripFaces - 1)) /
                                  static_cast<float>(kStripFaces));
    if (side < 4 || state.face.base.latent.empty()) return;
    const float turn = turn_of(state, axis);
    const int step = strip_step(axis);
    const auto nearest = static_cast<std::size_t>(std::clamp(
        std::lround(turn / static_cast<float>(step)) + kStripSteps, 0L, static_cast<long>(kStripFaces - 1)));
    PictureWalk walk("##walk", {kStripFaces, kStripFaces, nearest});
    for (int i = 0; i < kStripFaces; ++i) {
        const auto degrees = static_cast<float>((i - kStripSteps) * step);
        if (i > 0) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImTextureID picture{};
        if (ImGui::IsRectVisible(at, {at.x + side, at.y + side}))  // only what can be seen is made
            picture = panel.thumbnails.for_slot(state, "axis-" + axis.id + "-" + std::to_string(i),
                                                turned(state, axis, degrees), current_edits(state));
        const bool here = std::abs(turn - degrees) < static_cast<float>(step) / 2;
        const bool clicked = face_button("##strip", picture, side, here);
        walk.drawn(static_cast<std::size_t>(i));
        if (clicked && !locked) panel.actions.turn_axis(axis.id, degrees);
        panel.probe.item(label + "/Strip/" + std::to_string(static_cast<int>(degrees)));
        tip(degrees == 0 ? std::string(tr("0°: the face without this axis"))
            : locked     ? trf("{:+.0f}°; the axis is locked", degrees)
                         : trf("{:+.0f}°. Click to turn the face there", degrees));
        ImGui::PopID();
    }
    ImGui::Dummy({0, space::tight()});
}

void menu(Panel& panel, AxesController& controller, const Axis& axis, std::optional<std::string>& to_remove) {
    AxesController& axes = controller;
    AxesState& view = panel.state.axes_list;
    if (!ImGui::BeginPopup("##menu")) return;
    if (ImGui::MenuItem(tr_label("Rename..."))) {
        view.renaming = axis.id;
        view.new_name = shown_name(panel.state, axis);
    }
    panel.probe.item("Axis/Menu/Rename");
    if (ImGui::MenuItem(axis.pinned ? tr_label("Unpin") : tr_label("Pin"), nullptr)) axes.toggle_pin(axis.id);
    tip(tr("Pinned axes are listed first."));
    panel.probe.item("Axis/Menu/Pin");
    if (ImGui::MenuItem(axis.hidden ? tr_label("Show again") : tr_label("Hide"))) axes.toggle_hidden(axis.id);
    tip(tr("Hidden axes are listed only with \"Show hidden\" ticked. They still affect the face."));
    panel.probe.item("Axis/Menu/Hide");
    if (axis.method == AxisMethod::taught) {
        if (ImGui::MenuItem(tr_label("Continue teaching"))) controller.continue_teaching(axis.id);
        tip(tr("Shows the faces that taught it, in Teach. Add more to improve it."));
        panel.probe.item("Axis/Menu/Teach");
    }
    if (ImGui::MenuItem(tr_label("Save as..."))) ask_where_to_save(panel, axis.id);
    panel.probe.item("Axis/Menu/Save");
    if (ImGui::MenuItem(tr_label("Save a copy with axes..."))) ask_where_to_save_copy(panel);
    tip(tr("A copy of the model that includes all these axes, in this order, wherever you open it."));
    panel.probe.item("Axis/Menu/Save copy");
    ImGui::Separator();
    learn_item(panel, {ControlAction::axis, axis.id, shown_name(panel.state, axis), ""});
    ImGui::Separator();
    if (ImGui::MenuItem(tr_label("Delete"))) to_remove = axis.id;
    tip(tr("The face stays as it is."));
    panel.probe.item("Axis/Menu/Delete");
    ImGui::EndPopup();
}

void name_tip(const AppState& state, const Axis& axis) {
    tip_with([&] {
        ImGui::TextUnformatted(shown_name(state, axis).c_str());
        disabled_text(origin(axis));
        if (axis.effect > 0)
            disabled_text(
                trf("One degree changes each colour by {:.2f} out of 255 on average.", axis.effect));
        if (!axis.low.empty() && !axis.high.empty())
            // Translators: what the two ends of a slider show.
            disabled_text(trf("From {} to {}", shown_word(state, axis.low), shown_word(state, axis.high)));
        if (axis.range) disabled_text(trf("Does what it says up to about {:.0f}° either way.", *axis.range));
        if (axis.accuracy)
            disabled_text(axis.method == AxisMethod::labels
                              ? trf("Cross-validated: {:.2f}, where 1 is perfect", *axis.accuracy)
                              : trf("Cross-validated accuracy: {:.0f} %", *axis.accuracy * 100));
        disabled_text(tr("Click: keep its filmstrip in view. Double-click: rename. Right-click: more."));
    });
}

/// The name being typed, in the name's place.
void name_field(Panel& panel, AxesController& controller, float width) {
    AxesState& view = panel.state.axes_list;

    ImGui::SetNextItemWidth(width);
    const bool first = view.focused != view.renaming;
    const bool entered = ImGui::InputText(
        "##name", &view.new_name, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    panel.probe.item("Axis/Name field");
    if (first) walk::type_here();
    view.focused = view.renaming;
    const bool left = ImGui::IsItemDeactivated();
    if (!entered && !left) return;
    const Axis* axis = find_axis(panel.state, view.renaming);
    const bool changed = axis && view.new_name != shown_name(panel.state, *axis);
    if (!panel.escape && changed) controller.rename(view.renaming, view.new_name);
    view.renaming.clear();
    view.focused.clear();
}

/// The last item is a part of the axis's row: its icons show while the keys are there.
void note_focus(Panel& panel, const Axis& axis) {
    if (ImGui::GetIO().NavVisible && ImGui::IsItemFocused()) panel.state.axes_list.hot_next = axis.id;
}

/// The name.
void name_cell(Panel& panel, AxesController& controller, const Axis& axis, const std::string& label,
               float width) {
    AxesState& view = panel.state.axes_list;
    if (view.renaming == axis.id) {
        name_field(panel, controller, width);
        return;
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFrameHeight();
    const bool chosen = view.chosen == axis.id;
    for (const ImGuiCol ground : {ImGuiCol_Header, ImGuiCol_HeaderHovered, ImGuiCol_HeaderActive})
        ImGui::PushStyleColor(ground, transparent());  // the row has its own
    const bool clicked =
        ImGui::Selectable("##axis", chosen, ImGuiSelectableFlags_AllowDoubleClick, {width, height});
    ImGui::PopStyleColor(3);
    panel.probe.item(label);
    note_focus(panel, axis);
    if (clicked && ImGui::IsMouseDoubleClicked(0)) {
        view.renaming = axis.id;
        view.new_name = shown_name(panel.state, axis);
    } else if (clicked) {
        // By the keyboard a chosen name opens its menu.
        if (chosen && !ImGui::IsMouseReleased(0)) ImGui::OpenPopup("##menu");
        view.chosen = axis.id;
    }
    if (ImGui::IsItemHovered() && ImGui::IsMouseReleased(1)) ImGui::OpenPopup("##menu");
    name_tip(panel.state, axis);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string shown = fitting_text(shown_name(panel.state, axis), width - 2 * space::small());
    list.AddText({at.x + space::small(), std::floor(at.y + (height - ImGui::GetFontSize()) / 2)},
                 ImGui::GetColorU32(axis.hidden ? theme().text_dim : theme().text), shown.c_str());
}

/// Pin, reset and lock. They show under the pointer, and while they say something.
void axis_icons(Panel& panel, AxesController& controller, const Axis& axis, const std::string& label,
                bool hot, bool turned) {
    const bool locked = panel.state.locked_axes.contains(axis.id), pinned = axis.pinned;
    const auto icon = [&](const char* id, Icon sign, const std::string& tooltip, bool says, bool shown) {
        const ShownIf visible(hot || says || shown);
        ImGui::SameLine(0, 0);
        ImGui::PushStyleColor(ImGuiCol_Text, says ? theme().text : theme().text_dim);
        const bool clicked = icon_button(id, sign, tooltip);
        ImGui::PopStyleColor();
        note_focus(panel, axis);
        return clicked;
    };
    if (icon("pin", Icon::pin, pinned ? tr("Unpin") : tr("Pin: list it first"), pinned, false))
        controller.toggle_pin(axis.id);
    panel.probe.item(label + "/Pin");
    if (icon("lock", locked ? Icon::locked : Icon::unlocked,
             locked ? tr("Unlock") : tr("Lock: keeps its angle when you reset sliders or change the seed"),
             locked, false))
        panel.actions.toggle_axis_lock(axis.id);
    panel.probe.item(label + "/Lock");
    if (icon("reset", Icon::reset, tr("Back to 0"), false, turned)) panel.actions.turn_axis(axis.id, 0);
    panel.probe.item(label + "/Reset");
}

/// The words for its two ends, small, under the track.
void end_labels(const AppState& state, const Axis& axis, float width) {
    if (axis.low.empty() || axis.high.empty()) return;
    ImGui::PushFont(font_of(FontRole::small));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float gap = space::medium(), half = (width - gap) / 2;
    const std::string low = fitting_text(shown_word(state, axis.low), half),
                      high = fitting_text(shown_word(state, axis.high), half);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 color = ImGui::GetColorU32(theme().text_dim);
    list.AddText({at.x + space::small(), at.y}, color, low.c_str());
    list.AddText({at.x + width - space::small() - ImGui::CalcTextSize(high.c_str()).x, at.y}, color,
                 high.c_str());
    ImGui::Dummy({width, ImGui::GetFontSize()});
    ImGui::PopFont();
}

/// Of a row that is chosen, or under the pointer or the keys.
void row_ground(const Axis& axis, bool chosen, bool hot, float width) {
    if (!chosen && !hot) return;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool labels = !axis.low.empty() && !axis.high.empty();
    const float height = ImGui::GetFrameHeight() + size::track() + 2 * space::hair() +
                         (labels ? font_of(FontRole::small)->FontSize : 0);
    ImGui::GetWindowDrawList()->AddRectFilled(
        {at.x, at.y - space::tight()}, {at.x + width, at.y + height + space::tight()},
        ImGui::GetColorU32(chosen ? theme().selected : theme().well), space::rounding());
}

/// Where a device's knob stands that has yet to pass the slider.
std::optional<float> waiting_knob(const AppState& state, const Axis& axis) {
    const auto knob = state.controls.waiting.find(axis.id);
    if (knob == state.controls.waiting.end()) return std::nullopt;
    return knob->second;
}

/// Name and value in one line, the track over the whole width under them.
void axis_row(Panel& panel, AxesController& controller, const Axis& axis,
              std::optional<std::string>& to_remove) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    const std::string label = "Axis/" + axis.id;
    const bool locked = state.locked_axes.contains(axis.id), hot = view.hot == axis.id;
    ImGui::PushID(axis.id.c_str());
    const float side = ImGui::GetFrameHeight(), width = ImGui::GetContentRegionAvail().x, value = em(3.4f);
    row_ground(axis, view.chosen == axis.id, hot, width);
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, space::hair()});
    float degrees = turn_of(state, axis);
    name_cell(panel, controller, axis, label, width - 3 * side - value);
    menu(panel, controller, axis, to_remove);
    axis_icons(panel, controller, axis, label, hot, degrees != 0);
    ImGui::SameLine(0, 0);
    const std::string text = degrees_text(degrees);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + value - ImGui::CalcTextSize(text.c_str()).x -
                         space::small());
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, degrees != 0 ? theme().text : theme().text_dim);
    text_line(text);
    ImGui::PopStyleColor();
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + space::small());
    if (degree_slider(state.degree_sliders, "##degrees", degrees, width - 2 * space::small(), locked,
                      soft_degrees(axis), waiting_knob(state, axis))) {
        panel.actions.turn_axis(axis.id, degrees);
        view.chosen = axis.id;
    }
    panel.probe.item(label + "/Slider");
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled) && ImGui::IsMouseReleased(1))
        ImGui::OpenPopup("##menu");
    note_focus(panel, axis);
    end_labels(state, axis, width);
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const float left = ImGui::GetWindowPos().x;
    if (ImGui::IsWindowHovered() && !ImGui::IsAnyItemActive() &&
        ImGui::IsMouseHoveringRect({left, low.y}, {high.x, high.y}))
        view.hovered = view.hot_next = axis.id;
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
    cut_text(shown_name(state, *axis), ImGui::GetContentRegionAvail().x);
    filmstrip(panel, *axis, "Axis/" + axis->id, state.locked_axes.contains(axis->id));
    ImGui::PopID();
    ImGui::PopID();
}

void progress(Panel& panel, AxesController& controller) {
    const AxesState& view = panel.state.axes_list;
    const float gap = ImGui::GetStyle().ItemSpacing.x,
                cancel = ImGui::CalcTextSize(tr("Cancel")).x + 2 * ImGui::GetStyle().FramePadding.x;

    progress_bar(static_cast<double>(view.done) / static_cast<double>(std::max<std::int64_t>(view.total, 1)),
                 ImGui::GetContentRegionAvail().x - cancel - gap, view.doing);
    tip(tr("Looking for axes in the background. You can keep exploring."));
    panel.probe.item("Axes/Progress");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Stop looking; the axes found so far stay"), cancel))
        controller.cancel();
    panel.probe.item("Axes/Cancel");
}

void more_menu(Panel& panel) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    if (!ImGui::BeginPopup("##more")) return;
    if (ImGui::MenuItem(tr_label("Find..."))) view.show_find = true;
    panel.probe.item("Axes/Find");
    tip(tr("Look for more axes: choose the method, level and number"));
    if (ImGui::MenuItem(tr_label("Import..."))) panel.files.open(FilePurpose::import_axes);
    panel.probe.item("Axes/Import");
    tip(tr("Directions from a file: boundaries from other programs (.npy, .npz) or axes saved here"));
    if (ImGui::MenuItem(tr_label("From labelled pictures..."))) panel.files.open(FilePurpose::open_labels);
    panel.probe.item("Axes/Labels");
    tip(tr("Learn sliders from a .csv file of labelled pictures. You can also drop it on the window."));
    if (ImGui::MenuItem(tr_label("Save..."), nullptr, false, !state.axes.empty()))
        ask_where_to_save(panel, "");
    panel.probe.item("Axes/Save");
    tip(tr("Write all axes to an .npz file. They stay here in any case."));
    ImGui::Separator();
    ImGui::MenuItem(tr_label("Previews for all"), nullptr, &view.all_strips);
    panel.probe.item("Axes/Strips");
    tip(tr("Show what every axis does to the face, not only the chosen one."));
    ImGui::MenuItem(tr_label("Show hidden"), nullptr, &view.show_hidden);
    panel.probe.item("Axes/Hidden");
    tip(tr("Also list hidden axes."));
    ImGui::EndPopup();
}

void tools(Panel& panel) {
    AppState& state = panel.state;
    AxesState& view = state.axes_list;
    const float gap = space::small(), side = ImGui::GetFrameHeight();
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - 2 * (side + gap));
    ImGui::InputTextWithHint("##search", tr("Search sliders"), &view.search);
    tip(tr("Finds sliders by name and by what their ends show"));
    panel.probe.item("Axes/Search");
    ImGui::SameLine(0, gap);
    if (icon_button("reset all", Icon::reset,
                    with_keys(panel, tr("Turn all unlocked sliders back to 0, axes and components alike"),
                              "sliders.reset")))
        panel.actions.reset_sliders();
    panel.probe.item("Axes/Reset all");
    ImGui::SameLine(0, gap);
    if (icon_button("more", Icon::more, tr("Find, import and save sliders; show previews and hidden ones")))
        ImGui::OpenPopup("##more");
    panel.probe.item("Axes/More");
    more_menu(panel);
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
        if (!is_meant(state, axis, wanted)) continue;
        result[listed_group(axis)].axes.push_back(i);
    }
    std::erase_if(result, [](const Group& group) { return group.axes.empty(); });
    return result;
}

void why_none(const AppState& state) {
    const AxesState& view = state.axes_list;
    ImGui::PushTextWrapPos();
    if (!state.model)
        disabled_text(tr("Open a model to see its axes."));
    else if (view.loading || view.finding)
        disabled_text(tr("Looking for axes."));
    else if (state.axes.empty())
        disabled_text(
            // NOLINTNEXTLINE(modernize-raw-string-literal): texts are collected from plain literals
            tr("No axes yet. \"Find...\" in the menu looks for some; \"Teach\" makes one from faces you "
               "sort."));
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

/// How high such a row was when it was drawn last, with the space below it; 0 if that is not known.
float& row_height(AxesState& view, const Axis& axis) {
    AxesState::RowHeights& heights = view.row_heights;
    const float font = ImGui::GetFontSize(), width = ImGui::GetContentRegionAvail().x;
    if (heights.font != font || heights.width != width) heights = {.font = font, .width = width};
    const bool has_labels = !axis.low.empty() && !axis.high.empty();
    return heights.of[(has_labels ? 1 : 0) + (view.all_strips ? 2 : 0)];
}

/// Whether a row that begins at the cursor is so far out of sight that it need not be drawn: thousands are as
/// fast as ten. The rows next to those in sight are, for the Tab key to walk to.
bool is_far(float height) {
    constexpr float kRowsBeyond = 8;
    const float top = ImGui::GetCursorScreenPos().y, beyond = kRowsBeyond * height;
    const ImDrawList& drawn = *ImGui::GetWindowDrawList();
    return top + height < drawn.GetClipRectMin().y - beyond || top > drawn.GetClipRectMax().y + beyond;
}

void list(Panel& panel, AxesController& controller, const std::vector<Group>& listed) {
    AppState& state = panel.state;
    if (listed.empty()) {
        why_none(state);
        return;
    }
    std::optional<std::string> to_remove;
    state.axes_list.hot = std::exchange(state.axes_list.hot_next, "");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, space::small()});
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ImGui::GetStyle().FramePadding.x, space::tight()});
    for (const Group& group : listed) {
        if (listed.size() > 1) heading(group.title);
        for (const std::size_t i : group.axes) {
            const float top = ImGui::GetCursorPosY();
            float& height = row_height(state.axes_list, state.axes[i]);
            if (height > 0 && is_far(height) && state.axes_list.renaming != state.axes[i].id) {
                ImGui::SetCursorPosY(top + height);
                continue;
            }
            axis_row(panel, controller, state.axes[i], to_remove);
            height = ImGui::GetCursorPosY() - top;
        }
    }
    ImGui::Dummy({0, 0});  // the list is as high as all of its rows
    ImGui::PopStyleVar(2);
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
    ImGui::BeginChild("##axes", {0, std::max(ImGui::GetContentRegionAvail().y, size::least_list())});
    note_panel_scrolled(state.degree_sliders, state.axes_list.scroll);
    list(panel, controller, listed);
    ImGui::EndChild();
    axis_dialogs(panel, controller);
}

}  // namespace progan
