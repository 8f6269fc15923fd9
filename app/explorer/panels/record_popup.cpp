#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>

#include "app/explorer/panels/panel.h"
#include "app/explorer/widgets/controls.h"
#include "app/explorer/widgets/dialog.h"
#include "app/explorer/widgets/theme.h"

namespace progan {
namespace {

constexpr std::array kFormats{AnimationFormat::gif, AnimationFormat::mp4, AnimationFormat::webm,
                              AnimationFormat::png_sequence};
constexpr float kLabelColumn = 5.5f;  // ems

void label(const char* text) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("%s", text);
    ImGui::SameLine(em(kLabelColumn));
    ImGui::SetNextItemWidth(em(11));
}

void format_choice(Panel& panel) {
    RecordSettings& record = panel.state.record;
    label("Format");
    if (ImGui::BeginCombo("##format", std::string(to_string(record.format)).c_str())) {
        for (AnimationFormat format : kFormats) {
            if (ImGui::Selectable(std::string(to_string(format)).c_str(), format == record.format))
                record.format = format;
            panel.probe.item("Record/Format/" + std::string(to_string(format)));
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Record/Format");
}

void number(Panel& panel, const char* name, int& value, int low, int high, const char* explanation) {
    label(name);
    ImGui::PushID(name);
    ImGui::InputInt("##value", &value, 1, 10);
    ImGui::PopID();
    panel.probe.item(std::string("Record/") + name);
    tip(explanation);
    if (value < low) value = low;
    if (value > high) value = high;
}

}  // namespace

void record_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!begin_dialog("Record the journey", state.show_record, panel.escape)) return;
    RecordSettings& record = state.record;
    format_choice(panel);
    number(panel, "Size", record.size, 16, 4096, "Pixels a side.");
    label("Frames/s");
    double fps = state.journey.fps;
    if (ImGui::InputDouble("##fps", &fps, 1, 5, "%.0f")) panel.features.timeline.set_fps(fps);
    panel.probe.item("Record/Fps");
    label("Enlarging");
    if (ImGui::BeginCombo("##filter", record.smooth ? "Smooth" : "Nearest")) {
        if (ImGui::Selectable("Smooth", record.smooth)) record.smooth = true;
        if (ImGui::Selectable("Nearest", !record.smooth)) record.smooth = false;
        ImGui::EndCombo();
    }
    label("Folder");
    ImGui::InputTextWithHint("##folder", (state.data_dir / "recordings").c_str(), &record.folder);
    panel.probe.item("Record/Folder");
    const Journey& journey = shown_journey(state);
    const auto frames = static_cast<double>(journey.keyframes.empty() ? 0 : frame_count(journey));
    ImGui::TextDisabled("%.0f frames, %.1f s%s", frames, frames / journey.fps,
                        journey.repeat == Repeat::ping_pong ? ", there and back" : "");
    ImGui::Spacing();
    if (button("Record", "Goes on in the background: keep exploring.", em(8))) {
        panel.actions.start_recording();
        state.show_record = false;
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Record/Start");
    ImGui::SameLine();
    if (button("Close", "Esc", em(8))) {
        state.show_record = false;
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Record/Close");
    ImGui::EndPopup();
}

}  // namespace progan
