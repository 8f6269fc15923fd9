#include <imgui.h>
#include <cstdio>

#include <algorithm>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

/// A value of 0 was not measured yet.
void row(const char* name, const char* explanation, const char* format, double value) {
    ImGui::TextDisabled("%s", name);
    tip(explanation);
    ImGui::SameLine();
    char text[64] = "-";
    if (value > 0) std::snprintf(text, sizeof text, format, value);
    ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(text).x);
    ImGui::TextUnformatted(text);
}

}  // namespace

void performance_panel(Panel& panel) {
    Settings& settings = panel.state.settings;
    ImGui::SetNextItemOpen(settings.show_performance);
    settings.show_performance = ImGui::CollapsingHeader("Performance");
    panel.probe.item("Performance/Header");
    if (!settings.show_performance) return;
    const Performance& performance = panel.state.performance;
    row("Generator", "How long a face takes to make: the median of the last ones.", "%.1f ms",
        performance.generator_ms);
    row("Frame", "The window's own work for the last frame.", "%.1f ms", performance.frame_ms);
    row("Slider to screen, median", "From moving the mouse to seeing the face it asked for.", "%.0f ms",
        performance.latency_p50_ms);
    row("Slider to screen, 95 %", "95 of 100 faces were on screen within this time.", "%.0f ms",
        performance.latency_p95_ms);
    const auto& frames = performance.frame_history_ms;
    const float top = frames.empty() ? 16 : std::max(16.0f, *std::max_element(frames.begin(), frames.end()));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, ImVec4(1, 1, 1, 0.04f));
    ImGui::PlotLines("##frames", frames.data(), static_cast<int>(frames.size()), 0, nullptr, 0, top,
                     {ImGui::GetContentRegionAvail().x, em(2.6f)});
    ImGui::PopStyleColor();
    tip("The last frames, in milliseconds.");
}

}  // namespace progan
