// The maps of all channels of a level.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/explorer/features/layers/channel_pictures.h"
#include "app/explorer/features/layers/layers_parts.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kSheet = "layers-sheet";

/// All that a cell is drawn from.
struct Grid {
    const ChannelMaps& maps;
    const ChannelSurvey* survey;  ///< null: not there yet
    ImTextureID sheet;
    int sheet_columns, sheet_rows;
    float side;
};

/// The sheet's texture, made anew when the maps or what they are scaled to has changed.
ImTextureID sheet_texture(Panel& panel) {
    LayersState& layers = panel.state.layers;
    const std::uint64_t mark =
        2 * layers.maps_version + (panel.state.layers_settings.scale == ChannelScale::common ? 1 : 0);
    if (layers.sheet_of != mark || !panel.pictures.has_thumbnail(kSheet)) {
        panel.pictures.set_thumbnail(kSheet,
                                     channel_sheet(*layers.maps, panel.state.layers_settings.scale).image);
        layers.sheet_of = mark;
    }
    return panel.pictures.thumbnail(kSheet);
}

std::string tooltip(const Grid& grid, int channel, float strength) {
    const auto index = static_cast<std::size_t>(channel);
    const ChannelRange& range = grid.maps.ranges[index];
    std::string text = trf("Channel {}: {:.2f} to {:.2f} in this face", channel, range.low, range.high);
    if (grid.survey) {
        const ChannelSurvey::Channel& over_faces = grid.survey->channels[index];
        const auto faces = std::int64_t{grid.survey->faces};
        text +=
            "\n" + (over_faces.acts()
                        ? tr_plural("{1:.2f} to {2:.2f} over {0} face", "{1:.2f} to {2:.2f} over {0} faces",
                                    faces, over_faces.low, over_faces.high)
                        : tr_plural("Never acts over {} face", "Never acts over {} faces", faces));
    }
    if (strength != 1) text += "\n" + trf("Strength: {:.0f} %", strength * 100);
    return text + "\n" + tr("Click: see where it acts, and change it.");
}

/// What has been done to it: crossed out, or a bar as long as its strength.
void strength_mark(ImVec2 low, ImVec2 high, float strength) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 color = ImGui::GetColorU32(theme().accent);
    if (strength == 0) {
        const float inset = (high.x - low.x) * 0.2f;
        for (const float width : {space::line() + 2 * space::hair(), space::line()})
            list.AddLine({low.x + inset, high.y - inset}, {high.x - inset, low.y + inset},
                         width > space::line() ? ImGui::GetColorU32(theme().shade) : color, width);
        return;
    }
    const float height = space::small(), part = strength / kMaxChannelStrength;
    list.AddRectFilled({low.x, high.y - height}, high, ImGui::GetColorU32(theme().shade));
    list.AddRectFilled({low.x, high.y - height}, {low.x + (high.x - low.x) * part, high.y}, color);
}

void cell(Panel& panel, LayersController& controller, const Grid& grid, int channel, PictureWalk& walk,
          std::size_t index) {
    const bool chosen = panel.state.layers.channel == channel;
    const bool dead = grid.survey && !grid.survey->channels[static_cast<std::size_t>(channel)].acts();
    const float strength = controller.strength(channel);
    ImGui::PushID(channel);
    ImGui::BeginGroup();
    bool clicked = ImGui::InvisibleButton("##channel", {grid.side, grid.side});
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    walk.drawn(index);
    clicked |= enter_on_last_item();
    const bool hovered = ImGui::IsItemHovered(), focused = ImGui::IsItemFocused();
    panel.probe.item("Layers/Channel/" + std::to_string(channel));
    if (hovered || focused) tip(tooltip(grid, channel, strength));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float wide = 1 / static_cast<float>(grid.sheet_columns),
                tall = 1 / static_cast<float>(grid.sheet_rows);
    const int left = channel % grid.sheet_columns, top = channel / grid.sheet_columns;
    const auto column = static_cast<float>(left), row = static_cast<float>(top);
    list.AddImage(grid.sheet, low, high, {column * wide, row * tall}, {(column + 1) * wide, (row + 1) * tall},
                  dead ? ImGui::GetColorU32(theme().ghost) : kUntinted);
    if (strength != 1) strength_mark(low, high, strength);
    list.AddRect(low, high,
                 ImGui::GetColorU32(chosen               ? theme().accent
                                    : hovered || focused ? theme().text_dim
                                                         : theme().separator),
                 0, 0, chosen || hovered || focused ? space::line() : space::hair());
    small_text(std::to_string(channel), !chosen);
    ImGui::EndGroup();
    ImGui::PopID();
    if (clicked) controller.choose(channel);
}

void cells(Panel& panel, LayersController& controller) {
    const LayersState& layers = panel.state.layers;
    const ChannelMaps& maps = *layers.maps;
    const auto found = layers.surveys.find(maps.level);
    const ChannelSurvey* survey = found == layers.surveys.end() ? nullptr : &found->second;
    const float gap = space::small(),
                width = ImGui::GetWindowWidth() - ImGui::GetStyle().ScrollbarSize;  // as with a scroll bar
    const float least = size::favourite();
    const int columns = std::max(1, static_cast<int>((width + gap) / (least + gap)));
    const float side =
        std::floor((width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    const ImTextureID sheet = sheet_texture(panel);
    const int across = sheet_columns(maps.channels);
    const Grid grid{maps, survey, sheet, across, (maps.channels + across - 1) / across, side};
    const std::vector<int> order = ordered_channels(maps, survey, panel.state.layers_settings.order);
    std::optional<std::size_t> current;
    if (layers.channel)
        current =
            static_cast<std::size_t>(std::find(order.begin(), order.end(), *layers.channel) - order.begin());
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, space::tight()});
    PictureWalk walk("##walk", {order.size(), static_cast<std::size_t>(columns), current});
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i % static_cast<std::size_t>(columns) != 0) ImGui::SameLine(0, gap);
        cell(panel, controller, grid, order[i], walk, i);
    }
    ImGui::PopStyleVar();
}

}  // namespace

void channel_grid(Panel& panel, LayersController& controller, float room) {
    const LayersState& layers = panel.state.layers;
    ImGui::BeginChild("##grid", {room, 0}, false, ImGuiWindowFlags_NoBackground);
    if (layers.maps) cells(panel, controller);
    ImGui::EndChild();
}

}  // namespace progan
