#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/explorer/features/recording/record_popup.h"
#include "app/explorer/features/recording/recording_controller.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"
#include "core/record/export_job.h"

namespace progan {
namespace {

constexpr float kLabelColumn = 6, kFieldWidth = 15;  // ems

void label(const char* text) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("%s", text);
    ImGui::SameLine(em(kLabelColumn));
    ImGui::SetNextItemWidth(em(kFieldWidth));
}

const char* explanation(AnimationFormat format) {
    switch (format) {
        case AnimationFormat::gif:
            return "Plays everywhere, in 256 colours; large files.";
        case AnimationFormat::mp4:
            return "H.264 video: small files, plays everywhere.";
        case AnimationFormat::webm:
            return "VP9 video for the web: small files.";
        case AnimationFormat::apng:
            return "An animated PNG: every pixel as it is; large files.";
        case AnimationFormat::png_sequence:
            return "A folder with a picture for each frame.";
        case AnimationFormat::contact_sheet:
            return "Frames side by side on one picture, with captions.";
    }
    return "";
}

const char* explanation(Dithering dithering) {
    switch (dithering) {
        case Dithering::none:
            return "Bands of colour, the smallest file.";
        case Dithering::pattern:
            return "A pattern of dots that stands still.";
        case Dithering::diffusion:
            return "The finest picture, the largest file.";
    }
    return "";
}

/// One of several values by name; the explanation is the tooltip of each.
template <typename Values, typename Value>
void choice(Panel& panel, const char* name, const Values& values, Value& value, const char* tooltip) {
    label(name);
    const std::string id = std::string("##") + name;
    if (ImGui::BeginCombo(id.c_str(), std::string(to_string(value)).c_str())) {
        for (const Value known : values) {
            if (ImGui::Selectable(std::string(to_string(known)).c_str(), known == value)) value = known;
            tip(explanation(known));
            panel.probe.item(std::string("Record/") + name + "/" + std::string(to_string(known)));
        }
        ImGui::EndCombo();
    } else {
        tip(tooltip);
    }
    panel.probe.item(std::string("Record/") + name);
}

void number(Panel& panel, const char* name, int& value, int low, int high, const char* tooltip) {
    label(name);
    ImGui::PushID(name);
    ImGui::InputInt("##value", &value, 1, 10);
    ImGui::PopID();
    panel.probe.item(std::string("Record/") + name);
    tip(tooltip);
    value = std::clamp(value, low, high);
}

std::string take_label(const KnownTake& take) {
    char text[48];
    std::snprintf(text, sizeof text, ", %.1f s", take.seconds);
    return take.path.stem().string() + text;
}

/// The journey, or one of the takes.
void source_choice(Panel& panel, RecordingController& controller) {
    const RecordingState& view = panel.state.recording;
    label("What");
    const std::string chosen = view.take.empty() ? "The journey" : view.take.stem().string();
    if (ImGui::BeginCombo("##what", chosen.c_str())) {
        if (ImGui::Selectable("The journey", view.take.empty())) controller.choose({});
        tip("From face to face, as the timeline plays it.");
        panel.probe.item("Record/What/Journey");
        for (std::size_t i = 0; i < view.takes.size(); ++i) {
            const KnownTake take = view.takes[i];
            if (ImGui::Selectable(take_label(take).c_str(), take.path == view.take))
                controller.choose(take.path);
            tip("A take: what was done in the window, made into pictures again.");
            panel.probe.item("Record/What/" + std::to_string(i));
        }
        if (view.takes.empty()) ImGui::TextDisabled("No takes yet: begin one below.");
        ImGui::EndCombo();
    } else {
        tip("The timeline's journey, or a take: what you did in the window.");
    }
    panel.probe.item("Record/What");
}

void fps_field(Panel& panel, RecordingController& controller) {
    AppState& state = panel.state;
    label("Frames/s");
    const bool of_take = !state.recording.take.empty();
    double fps = of_take ? state.record.fps : state.journey.fps;
    if (ImGui::InputDouble("##fps", &fps, 1, 5, "%.0f") && std::isfinite(fps)) {
        if (of_take)
            state.record.fps = std::clamp(fps, 1.0, 120.0);
        else
            controller.set_journey_fps(fps);
    }
    panel.probe.item("Record/Fps");
    tip(of_take ? "Frames a second. A take keeps its length: more frames make it smoother."
                : "Frames a second, when playing and when recording.");
}

void scaling_choice(Panel& panel) {
    RecordSettings& record = panel.state.record;
    label("Scaling");
    if (ImGui::BeginCombo("##filter", record.smooth ? "smooth" : "nearest")) {
        if (ImGui::Selectable("smooth", record.smooth)) record.smooth = true;
        tip("Between the model's pixels, colours flow.");
        panel.probe.item("Record/Scaling/smooth");
        if (ImGui::Selectable("nearest", !record.smooth)) record.smooth = false;
        tip("The model's pixels are seen as squares.");
        panel.probe.item("Record/Scaling/nearest");
        ImGui::EndCombo();
    } else {
        tip("How the model's pixels become those of the file.");
    }
    panel.probe.item("Record/Scaling");
}

void format_fields(Panel& panel, RecordingController& controller) {
    RecordSettings& record = panel.state.record;
    const AnimationFormat format = record.format;
    if (format == AnimationFormat::contact_sheet) {
        number(panel, "Pictures", record.pictures, 1, 400,
               "Frames on the sheet, from the first to the last.");
        number(panel, "Columns", record.columns, 1, 40, "Pictures side by side.");
        return;
    }
    fps_field(panel, controller);
    if (format == AnimationFormat::png_sequence) return;
    const bool video = format == AnimationFormat::mp4 || format == AnimationFormat::webm;
    label("Plays");
    const char* times = record.loops > 1 ? "%d times" : record.loops == 1 || video ? "once" : "for ever";
    ImGui::DragInt("##loops", &record.loops, 0.05f, 0, 1000, times, ImGuiSliderFlags_AlwaysClamp);
    panel.probe.item("Record/Plays");
    tip(video ? "How often the film holds its frames. Drag, or double-click to type."
              : "How often it plays; 0: for ever. Drag, or double-click to type.");
    if (format == AnimationFormat::gif)
        choice(panel, "Colours", kDitherings, record.dithering, "How it makes do with 256 colours.");
}

/// "60 frames, 2.4 s, about 1.2 MB".
void summary(Panel& panel, RecordingController& controller) {
    const AppState& state = panel.state;
    const RecordingState& view = state.recording;
    if (!view.takes_problem.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, kErrorColour);
        ImGui::TextWrapped("%s", view.takes_problem.c_str());
        ImGui::PopStyleColor();
        return;
    }
    const auto frames = static_cast<double>(controller.frames());
    char text[160];
    const int length =
        std::snprintf(text, sizeof text, "%.0f frames, %.1f s", frames, frames / controller.fps());
    std::string line(text, static_cast<std::size_t>(std::max(0, length)));
    if (view.estimated_bytes > 0)
        line += ", about " + format_bytes(view.estimated_bytes);
    else if (view.estimating)
        line += ", estimating the size...";
    ImGui::TextDisabled("%s", line.c_str());
    panel.probe.item("Record/Estimate");
    tip("The size is reckoned from a few frames that are encoded for it.");
}

