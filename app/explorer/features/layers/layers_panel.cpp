#include "app/explorer/features/layers/layers_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "app/explorer/features/layers/layers_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/tab_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kFacePart = 0.5f;  ///< of the width, at the most

void level_choice(Panel& panel, LayersController& controller, float room) {
    const int last = panel.state.model->spec.last_level;
    std::vector<std::string> sizes, names;
    for (int level = 0; level <= last; ++level) {
        sizes.push_back(std::to_string(resolution(level)));
        names.push_back("Layers/Level/" + std::to_string(level));
    }
    std::vector<TabOfRow> tabs;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        tabs.push_back({sizes[i].c_str(),
                        tr_later("The channels of the level of this size: maps of so many pixels per side"),
                        names[i].c_str()});
    const auto chosen = static_cast<std::size_t>(controller.level());
    if (const auto taken = tab_row(panel, "##Layers", tabs, chosen, room))
        controller.set_level(static_cast<int>(*taken));
}

struct OrderChoice {
    ChannelOrder order;
    const char *name, *probe;
};
constexpr std::array kOrders{
    OrderChoice{ChannelOrder::over_map, tr_later("Change over the map"), "Map"},
    OrderChoice{ChannelOrder::over_faces, tr_later("Change over faces"), "Faces"},
    OrderChoice{ChannelOrder::number, tr_later("Number"), "Number"},
};

struct ScaleChoice {
    ChannelScale scale;
    const char *name, *probe;
};
constexpr std::array kScales{
    ScaleChoice{ChannelScale::own, tr_later("Own scale"), "Own"},
    ScaleChoice{ChannelScale::common, tr_later("One scale"), "Common"},
};

float widest(const auto& choices) {
    float width = 0;
    for (const auto& choice : choices) width = std::max(width, ImGui::CalcTextSize(tr(choice.name)).x);
    return width + 2 * ImGui::GetStyle().FramePadding.x + ImGui::GetFrameHeight();
}

void order_choice(Panel& panel, LayersController& controller) {
    const LayersSettings& settings = panel.state.layers_settings;
    const auto* chosen = std::find_if(kOrders.begin(), kOrders.end(), [&](const OrderChoice& choice) {
        return choice.order == settings.order;
    });
    beside_if_room(widest(kOrders), ImGui::GetStyle().ItemSpacing.x);
    ImGui::SetNextItemWidth(std::min(widest(kOrders), ImGui::GetContentRegionAvail().x));
    if (begin_combo("##order", tr(chosen->name))) {
        for (const OrderChoice& choice : kOrders) {
            if (combo_item(tr_label(choice.name), &choice == chosen)) controller.set_order(choice.order);
            panel.probe.item(std::string("Layers/Order/") + choice.probe);
        }
        ImGui::EndCombo();
    } else {
        tip(
            tr("Which channel comes first: the one whose map changes most from place to place in this face, "
               "or from face to face, at the same place, over the faces of seeds 0 to 47"));
    }
    panel.probe.item("Layers/Order");
}

void scale_choice(Panel& panel, LayersController& controller) {
    const LayersSettings& settings = panel.state.layers_settings;
    const auto* chosen = std::find_if(kScales.begin(), kScales.end(), [&](const ScaleChoice& choice) {
        return choice.scale == settings.scale;
    });
    beside_if_room(widest(kScales), ImGui::GetStyle().ItemSpacing.x);
    ImGui::SetNextItemWidth(std::min(widest(kScales), ImGui::GetContentRegionAvail().x));
    if (begin_combo("##scale", tr(chosen->name))) {
        for (const ScaleChoice& choice : kScales) {
            if (combo_item(tr_label(choice.name), &choice == chosen)) controller.set_scale(choice.scale);
            panel.probe.item(std::string("Layers/Scale/") + choice.probe);
        }
        ImGui::EndCombo();
    } else {
        tip(
            tr("What black and white mean: the lowest and highest value of each channel by itself, or of all "
               "channels together"));
    }
    panel.probe.item("Layers/Scale");
}

/// "64 channels, all of them act".
std::string count_text(const ChannelMaps& maps, const ChannelSurvey* survey) {
    std::string text = tr_plural("{} channel", "{} channels", std::int64_t{maps.channels});
    if (!survey) return text;
    const int never = survey->never_acting();
    if (never == 0) return trf("{}, all act", text);
    return trf("{} of {} never act", never, text);
}

std::string norm_text(const ModelSpec& spec, const ChannelMaps& maps) {
    if (spec.norm_placement == NormPlacement::none)
        return trf("norm {:.2f} to {:.2f}, no pixel norm", maps.norm_low, maps.norm_high);
    return trf("norm {:.2f} to {:.2f}, {:.2f} after pixel norm", maps.norm_low, maps.norm_high,
               maps.norm_after);
}

void figures(Panel& panel, LayersController& controller) {
    const LayersState& layers = panel.state.layers;
    if (!layers.maps) {
        disabled_text(layers.problem.empty() ? tr("Reading the channels...") : layers.problem);
        panel.probe.item("Layers/Figures");
        return;
    }
    const auto survey = layers.surveys.find(controller.level());
    const std::string text =
        count_text(*layers.maps, survey == layers.surveys.end() ? nullptr : &survey->second) + "; " +
        norm_text(panel.state.model->spec, *layers.maps);
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    cut_text(text, ImGui::GetContentRegionAvail().x);
    ImGui::PopStyleColor();
    panel.probe.item("Layers/Figures");
    tip(text + "\n" +
        tr("A channel never acts if its values differ by less than 0.01 over all pixels of the faces of "
           "seeds 0 to 47. The norm is the root mean square over the channels, at each pixel of this face."));
}

}  // namespace

void layers_panel(Panel& panel, LayersController& controller) {
    const float margin = space::medium();
    if (!panel.state.model) {
        ImGui::SetCursorPos({margin, margin});
        disabled_text(tr("No model is open yet."));
        return;
    }
    ImGui::SetCursorPos({margin, margin});
    const ImVec2 size{ImGui::GetWindowWidth() - 2 * margin, ImGui::GetWindowHeight() - 2 * margin};
    ImGui::BeginChild(
        "##layers", size, false,
        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    if (!panel.state.shows_features) {
        wrapped_text(
            trf("Channels can be seen and changed only on the CPU, by the program's own code. This "
                "model runs on {}: choose the CPU in the settings.",
                panel.state.device));
        panel.probe.item("Layers/No features");
        ImGui::EndChild();
        return;
    }
    level_choice(panel, controller, size.x);
    order_choice(panel, controller);
    scale_choice(panel, controller);
    figures(panel, controller);
    const float gap = margin, high = ImGui::GetContentRegionAvail().y,
                face = std::floor(std::min(size.x * kFacePart, std::max(em(13), high)));
    channel_grid(panel, controller, size.x - face - gap);
    ImGui::SameLine(0, gap);
    ImGui::BeginChild("##chosen", {face, 0}, false, ImGuiWindowFlags_NoBackground);
    chosen_channel(panel, controller);
    ImGui::EndChild();
    ImGui::EndChild();
}

}  // namespace progan
