#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/features/recording/record_popup.h"
#include "app/explorer/features/recording/recording_controller.h"
#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "core/record/export_job.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kLabelColumn = 6.5f, kFieldWidth = 17.5f;  // ems

float column() {
    return label_column({tr("What"), tr("Format"), tr("Size"), tr("Scaling"), tr("Frame rate"), tr("Plays"),
                         tr("Colours"), tr("Pictures"), tr("Columns"), tr("Folder"), tr("Name")},
                        em(kLabelColumn));
}

/// `beside`: of what stands after the field.
void label(const char* text, float beside = 0) {
    form_label(text, column(), em(kFieldWidth) - beside);
}

const char* explanation(AnimationFormat format) {
    switch (format) {
        case AnimationFormat::gif:
            return tr("Plays everywhere, in 256 colours; large files.");
        case AnimationFormat::mp4:
            return tr("H.264 video: small files, plays everywhere.");
        case AnimationFormat::webm:
            return tr("VP9 video for the web: small files.");
        case AnimationFormat::apng:
            return tr("An animated PNG: every pixel as it is; large files.");
        case AnimationFormat::png_sequence:
            return tr("A folder with a picture for each frame.");
        case AnimationFormat::contact_sheet:
            return tr("Frames side by side in one picture, with captions.");
    }
    return "";
}

const char* explanation(Dithering dithering) {
    switch (dithering) {
        case Dithering::none:
            return tr("Bands of colour, the smallest file.");
        case Dithering::pattern:
            return tr("A pattern of dots that does not move.");
        case Dithering::diffusion:
            return tr("Best quality, largest file.");
    }
    return "";
}

const char* name_of(AnimationFormat format) {
    constexpr const char* kNames[] = {
        "GIF", "MP4", "WebM", "APNG", tr_later("PNG sequence"), tr_later("Contact sheet")};
    return tr(kNames[static_cast<std::size_t>(format)]);
}

const char* name_of(Dithering dithering) {
    constexpr const char* kNames[] = {tr_later("none"), tr_later("pattern"), tr_later("error diffusion")};
    return tr(kNames[static_cast<std::size_t>(dithering)]);
}

