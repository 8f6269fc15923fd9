#include "app/explorer/features/model/weights_table.h"

#include <imgui.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

// Where the columns begin, in ems.
constexpr float kBars = 12, kRms = 23, kRatio = 28;
constexpr float kBarsWide = 9;
constexpr float kMostOfScreen = 0.32f;  ///< of the window's height, which the rest of the dialog needs
constexpr std::size_t kFewestRows = 4;

std::string layer_name(const WeightFigures& weight) {
    const std::string size = square_text(resolution(weight.level));
    switch (weight.layer) {
        case WeightLayer::first:
            return trf("{}, first layer", size);
        case WeightLayer::conv1:
            return trf("{}, convolution 1", size);
        case WeightLayer::conv2:
            return weight.level == 0 ? trf("{}, convolution", size) : trf("{}, convolution 2", size);
        case WeightLayer::to_rgb:
            return trf("{}, to-RGB", size);
    }
    return weight.name;
}

void histogram(const WeightFigures& weight, ImVec2 at, ImVec2 size) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::int64_t most = *std::max_element(weight.counts.begin(), weight.counts.end());
    const float bar = size.x / static_cast<float>(kWeightBars), middle = at.x + size.x / 2,
                foot = at.y + size.y;
    list.AddLine({middle, at.y}, {middle, foot}, ImGui::GetColorU32(theme().separator));
    for (std::size_t i = 0; i < weight.counts.size(); ++i) {
        if (weight.counts[i] == 0) continue;
        const float high =
            std::max(1.f, size.y * static_cast<float>(weight.counts[i]) / static_cast<float>(most));
        const float left = at.x + bar * static_cast<float>(i);
        list.AddRectFilled({left, foot - high}, {left + bar, foot}, ImGui::GetColorU32(theme().accent));
    }
    list.AddLine({at.x, foot}, {at.x + size.x, foot}, ImGui::GetColorU32(theme().separator));
}

std::string details(const WeightFigures& weight) {
    return weight.name + ": " + shape_text(weight.shape) + "\n" +
           trf("From {:.4f} to {:.4f}, mean {:.4f}", weight.low, weight.high, weight.mean) + "\n" +
           trf("Root mean square {:.4f}; untrained, with the equalized learning rate: {:.4f}",
               weight.root_mean_square, weight.equalized_scale) +
           "\n" +
           trf("The histogram runs from {:.3f} to {:.3f}, four root mean squares on either side of 0; "
               "anything beyond is in the outermost bars.",
               -weight.root_mean_square * double{kWeightReach},
               weight.root_mean_square * double{kWeightReach});
}

void row(Panel& panel, const WeightFigures& weight) {
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float high = ImGui::GetTextLineHeight();
    const std::string rms = fmt::format("{:.4f}", weight.root_mean_square);
    ImGui::PushID(weight.name.c_str());
    ImGui::InvisibleButton("##row", {ImGui::GetContentRegionAvail().x, high});
    ImGui::PopID();
    panel.probe.item("Model/Weights/" + weight.name);
    tip(details(weight));
    const ImVec2 after = ImGui::GetCursorScreenPos();
    const auto put = [start](float column) { ImGui::SetCursorScreenPos({start.x + em(column), start.y}); };
    put(0);
    text_line(layer_name(weight));
    histogram(weight, {start.x + em(kBars), start.y}, {em(kBarsWide), ImGui::GetTextLineHeight()});
    put(kRms);
    text_line(rms);
    put(kRatio);
    text_line(trf("{:.2f} x", weight.growth()));
    ImGui::SetCursorScreenPos(after);
}

void titles() {
    const float start = ImGui::GetCursorPosX();
    disabled_text(tr("Weights"));
    ImGui::SameLine(start + em(kRms));
    disabled_text(tr("RMS"));
    tip(tr("The root mean square of a layer's weights"));
    ImGui::SameLine(start + em(kRatio));
    disabled_text(tr("Vs. untrained"));
    tip(
        tr("The root mean square, divided by that of untrained weights with the equalized learning rate "
           "(He's constant for the layer's number of inputs)"));
}

}  // namespace

void weights_table(Panel& panel, const std::vector<WeightFigures>& weights, float width) {
    if (weights.empty()) return;
    titles();
    const float line = ImGui::GetTextLineHeightWithSpacing(),
                room = std::max(static_cast<float>(kFewestRows) * line,
                                ImGui::GetIO().DisplaySize.y * kMostOfScreen);
    ImGui::BeginChild("##weights", {width, std::min(room, static_cast<float>(weights.size()) * line)});
    for (const WeightFigures& weight : weights) row(panel, weight);
    ImGui::EndChild();
    panel.probe.item("Model/Weights");
}

}  // namespace progan