void buttons(Panel& panel, RecordingController& controller) {
    AppState& state = panel.state;
    bool close = false;
    ImGui::BeginDisabled(controller.frames() == 0);
    if (button("Record", "Goes on in the background: keep exploring.", em(6))) {
        controller.start();
        close = true;
    }
    ImGui::EndDisabled();
    panel.probe.item("Record/Start");
    ImGui::SameLine();
    if (button("Close", "Esc", em(5))) close = true;
    panel.probe.item("Record/Close");
    ImGui::SameLine();
    if (button(
            state.recording.taking ? "Stop the take" : "Record what I do",
            state.recording.taking
                ? "Ends it; then it is in the list above (Ctrl+Shift+R)"
                : "From now on every face you see is kept with its time, as a take that can be made into an "
                  "animation later, at any size (Ctrl+Shift+R)",
            em(9.4f))) {
        controller.toggle_take();
        close = state.recording.taking;
    }
    panel.probe.item("Record/Take");
    if (!close) return;
    state.show_record = false;
    ImGui::CloseCurrentPopup();
}

}  // namespace

void record_popup(Panel& panel, RecordingController& controller) {
    AppState& state = panel.state;
    if (!begin_dialog("Record", state.show_record, panel.escape)) return;
    RecordSettings& record = state.record;
    source_choice(panel, controller);
    choice(panel, "Format", kAnimationFormats, record.format, "What kind of file it becomes.");
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + em(kLabelColumn) - ImGui::GetStyle().WindowPadding.x);
    ImGui::TextDisabled("%s", explanation(record.format));
    number(panel, "Size", record.size, 16, 4096, "Pixels of a frame's longer side.");
    scaling_choice(panel);
    format_fields(panel, controller);
    label("Folder");
    ImGui::InputTextWithHint("##folder", (state.data_dir / "recordings").c_str(), &record.folder);
    panel.probe.item("Record/Folder");
    tip("Where the file goes. Empty: among the program's own files.");
    label("Name");
    ImGui::InputTextWithHint("##name", state.recording.take.empty() ? "faces-DATE" : "take-DATE",
                             &state.recording.name);
    panel.probe.item("Record/Name");
    tip("The file's name, without ending. A file that is there already is never replaced.");
    ImGui::Spacing();
    summary(panel, controller);
    ImGui::Spacing();
    buttons(panel, controller);
    ImGui::EndPopup();
}

}  // namespace progan
