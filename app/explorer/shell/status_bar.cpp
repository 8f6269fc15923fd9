#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

std::string time_left(const RunningJob& job, double now) {
    if (job.progress.done < 2) return "";
    const double spent = now - job.started;
    const double left = spent / static_cast<double>(job.progress.done) *
                        static_cast<double>(job.progress.total - job.progress.done);
    char text[48];
    if (left < 60)
        std::snprintf(text, sizeof text, ", %.0f s left", std::ceil(left));
    else
        std::snprintf(text, sizeof text, ", %.0f min left", std::ceil(left / 60));
    return text;
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

/// "Record what I do" is on.
void take_line(Panel& panel, Features& features) {
    const RecordingState& view = panel.state.recording;
    const float radius = ImGui::GetFontSize() * 0.32f, height = ImGui::GetFrameHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + radius, at.y + height / 2}, radius,
                                                ImGui::GetColorU32(ImVec4(0.93f, 0.26f, 0.24f, 1)));
    ImGui::Dummy({2 * radius, height});
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    const int seconds = static_cast<int>(panel.now - view.took_from);
    ImGui::Text("%d:%02d", seconds / 60, seconds % 60);
    tip("What you do is kept as a take");
    panel.probe.item("Take/Time");
    ImGui::SameLine();
    if (button("Stop the take", with_keys(panel, "Ends recording what you do", "record.session").c_str()))
        features.recording.toggle_take();
    panel.probe.item("Take/Stop");
    ImGui::SameLine(0, em(1));
}

void job_line(Panel& panel, Features& features) {
    const RunningJob& job = panel.state.jobs.front();
    job_picture(panel, features);
    const float part = static_cast<float>(job.progress.done) /
                       static_cast<float>(std::max<std::int64_t>(1, job.progress.total));
    const std::string more = panel.state.jobs.size() > 1
                                 ? "  (" + std::to_string(panel.state.jobs.size() - 1) + " more waiting)"
                                 : "";
    ImGui::AlignTextToFramePadding();
    ImGui::Text("%s%s", job.cancelling ? "Cancelling..." : job.title.c_str(), more.c_str());
    ImGui::SameLine();
    const std::string text = std::to_string(job.progress.done) + "/" + std::to_string(job.progress.total) +
                             time_left(job, panel.now);
    ImGui::ProgressBar(part, {em(15), 0}, text.c_str());
    panel.probe.item("Job/Progress");
    ImGui::SameLine();
    if (button("Cancel", "Stop and leave no file")) features.recording.cancel_job(job.id);
    panel.probe.item("Job/Cancel");
}

/// A large checkpoint takes seconds; a small one is there before this is seen.
void opening_line(Panel& panel, Features& features) {
    const AppState& state = panel.state;
    ImGui::AlignTextToFramePadding();
    ImGui::Text("Opening %s", state.opening_path.filename().string().c_str());
    ImGui::SameLine();
    char text[16];
    std::snprintf(text, sizeof text, "%.0f %%", state.opening_part * 100);
    ImGui::ProgressBar(static_cast<float>(state.opening_part), {em(15), 0}, text);
    panel.probe.item("Opening/Progress");
    ImGui::SameLine();
    if (button("Cancel", "Stop opening it")) features.model.cancel_opening();
    panel.probe.item("Opening/Cancel");
}

}  // namespace

void status_bar(Panel& panel, Features& features) {
    const AppState& state = panel.state;
    ImGui::SetCursorPosY((ImGui::GetWindowHeight() - ImGui::GetFrameHeight()) / 2);
    if (state.recording.taking) take_line(panel, features);
    if (state.opening != 0 && state.opening_part > 0) {
        opening_line(panel, features);
        return;
    }
    if (!state.jobs.empty()) {
        job_line(panel, features);
        return;
    }
    ImGui::AlignTextToFramePadding();
    const Performance& performance = state.performance;
    if (!state.model) {
        ImGui::TextDisabled("%s", state.backend_ready ? state.backend_version.c_str() : "Getting ready...");
        return;
    }
    char times[160];
    std::string device = state.device;
    for (const Device& known : state.devices)
        if (known.id == state.device) device = known.name;
    int length =
        std::snprintf(times, sizeof times, "%s    %.1f ms a face", device.c_str(), performance.generator_ms);
    const auto add = [&](const char* format, auto... values) {
        if (length < 0 || length >= static_cast<int>(sizeof times)) return;
        length +=
            std::snprintf(times + length, sizeof times - static_cast<std::size_t>(length), format, values...);
    };
    if (performance.preview_ms > 0) add(", %.0f ms a preview", performance.preview_ms);
    const PreviewFitting& fitting = state.preview_fitting;
    if (fitting.done > 0 && fitting.done < fitting.total)
        add("    Preparing previews, %d of %d", fitting.done, fitting.total);
    if (state.map.building && state.center != CenterView::map)
        add("    Building the map, %.0f %%",
            100.0 * static_cast<double>(state.map.progress.done) /
                static_cast<double>(std::max<std::int64_t>(1, state.map.progress.total)));
    ImGui::TextDisabled("%s", times);
    tip(("Faces are computed in " + state.arithmetic + ".").c_str());
    const char* hint = "Press ? for keys and hints";
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(hint).x);
    ImGui::TextDisabled("%s", hint);
}

}  // namespace progan
