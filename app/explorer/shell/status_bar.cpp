#include <imgui.h>

#include <algorithm>
#include <string>

#include "app/explorer/features/photo/photo_dialog.h"
#include "app/explorer/features/remote/learning_status.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/time_left.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// "12/60, 3 s left".
std::string progress_text(const RunningJob& job, Time now) {
    if (job.progress.done < 2) return trf("{}/{}", job.progress.done, job.progress.total);
    const double spent = (now - job.started).count();
    const double left = spent / static_cast<double>(job.progress.done) *
                        static_cast<double>(job.progress.total - job.progress.done);
    // Translators: how many of how many are done, and the time left.
    return trf("{}/{}, {}", job.progress.done, job.progress.total, time_left_text(left));
}

/// Beside what can be cancelled.
void title_and_bar(const std::string& title, double part, const std::string& text) {
    const float bar = title_before_bar(title, button_width(tr("Cancel")));
    progress_bar(part, bar, text);
}

/// The frame that is being encoded; larger under the mouse.
void job_picture(Panel& panel, Features& features) {
    if (const std::shared_ptr<const Image> picture = features.recording.take_picture())
        panel.pictures.set_thumbnail("recording", *picture);
    const RunningJob& job = panel.state.jobs.front();
    if (job.id != panel.state.recording.picture_of) return;
    const ImTextureID texture = panel.pictures.thumbnail("recording");
    if (!texture) return;
    const float side = ImGui::GetFrameHeight();
    ImGui::Image(texture, {side, side});
    panel.probe.item("Job/Picture");
    if (ImGui::IsItemHovered()) {
        ImGui::BeginTooltip();
        ImGui::Image(texture, {em(12), em(12)});
        ImGui::EndTooltip();
    }
    ImGui::SameLine();
}

/// "Record session" is on.
void take_line(Panel& panel, Features& features) {
    const RecordingState& view = panel.state.recording;
    const float radius = ImGui::GetFontSize() * 0.32f, height = ImGui::GetFrameHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + radius, at.y + height / 2}, radius,
                                                ImGui::GetColorU32(theme().recording));
    ImGui::Dummy({2 * radius, height});
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    const int seconds = static_cast<int>((panel.now - view.took_from).count());
    ImGui::Text("%d:%02d", seconds / 60, seconds % 60);
    tip(tr("Recording your session"));
    panel.probe.item("Take/Time");
    ImGui::SameLine();
    if (button(tr_label("Stop recording"),
               with_keys(panel, tr("Stops recording the session"), "record.session")))
        features.recording.toggle_take();
    panel.probe.item("Take/Stop");
    ImGui::SameLine(0, em(1));
}

void job_line(Panel& panel, Features& features) {
    const RunningJob& job = panel.state.jobs.front();
    job_picture(panel, features);
    const float part = static_cast<float>(job.progress.done) /
                       static_cast<float>(std::max<std::int64_t>(1, job.progress.total));
    const std::string title = job.cancelling ? tr("Cancelling...") : job.title;
    const std::size_t more = panel.state.jobs.size() - 1;
    title_and_bar(more == 0 ? title : trf("{}  ({} more waiting)", title, more), part,
                  progress_text(job, panel.now));
    panel.probe.item("Job/Progress");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Cancel and discard"))) features.recording.cancel_job(job.id);
    panel.probe.item("Job/Cancel");
}

/// A large checkpoint takes seconds; a small one is there before this is seen.
void opening_line(Panel& panel, Features& features) {
    const AppState& state = panel.state;
    title_and_bar(trf("Opening {}", state.opening_path.filename().string()), state.opening_part,
                  trf("{:.0f} %", state.opening_part * 100));
    panel.probe.item("Opening/Progress");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Stop opening it"))) features.model.cancel_opening();
    panel.probe.item("Opening/Cancel");
}

/// The window stays usable while the system's file dialog is open: this says where the hand is needed.
void file_dialog_line(Panel& panel) {
    ImGui::AlignTextToFramePadding();
    text_line(tr("The system's file dialog is open"));
    panel.probe.item("File dialog/Open");
    ImGui::SameLine();
    if (button(tr_label("Use the program's own"), tr("Choose in this window instead")))
        panel.files.use_own("");
    panel.probe.item("File dialog/Own");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Cancels without choosing a file"))) panel.files.cancel();
    panel.probe.item("File dialog/Cancel");
    ImGui::SameLine(0, em(1));
}

}  // namespace

bool has_status(const AppState& state) {
    return state.picker.system_for || state.controls.learning || has_photo_status(state) ||
           state.recording.taking || (state.opening != 0 && state.opening_part > 0) || !state.jobs.empty();
}

void status_bar(Panel& panel, Features& features) {
    const AppState& state = panel.state;
    ImGui::SetCursorPosY((ImGui::GetWindowHeight() - ImGui::GetFrameHeight()) / 2);
    learning_status(panel, features.controls, [&] {
        features.settings.open();
        features.settings.show(SettingsSection::remote);
    });
    if (state.picker.system_for) file_dialog_line(panel);
    if (state.recording.taking) take_line(panel, features);
    if (has_photo_status(state)) photo_status(panel, features.photo);
    if (state.opening != 0 && state.opening_part > 0)
        opening_line(panel, features);
    else if (!state.jobs.empty())
        job_line(panel, features);
}

}  // namespace progan
