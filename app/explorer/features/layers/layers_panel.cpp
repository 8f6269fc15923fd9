#include "app/explorer/features/layers/layers_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/layers/layers_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/no_model.h"
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
                        tr_later("The channels of the level of this size, with maps this many pixels wide"),
                        names[i].c_str()});
    const auto chosen = static_cast<std::size_t>(controller.level());
    if (const auto taken = tab_row(panel, "##Layers", tabs, chosen, room))
        controller.set_level(static_cast<int>(*taken));
}

template <class Value>
struct Choice {
    Value value;
    const char *name, *probe;
};
constexpr std::array<Choice<ChannelOrder>, 3> kOrders{{
    {ChannelOrder::over_map, tr_later("Change over the map"), "Map"},
    {ChannelOrder::over_faces, tr_later("Change over faces"), "Faces"},
    {ChannelOrder::number, tr_later("Number"), "Number"},
}};
constexpr std::array<Choice<ChannelScale>, 2> kScales{{
    {ChannelScale::own, tr_later("Own scale"), "Own"},
    {ChannelScale::common, tr_later("One scale"), "Common"},
}};

float widest(const auto& choices) {
    float width = 0;
    for (const auto& choice : choices) width = std::max(width, ImGui::CalcTextSize(tr(choice.name)).x);
    return width + 2 * ImGui::GetStyle().FramePadding.x + ImGui::GetFrameHeight();
}

/// A list that opens, beside what was drawn last if there is room. What was taken, if anything was. `probe`:
/// "Layers/Order".
template <class Value, std::size_t count>
std::optional<Value> choice_of(Panel& panel, const std::array<Choice<Value>, count>& choices, Value now,
                               const std::string& probe, const char* tooltip) {
    std::optional<Value> taken;
    const auto chosen = std::find_if(choices.begin(), choices.end(),
                                     [now](const Choice<Value>& choice) { return choice.value == now; });
    const float width = widest(choices);
    beside_if_room(width, ImGui::GetStyle().ItemSpacing.x);
    ImGui::SetNextItemWidth(std::min(width, ImGui::GetContentRegionAvail().x));
    if (begin_combo(("##" + probe).c_str(), tr(chosen->name))) {
        for (const Choice<Value>& choice : choices) {
            if (combo_item(tr_label(choice.name), choice.value == now)) taken = choice.value;
            panel.probe.item(probe + "/" + choice.probe);
        }
        ImGui::EndCombo();
    } else {
        tip(tooltip);
    }
    panel.probe.item(probe);
    return taken;
}

void order_and_scale(Panel& panel, LayersController& controller) {
    const LayersSettings& settings = panel.state.layers_settings;
    if (const auto order =
            choice_of(panel, kOrders, settings.order, "Layers/Order",
                      tr("Which channels come first: those whose maps vary most from place to place in this "
                         "face, or from face to face, at the same place, over the faces of seeds 0 to 47")))
        controller.set_order(*order);
    if (const auto scale = choice_of(panel, kScales, settings.scale, "Layers/Scale",
                                     tr("What black and white mean: the lowest and highest value of each "
                                        "channel on its own, or of all channels together")))
        controller.set_scale(*scale);
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
    if (says_no_model(panel)) return;
    ImGui::SetCursorPos({margin, margin});
    const ImVec2 size{ImGui::GetWindowWidth() - 2 * margin, ImGui::GetWindowHeight() - 2 * margin};
    ImGui::BeginChild(
        "##layers", size, false,
        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    if (!panel.state.shows_features) {
        wrapped_text(trf("Channels cannot be shown or changed on {}: choose the CPU in the settings.",
                         panel.state.device));
        panel.probe.item("Layers/No features");
        ImGui::EndChild();
        return;
    }
    level_choice(panel, controller, size.x);
    order_and_scale(panel, controller);
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
