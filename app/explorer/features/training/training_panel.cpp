#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/features/training/loss_plot.h"
#include "app/explorer/features/training/pictures_text.h"
#include "app/explorer/features/training/training_controller.h"
#include "app/explorer/features/training/training_panel.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/time_left.h"
#include "core/support/text.h"
#include "core/support/translate.h"
#include "core/train/trouble.h"

namespace progan {
namespace {

constexpr int kSheetSide = 2048;   // pixels; larger sheets are shrunk
constexpr float kLabelColumn = 8;  // ems

/// `beside`: of what stands after the field.
void label(const char* text, float beside = 0) {
    const float column = em(kLabelColumn);
    form_label(text, column, std::min(em(24), ImGui::GetContentRegionMax().x - column) - beside);
}

void problem(const AppState& state) {
    if (state.training.problem.empty()) return;
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    wrapped_text(state.training.problem);
    ImGui::PopStyleColor();
}

/// What goes wrong, in one sentence each.
void troubles(const RunLog& log) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    if (log.retry)
        wrapped_text(tr_plural(
            "Training diverged after {1} image and continued from {2} with half the learning rate.",
            "Training diverged after {1} images and continued from {2} with half the learning rate.",
            log.retry->diverged_after, thousands(log.retry->diverged_after), thousands(log.retry->from)));
    if (log.diverged)
        wrapped_text(
            tr("Training diverged and ended; the last checkpoint was kept. A lower learning rate may help."));
    if (!log.snapshots.empty())
        for (const Trouble trouble : log.snapshots.back().troubles)
            wrapped_text(tr(trouble_sentence(trouble)));
    ImGui::PopStyleColor();
}

/// Grow from 4 x 4: one phase there, two for each level above.
std::int64_t total_images(const TrainingForm& form) {
    int levels = 0;
    while (resolution(levels) < form.resolution) ++levels;
    return static_cast<std::int64_t>(form.images_per_phase) * (2 * levels + 1);
}

void resolution_choice(Panel& panel) {
    TrainingForm& form = panel.state.training.form;
    label(tr("Size"));
    if (begin_combo("##resolution", square_text(form.resolution).c_str(), ImGuiComboFlags_HeightLargest)) {
        for (int side = 16; side <= 1024; side *= 2) {
            if (combo_item(square_text(side).c_str(), side == form.resolution)) form.resolution = side;
            panel.probe.item("Training/Size/" + std::to_string(side));
        }
        ImGui::EndCombo();
    }
    tip(
        tr("Final size. On a CPU, 64 x 64 takes about an hour and 128 x 128 several hours; larger sizes need "
           "a GPU."));
    panel.probe.item("Training/Size");
}

/// Why no training can begin yet.
void machinery_line(TrainingState::Machinery machinery) {
    if (machinery == TrainingState::Machinery::being_built)
        wrapped_text(
            tr("Training support is being installed and built in the background. This takes a few minutes; "
               "everything else already works."));
    if (machinery == TrainingState::Machinery::missing)
        wrapped_text(tr("Training support is not installed. \"scripts/explore --complete\" installs it."));
}

void new_run(Panel& panel, TrainingController& controller) {
    TrainingForm& form = panel.state.training.form;
    heading(tr("Train on your own pictures"));
    wrapped_text(
        tr("A generator learns to draw new pictures like those in a folder: at least a few hundred, all of "
           "one kind, such as faces. You can watch it grow from 4 x 4 pixels."));
    ImGui::Spacing();
    label(tr("Pictures"), browse_width());
    ImGui::InputTextWithHint("##data", tr("A folder, or drop one on this window"), &form.data);
    panel.probe.item("Training/Data");
    browse_button(panel, FilePurpose::training_pictures, form.data, "Training/Browse data");
    label(tr("Name"));
    ImGui::InputTextWithHint("##name", tr("The model's name"), &form.name);
    panel.probe.item("Training/Name");
    resolution_choice(panel);
    label(tr("Images per phase"));
    ImGui::InputInt("##images", &form.images_per_phase, 10000, 100000);
    form.images_per_phase = std::clamp(form.images_per_phase, 16, 100'000'000);
    tip(
        tr("How many pictures are shown at each size while it fades in, and as many again after that. More "
           "is better but slower: 40,000 is a good start."));
    panel.probe.item("Training/Images");
    label(tr("Save to"), browse_width());
    ImGui::InputTextWithHint("##out", default_run_folder(panel.state).c_str(), &form.out);
    panel.probe.item("Training/Out");
    browse_button(panel, FilePurpose::new_run, form.out, "Training/Browse out");
    const std::int64_t total = total_images(form);
    const std::string in_all = thousands(total);
    disabled_text(panel.state.settings.device == "auto"
                      ? tr_plural("{1} image in all, on a GPU if there is one",
                                  "{1} images in all, on a GPU if there is one", total, in_all)
                      : tr_plural("{1} image in all, on {2}", "{1} images in all, on {2}", total, in_all,
                                  panel.state.settings.device));
    ImGui::Spacing();
    machinery_line(panel.state.training.machinery);
    ImGui::BeginDisabled(panel.state.training.machinery != TrainingState::Machinery::ready);
    if (primary_button(tr_label("Start"), tr("Runs in the background while you explore."), {em(8), 0}))
        controller.start();
    panel.probe.item("Training/Start");
    ImGui::EndDisabled();
    problem(panel.state);
}

/// What trains here while the form is shown.
void own_run(Panel& panel, TrainingController& controller) {
    const std::string& run = panel.state.training.own_run;
    if (run.empty()) return;
    ImGui::AlignTextToFramePadding();
    text_line(trf("{} is training.", std::filesystem::path(run).filename().string()));
    ImGui::SameLine(0, space::medium());
    if (button(tr_label("Show"), tr("See its faces and curves, or stop it"), em(6))) controller.show_own();
    panel.probe.item("Training/Show");
    ImGui::Spacing();
}

void look_on(Panel& panel, TrainingController& controller) {
    std::string& folder = panel.state.training.typed_folder;
    ImGui::Spacing();
    ImGui::Separator();
    ImGui::Spacing();
    heading(tr("Follow an existing run"));
    label(tr("Run folder"), browse_width());
    ImGui::InputTextWithHint("##folder", tr("Folder of the run, or drop it on this window"), &folder);
    panel.probe.item("Training/Folder");
    browse_button(panel, FilePurpose::followed_run, folder, "Training/Browse run");
    ImGui::BeginDisabled(folder.empty());
    if (button(tr_label("Follow"),
               tr("Shows its progress. You can resume a run that was stopped, or open a finished one."),
               em(8)))
        controller.follow(folder);
    panel.probe.item("Training/Follow");
    ImGui::EndDisabled();
}

/// "32 x 32 fading in, alpha 0.49    52.1 images/s    45 min left".
std::string state_text(const TrainingState& view) {
    if (view.starting) return tr("Reading the pictures...");
    const RunLog& log = *view.log;
    std::string text;
    if (!log.points.empty()) {
        const RunPoint& now = log.points.back();
        const int side = resolution(now.level);
        text = now.fading ? trf("{} x {} fading in, alpha {:.2f}", side, side, now.alpha) : square_text(side);
        if (now.augment_probability > 0) text += "    " + trf("augmented {:.2f}", now.augment_probability);
        if (view.running && !view.paused && now.images_per_second > 0) {
            text += "    " + trf("{:.1f} images/s", now.images_per_second);
            if (now.seconds_left > 0) text += "    " + time_left_text(now.seconds_left);
        }
    }
    if (log.finished) return text + (text.empty() ? "" : "    ") + tr("finished");
    if (view.stopping) return text + "    " + tr("stopping...");
    if (!view.running) return text + "    " + tr("stopped");
    if (view.paused) return text + "    " + tr("paused");
    return text;
}

void controls(Panel& panel, TrainingController& controller) {
    const TrainingState& view = panel.state.training;
    const auto use = [&](const char* name, const char* tooltip, void (TrainingController::*act)()) {
        if (button(tr_label(name), tr(tooltip), em(5))) (controller.*act)();
        panel.probe.item(std::string("Training/") + name);
        ImGui::SameLine();
    };
    const bool finished = view.log && view.log->finished;
    if (view.running && view.process > 0 && !view.stopping) {
        if (view.paused)
            use(tr_later("Continue"), tr_later("Continues where you paused it."), &TrainingController::go_on);
        else
            use(tr_later("Pause"), tr_later("Pauses immediately and frees the CPU."),
                &TrainingController::pause);
        use(tr_later("Stop"),
            tr_later("Writes a checkpoint and ends; Resume continues from it, even after a restart."),
            &TrainingController::stop);
    } else if (!view.running && !finished) {
        use(tr_later("Resume"), tr_later("Continues from the last checkpoint."), &TrainingController::resume);
    } else if (view.running && view.process == 0 && !view.machine.empty()) {
        ImGui::AlignTextToFramePadding();
        disabled_text(trf("Training on {}", view.machine));
        ImGui::SameLine();
    }
    if (finished) {
        if (primary_button(tr_label("Open the model"),
                           tr("The model as the run left it: sliders, interpolation and all."))) {
            controller.open_model((std::filesystem::path(view.folder) / "model.safetensors").string());
            panel.actions.show(CenterView::face);
        }
        panel.probe.item("Training/Open model");
        ImGui::SameLine();
    }
    use(tr_later("Close"),
        view.running ? tr_later("Back to the form. Training continues.") : tr_later("Back to the form."),
        &TrainingController::close);
}

/// The sheet of a snapshot, or one face of it.
void sheet(Panel& panel, const RunSnapshot& snapshot, ImVec2 room) {
    TrainingState& view = panel.state.training;
    const ImTextureID texture = panel.thumbnails.of_file(snapshot.sheet, kSheetSide);
    constexpr int kRows = kSheetFaces / kSheetColumns;
    const bool one = view.face.has_value();
    const float aspect = one ? 1 : static_cast<float>(kSheetColumns) / kRows;
    const float height = std::floor(std::min(room.y, room.x / aspect)), width = std::floor(height * aspect);
    if (height < 8) return;
    ImVec2 uv0{0, 0}, uv1{1, 1};
    if (one) {
        const int at_row = *view.face / kSheetColumns;
        const auto column = static_cast<float>(*view.face % kSheetColumns), row = static_cast<float>(at_row);
        uv0 = {column / kSheetColumns, row / kRows};
        uv1 = {(column + 1) / kSheetColumns, (row + 1) / kRows};
    }
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::floor((room.x - width) / 2));
    const bool clicked = ImGui::InvisibleButton("##sheet", {width, height});
    panel.probe.item("Training/Sheet");
    tip(one ? tr("The same face at every snapshot. Click for all faces.")
            : tr("The same 32 faces at every snapshot. Click one to see it alone."));
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    if (texture)
        ImGui::GetWindowDrawList()->AddImage(texture, low, high, uv0, uv1);
    else
        ImGui::GetWindowDrawList()->AddRectFilled(low, high, ImGui::GetColorU32(theme().well));
    if (!clicked) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const int column = std::clamp(static_cast<int>((mouse.x - low.x) / width * kSheetColumns), 0,
                                  kSheetColumns - 1),
              row = std::clamp(static_cast<int>((mouse.y - low.y) / height * kRows), 0, kRows - 1);
    view.face = one ? std::nullopt : std::optional(row * kSheetColumns + column);
}