/// One of several values by name; the explanation is the tooltip of each.
template <typename Values, typename Value>
void choice(Panel& panel, const char* name, const Values& values, Value& value, const char* tooltip) {
    label(tr(name));
    const std::string id = std::string("##") + name;
    if (begin_combo(id.c_str(), name_of(value))) {
        for (const Value known : values) {
            if (combo_item(name_of(known), known == value)) value = known;
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
    label(tr(name));
    ImGui::PushID(name);
    ImGui::InputInt("##value", &value, 1, 10);
    ImGui::PopID();
    panel.probe.item(std::string("Record/") + name);
    tip(tooltip);
    value = std::clamp(value, low, high);
}

std::string take_label(const KnownTake& take) {
    return trf("{}, {:.1f} s", take.path.stem().string(), take.seconds);
}

/// The journey, or one of the takes.
void source_choice(Panel& panel, RecordingController& controller) {
    const RecordingState& view = panel.state.recording;
    label(tr("What"));
    const std::string chosen = view.take.empty() ? tr("The journey") : view.take.stem().string();
    if (begin_combo("##what", chosen.c_str())) {
        if (combo_item(tr_label("The journey"), view.take.empty())) controller.choose({});
        tip(tr("From face to face, as the timeline plays it."));
        panel.probe.item("Record/What/Journey");
        for (std::size_t i = 0; i < view.takes.size(); ++i) {
            const KnownTake take = view.takes[i];
            if (combo_item(take_label(take).c_str(), take.path == view.take)) controller.choose(take.path);
            tip(tr("A recorded session: what you did in the window, rendered again."));
            panel.probe.item("Record/What/" + std::to_string(i));
        }
        if (view.takes.empty()) disabled_text(tr("No recorded sessions yet. Start one below."));
        ImGui::EndCombo();
    } else {
        tip(tr("The journey on the timeline, or a recorded session of what you did in the window."));
    }
    panel.probe.item("Record/What");
}

void fps_field(Panel& panel, RecordingController& controller) {
    const AppState& state = panel.state;
    label(tr("Frame rate"));
    const bool of_take = !state.recording.take.empty();
    double fps = of_take ? state.record.fps : state.journey.fps;
    if (ImGui::InputDouble("##fps", &fps, 1, 5, "%.0f") && std::isfinite(fps)) controller.set_fps(fps);
    panel.probe.item("Record/Fps");
    tip(of_take ? tr("Frames per second. A recorded session keeps its length: more frames make it smoother.")
                : tr("Frames per second, when playing and when recording."));
}

void scaling_choice(Panel& panel) {
    RecordSettings& record = panel.state.record;
    label(tr("Scaling"));
    if (begin_combo("##filter", record.smooth ? tr("smooth") : tr("nearest"))) {
        if (combo_item(tr_label("smooth"), record.smooth)) record.smooth = true;
        tip(tr("Blends the colours between the model's pixels"));
        panel.probe.item("Record/Scaling/smooth");
        if (combo_item(tr_label("nearest"), !record.smooth)) record.smooth = false;
        tip(tr("Keeps pixels sharp"));
        panel.probe.item("Record/Scaling/nearest");
        ImGui::EndCombo();
    } else {
        tip(tr("How the picture is scaled"));
    }
    panel.probe.item("Record/Scaling");
}

void format_fields(Panel& panel, RecordingController& controller) {
    RecordSettings& record = panel.state.record;
    const AnimationFormat format = record.format;
    if (format == AnimationFormat::contact_sheet) {
        number(panel, tr_later("Pictures"), record.pictures, 1, 400,
               tr("Frames on the sheet, from the first to the last."));
        number(panel, tr_later("Columns"), record.columns, 1, 40, tr("Pictures side by side."));
        return;
    }
    fps_field(panel, controller);
    if (format == AnimationFormat::png_sequence) return;
    const bool video = format == AnimationFormat::mp4 || format == AnimationFormat::webm;
    label(tr("Plays"));
    const std::string times = record.loops > 1             ? trf("{} times", "%d")
                              : record.loops == 1 || video ? tr("once")
                                                           : tr("forever");
    ImGui::DragInt("##loops", &record.loops, 0.05f, 0, 1000, times.c_str(), ImGuiSliderFlags_AlwaysClamp);
    panel.probe.item("Record/Plays");
    tip(video ? tr("How many times the animation repeats. Drag, or double-click to type.")
              : tr("Number of loops; 0 loops forever. Drag, or double-click to type."));
    if (format == AnimationFormat::gif)
        choice(panel, tr_later("Colours"), kDitherings, record.dithering, tr("Dithering"));
}

/// "60 frames, 2.4 s, about 1.2 MB".
void summary(Panel& panel, RecordingController& controller) {
    const AppState& state = panel.state;
    const RecordingState& view = state.recording;
    if (!view.takes_problem.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
        wrapped_text(view.takes_problem);
        ImGui::PopStyleColor();
        return;
    }
    const auto frames = static_cast<std::int64_t>(controller.frames());
    const double seconds = static_cast<double>(frames) / controller.fps();
    disabled_text(view.estimated_bytes.value_or(0) > 0
                      ? tr_plural("{} frame, {:.1f} s, about {}", "{} frames, {:.1f} s, about {}", frames,
                                  seconds, bytes_text(*view.estimated_bytes))
                  : view.estimating
                      ? tr_plural("{} frame, {:.1f} s, estimating the size...",
                                  "{} frames, {:.1f} s, estimating the size...", frames, seconds)
                      : tr_plural("{} frame, {:.1f} s", "{} frames, {:.1f} s", frames, seconds));
    panel.probe.item("Record/Estimate");
    tip(tr("Estimated by encoding a few frames."));
}

void buttons(Panel& panel, RecordingController& controller, bool entered) {
    AppState& state = panel.state;
    bool close = false;
    const auto take = [&] {
        if (button(state.recording.taking ? tr_label("Stop recording") : tr_label("Record session"),
                   state.recording.taking
                       ? with_keys(panel, tr("Stops it and adds it to the list above"), "record.session")
                       : with_keys(panel, tr("Records every face shown, for rendering at any size later"),
                                   "record.session"))) {
            controller.toggle_take();
            close = state.recording.taking;
        }
        panel.probe.item("Record/Take");
    };
    const bool can_start = controller.frames() > 0;
    const Answered answered = dialog_foot(
        panel,
        {.leave = {tr_label("Close"), tr("Esc"), "Record/Close"},
         .act = Answer{tr_label("Record"), tr("Enter. Runs in the background: you can keep exploring."),
                       "Record/Start", can_start},
         .others = take});
    const bool starts = answered.act || (entered && can_start);
    if (starts) controller.start();
    if (!starts && !answered.leave && !close) return;
    state.show_record = false;
    ImGui::CloseCurrentPopup();
}

}  // namespace

void record_popup(Panel& panel, RecordingController& controller) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("Record"), state.show_record, panel.escape)) return;
    RecordSettings& record = state.record;
    bool entered = enter_for_primary();
    source_choice(panel, controller);
    choice(panel, tr_later("Format"), kAnimationFormats, record.format, tr("The file format."));
    const float fields = column();
    ImGui::SetCursorPosX(fields);
    ImGui::PushTextWrapPos(fields + em(kFieldWidth));
    disabled_text(explanation(record.format));
    ImGui::PopTextWrapPos();
    number(panel, tr_later("Size"), record.size, 16, 4096, tr("A frame's longer side, in pixels."));
    scaling_choice(panel);
    format_fields(panel, controller);
    label(tr("Folder"), browse_width());
    const std::string usual_folder = with_tilde(saving_folder("", state.data_dir / "recordings"));
    ImGui::InputTextWithHint("##folder", usual_folder.c_str(), &record.folder);
    panel.probe.item("Record/Folder");
    tip(tr("Where to save the file. If empty: your pictures folder."));
    browse_button(panel, FilePurpose::recordings, record.folder, "Record/Browse");
    label(tr("Name"));
    entered |=
        ImGui::InputTextWithHint("##name", state.recording.take.empty() ? tr("faces-DATE") : tr("take-DATE"),
                                 &state.recording.name, ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Record/Name");
    tip(tr("File name without extension. Existing files are never overwritten."));
    ImGui::Spacing();
    summary(panel, controller);
    ImGui::Spacing();
    buttons(panel, controller, entered);
    ImGui::EndPopup();
}

}  // namespace progan
