// The face with the chosen channel's map over it, and what is done with the channels.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/features/layers/channel_pictures.h"
#include "app/explorer/features/layers/layers_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/fnv1a.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kOverlay = "layers-overlay";
constexpr float kControlLines = 6;  // under the face

/// Whether the map is drawn over the face; makes its picture when the face or the map has changed. What a
/// change does has to be seen on the face itself: then only under the pointer.
bool overlay_is_there(Panel& panel, const LayersController& controller, bool pointed) {
    LayersState& layers = panel.state.layers;
    const AppState& state = panel.state;
    if (!layers.maps || !layers.channel || !state.layers_settings.overlay || state.shown.empty())
        return false;
    if (controller.strength(*layers.channel) != 1 && !pointed) return false;
    Fnv1a mark;
    mark.add(layers.maps_version);
    mark.add(static_cast<std::uint64_t>(*layers.channel));
    mark.add(state.shown_id);
    mark.add(static_cast<std::uint64_t>(state.shown.width));
    if (layers.overlay_of != mark.value()) {
        panel.pictures.set_large(kOverlay, channel_overlay(state.shown, *layers.maps, *layers.channel));
        layers.overlay_of = mark.value();
    }
    return true;
}

void face(Panel& panel, const LayersController& controller, float side) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = std::floor(at.x + (ImGui::GetContentRegionAvail().x - side) / 2);
    ImGui::SetCursorScreenPos({left, at.y});
    ImGui::Dummy({side, side});
    const bool pointed = ImGui::IsItemHovered();
    panel.probe.item("Layers/Face");
    if (panel.state.shown.empty()) return;
    const ImVec2 low{left, at.y}, high{left + side, at.y + side};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (overlay_is_there(panel, controller, pointed))
        panel.pictures.draw_large(kOverlay, list, low, high, low, high, panel.state.view.smooth);
    else
        panel.pictures.draw_main(list, low, high, low, high, panel.state.view.smooth);
}

void strength_slider(Panel& panel, LayersController& controller, int channel) {
    float percent = std::round(controller.strength(channel) * 1000) / 10;
    const std::string most = trf("{:.0f} %", kMaxChannelStrength * 100);
    if (slider("##strength", percent, 0, kMaxChannelStrength * 100, ImGui::GetContentRegionAvail().x,
               trf("{:.0f} %", percent), ImGui::CalcTextSize(most.c_str()).x))
        controller.set_strength(channel, percent / 100);
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) controller.set_strength(channel, 1);
    panel.probe.item("Layers/Strength");
    tip(
        tr("How strong the channel is in this face. 0 %: switched off; 100 %: as learned. Double-click: as "
           "learned. Ctrl+click to type."));
}

float checkbox_width(const char* label) {
    return ImGui::CalcTextSize(label).x + ImGui::GetFrameHeight() + ImGui::GetStyle().ItemInnerSpacing.x;
}

void channel_controls(Panel& panel, LayersController& controller, int channel) {
    const ChannelRange& range = panel.state.layers.maps->ranges[static_cast<std::size_t>(channel)];
    ImGui::AlignTextToFramePadding();
    cut_text(trf("Channel {}: {:.2f} to {:.2f}", channel, range.low, range.high),
             ImGui::GetContentRegionAvail().x);
    panel.probe.item("Layers/Chosen");
    strength_slider(panel, controller, channel);
    const bool off = controller.strength(channel) == 0;
    if (button(off ? tr_label("Switch on") : tr_label("Switch off"),
               off ? tr("Restores the strength it has learned")
                   : tr("The face as it would be without this channel")))
        controller.set_strength(channel, off ? 1.0f : 0.0f);
    panel.probe.item("Layers/Switch");
    beside_if_room(checkbox_width(tr("Where it acts")), ImGui::GetStyle().ItemSpacing.x);
    bool shown = panel.state.layers_settings.overlay;
    if (ImGui::Checkbox(tr_label("Where it acts"), &shown)) controller.show_overlay(shown);
    panel.probe.item("Layers/Overlay");
    tip(
        tr("Lays the channel's map over the face, bright where its values are high. For a channel you have "
           "changed, only while the pointer is on the face."));
}

/// What belongs to the face: its edit, by name.
void edit_controls(Panel& panel, LayersController& controller) {
    const NamedLatent& face = panel.state.face.base;
    LayersState& layers = panel.state.layers;
    const auto count = static_cast<std::int64_t>(controller.edits().size());
    if (count == 0) {
        dim_text(
            layers.channel
                ? tr("Changes here belong to this face and are saved with favourites and pictures.")
                : tr("Click a channel to see where it acts, to switch it off or to change its strength."));
        panel.probe.item("Layers/Hint");
        return;
    }
    ImGui::AlignTextToFramePadding();
    const std::string text = tr_plural("{} channel edited", "{} channels edited", count);
    text_line(fitting_text(text, ImGui::GetContentRegionAvail().x));
    panel.probe.item("Layers/Edited");
    beside_if_room(button_width(tr("Reset all")), ImGui::GetStyle().ItemSpacing.x);
    if (button(tr_label("Reset all"), tr("Set all channels of all levels back to 100 %")))
        panel.actions.reset_channels();
    panel.probe.item("Layers/Reset all");
    beside_if_room(checkbox_width(tr("Also on other faces")), ImGui::GetStyle().ItemSpacing.x);
    bool held = panel.state.edits_held;
    if (ImGui::Checkbox(tr_label("Also on other faces"), &held)) panel.actions.hold_edits(held);
    panel.probe.item("Layers/Hold");
    tip(tr("Other seeds get the same edit, so you can see what it does to them"));
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##edit", tr("Name of the edit, such as \"without glasses\""), &layers.name,
                             ImGuiInputTextFlags_AutoSelectAll);
    panel.probe.item("Layers/Name");
    tip(tr("Favourites and pictures of the face keep the edit under this name."));
    if (ImGui::IsItemDeactivated())
        panel.actions.name_edit(layers.name);
    else if (!ImGui::IsItemActive())
        layers.name = face.edit_name;  // undo, another face
}

}  // namespace

void chosen_channel(Panel& panel, LayersController& controller) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float controls = kControlLines * ImGui::GetFrameHeightWithSpacing();
    face(panel, controller, std::floor(std::max(em(6), std::min(room.x, room.y - controls))));
    if (panel.state.layers.channel && panel.state.layers.maps)
        channel_controls(panel, controller, *panel.state.layers.channel);
    edit_controls(panel, controller);
}

}  // namespace progan