/// The age under the scrub bar; its model can be explored.
void snapshots(Panel& panel, TrainingController& controller) {
    TrainingState& view = panel.state.training;
    const std::vector<RunSnapshot>& all = view.log->snapshots;
    if (all.empty()) return;
    const int newest = static_cast<int>(all.size()) - 1;
    int at = std::min(newest, view.snapshot ? static_cast<int>(*view.snapshot) : newest);
    const float line = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
    const ImVec2 room = ImGui::GetContentRegionAvail();
    sheet(panel, all[static_cast<std::size_t>(at)], {room.x, room.y - line});
    const char* explore = tr("Open this snapshot");
    const auto text_of = [&](int index) {
        const RunSnapshot& snapshot = all[static_cast<std::size_t>(index)];
        const std::string side = std::to_string(resolution(snapshot.level));
        const bool best = view.log->best == static_cast<std::size_t>(index);
        return best ? tr_plural("{1} image, {2} x {3}, the best", "{1} images, {2} x {3}, the best",
                                snapshot.images, thousands(snapshot.images), side, side)
                    : tr_plural("{1} image, {2} x {3}", "{1} images, {2} x {3}", snapshot.images,
                                thousands(snapshot.images), side, side);
    };
    const float open_width = ImGui::CalcTextSize(explore).x + 2 * ImGui::GetStyle().FramePadding.x;
    auto place = static_cast<float>(at);
    const float x = ImGui::GetCursorPosX(),
                width = ImGui::GetContentRegionAvail().x - open_width - 2 * ImGui::GetStyle().ItemSpacing.x;
    if (slider("##snapshot", place, 0, static_cast<float>(std::max(newest, 1)), width, text_of(at),
               ImGui::CalcTextSize(text_of(newest).c_str()).x, ImGuiSliderFlags_NoInput)) {
        at = static_cast<int>(std::lround(place));
        view.snapshot = at >= newest ? std::nullopt : std::optional(static_cast<std::size_t>(at));
    }
    at = std::min(at, newest);
    const RunSnapshot& snapshot = all[static_cast<std::size_t>(at)];
    tip(view.log->best ? tr("Snapshots of the run. The best is nearest to the held-back pictures.")
                       : tr("Snapshots of the run"));
    panel.probe.item("Training/Snapshot");
    ImGui::SameLine(x + width + space::medium());
    if (button(tr_label("Open this snapshot"),
               tr("Opens the model of this snapshot: sliders, interpolation and all."))) {
        controller.open_model(snapshot.model.string());
        panel.actions.show(CenterView::face);
    }
    panel.probe.item("Training/Explore");
}

