#include <imgui.h>
#include <cstdio>

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

void performance_panel(Panel& panel) {
    Settings& settings = panel.state.settings;
    ImGui::SetNextItemOpen(settings.show_performance);
    settings.show_performance = ImGui::CollapsingHeader(tr_label("Performance"));
    panel.probe.item("Performance/Header");
    if (!settings.show_performance) return;
    const Performance& performance = panel.state.performance;
    row(tr("Generator"), tr("How long a face takes to make: the median of the last ones."), 1,
        performance.generator_ms);
    row(tr("Frame"), tr("The window's own work for the last frame."), 1, performance.frame_ms);
    row(tr("Slider to screen, median"), tr("From moving the mouse to seeing the face it asked for."), 0,
        performance.latency_p50_ms);
    row(tr("Slider to screen, 95 %"), tr("95 of 100 faces were on screen within this time."), 0,
        performance.latency_p95_ms);
    const auto& frames = performance.frame_history_ms;
    const float top = frames.empty() ? 16 : std::max(16.0f, *std::max_element(frames.begin(), frames.end()));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, ImVec4(1, 1, 1, 0.04f));
    ImGui::PlotLines("##frames", frames.data(), static_cast<int>(frames.size()), 0, nullptr, 0, top,
                     {ImGui::GetContentRegionAvail().x, em(2.6f)});
    ImGui::PopStyleColor();
    tip(tr("The last frames, in milliseconds."));
}

}  // namespace progan
