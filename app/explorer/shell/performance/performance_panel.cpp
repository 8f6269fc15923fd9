#include <imgui.h>

#include <algorithm>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// A value of 0 was not measured yet.
void row(const char* name, const char* explanation, int decimals, double value) {
    disabled_text(name);
    tip(explanation);
    ImGui::SameLine();
    const std::string text = value > 0 ? trf("{:.{}f} ms", value, decimals) : "-";
    ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(text.c_str()).x);
    text_line(text);
}

}  // namespace

void performance_overlay(Panel& panel, const Area& view) {
    if (!panel.state.settings.show_performance || view.width < em(20)) return;
    ImGui::SetNextWindowPos({view.x + space::large(), view.bottom() - space::large()}, ImGuiCond_Always,
                            {0, 1});
    ImGui::SetNextWindowSize({em(17), 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, space::rounding());
    ImGui::PushStyleColor(ImGuiCol_WindowBg, theme().raised);
    ImGui::Begin("##performance", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    const Performance& performance = panel.state.performance;
    row(tr("Generator"), tr("How long it takes to generate a face: the median of the last few."), 1,
        performance.generator_ms);
    row(tr("Frame"), tr("The window's own time for the last frame."), 1, performance.frame_ms);
    row(tr("Slider to screen, median"), tr("From moving the mouse to seeing the resulting face."), 0,
        performance.latency_p50_ms);
    row(tr("Slider to screen, 95 %"), tr("95 of 100 faces were on screen within this time."), 0,
        performance.latency_p95_ms);
    const auto& frames = performance.frame_history_ms;
    const float top = frames.empty() ? 16 : std::max(16.0f, *std::max_element(frames.begin(), frames.end()));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, theme().well);
    ImGui::PlotLines("##frames", frames.data(), static_cast<int>(frames.size()), 0, nullptr, 0, top,
                     {ImGui::GetContentRegionAvail().x, em(2.6f)});
    ImGui::PopStyleColor();
    tip(tr("The latest frames, in milliseconds."));
    std::string device = panel.state.device;
    for (const Device& known : panel.state.devices)
        if (known.id == panel.state.device) device = known.name;
    small_text(device);
    tip(trf("Precision: {}", panel.state.arithmetic));
    ImGui::End();
}

}  // namespace progan