/// The words stand in the middle: Dear ImGui's would lie across the bar's end.
void progress(std::int64_t images, std::int64_t total) {
    ImGui::ProgressBar(static_cast<float>(images) / static_cast<float>(std::max<std::int64_t>(total, 1)),
                       {-1, 0}, "");
    const std::string text = tr_plural("{1} of {2} image", "{1} of {2} images", total,
                                       thousands(std::min(images, total)), thousands(total));
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax(),
                 size = ImGui::CalcTextSize(text.c_str());
    ImGui::GetWindowDrawList()->AddText({(low.x + high.x - size.x) / 2, (low.y + high.y - size.y) / 2},
                                        ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
}

void run(Panel& panel, TrainingController& controller) {
    TrainingState& view = panel.state.training;
    controls(panel, controller);
    auto smoothing = static_cast<float>(view.smoothing);
    if (slider("##smoothing", smoothing, 0, 0.99f, em(6), "", 0, ImGuiSliderFlags_NoInput))
        view.smoothing = smoothing;
    tip(tr("How much the curves are smoothed."));
    panel.probe.item("Training/Smoothing");
    ImGui::SameLine();
    disabled_text(tr("smoothing"));
    if (!view.log) {
        disabled_text(view.starting ? tr("Reading the pictures...") : tr("Reading the run..."));
        return;
    }
    const RunLog& log = *view.log;
    const std::int64_t images = log.points.empty() ? 0 : log.points.back().images;
    const std::string name =
        log.name.empty() ? std::filesystem::path(view.folder).filename().string() : log.name;
    cut_text(name + "    " + state_text(view), ImGui::GetContentRegionAvail().x);
    panel.probe.item("Training/State");
    progress(images, log.total);
    if (const std::string pictures = pictures_text(log.pictures); !pictures.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
        cut_text(pictures, ImGui::GetContentRegionAvail().x);
        ImGui::PopStyleColor();
        panel.probe.item("Training/Pictures");
    }
    problem(panel.state);
    troubles(log);
    const std::vector<RunSnapshot>& all = log.snapshots;
    std::optional<std::int64_t> marked;
    if (view.snapshot && *view.snapshot < all.size()) marked = all[*view.snapshot].images;
    loss_plot(
        log, view.smoothing, marked,
        {ImGui::GetContentRegionAvail().x, std::max(em(4.5f), ImGui::GetContentRegionAvail().y * 0.3f)});
    panel.probe.item("Training/Losses");
    snapshots(panel, controller);
}

}  // namespace

void training_panel(Panel& panel, TrainingController& controller) {
    const float margin = space::medium();
    ImGui::SetCursorPos({margin, margin});
    ImGui::BeginChild("##training", {ImGui::GetWindowWidth() - 2 * margin, -margin}, false,
                      ImGuiWindowFlags_NoBackground);
    if (panel.state.training.folder.empty()) {
        own_run(panel, controller);
        new_run(panel, controller);
        look_on(panel, controller);
    } else {
        run(panel, controller);
    }
    ImGui::EndChild();
}

}  // namespace progan
