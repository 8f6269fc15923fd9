#include "app/explorer/shell/quitting.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/explorer/shell/session/rescue.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void close_other_dialogs(AppState& state) {
    for (bool* open :
         {&state.show_log, &state.show_help, &state.show_about, &state.manual.show, &state.doctor.show,
          &state.settings_dialog.show, &state.picker.show, &state.show_record, &state.show_model,
          &state.models.show, &state.photo.show, &state.palette.open, &state.axes_list.show_find,
          &state.axes_list.labels.show, &state.axes_list.show_save, &state.favourites_view.album_form.show})
        *open = false;
}

}  // namespace

std::vector<std::string> ended_by_quitting(const AppState& state, const Features& features) {
    std::vector<std::string> ended;
    for (const RunningJob& job : state.jobs)
        ended.push_back(trf("{} has not finished. Quitting would discard the unfinished result.", job.title));
    if (state.recording.taking)
        ended.emplace_back(tr("Your session is being recorded. Quitting would end and save the recording."));
    const TrainingState& training = state.training;
    const bool shown = training.folder == training.own_run;
    const bool ending = shown && (training.stopping || (training.log && training.log->finished));
    if (features.training.trains() && !ending)
        ended.emplace_back(
            tr("Quitting would stop the training after a checkpoint; you can resume from it."));
    if (state.axes_list.labels.learning)
        ended.emplace_back(tr("Sliders are being learned from labelled pictures. Quitting would lose them."));
    if (state.photo.stage == PhotoStage::searching)
        ended.push_back(trf("The search for the face in {} is running. Quitting would lose its result.",
                            state.photo.name));
    if (state.photo.waiting > 0)
        ended.push_back(tr_plural("{} photo is still waiting. Quitting would clear the queue.",
                                  "{} photos are still waiting. Quitting would clear the queue.",
                                  static_cast<std::int64_t>(state.photo.waiting)));
    if (state.teach.axis.empty() && !state.teach.more.empty() && !state.teach.less.empty())
        ended.emplace_back(
            tr("The faces sorted in Teach are not a slider yet. Quitting would discard them."));
    for (std::string& thing : unsaved_things(state)) ended.push_back(std::move(thing));
    return ended;
}

void ask_to_quit(AppState& state, const Features& features) {
    if (ended_by_quitting(state, features).empty()) {
        state.quit = true;
        return;
    }
    close_other_dialogs(state);
    state.rescue_folder = rescue_folder().string();
    state.rescue_said.clear();
    state.quit_ends.clear();
    state.show_quit = true;
}

namespace {

void save_elsewhere(AppState& state) {
    try {
        rescue_to(state.rescue_folder, state);
        state.rescue_said = trf("Saved in {}. To continue there, start with --data-dir and this folder.",
                                state.rescue_folder);
    } catch (const std::exception&) {
        state.rescue_said = current_error_sentence();
    }
}

void rescue_form(Panel& panel) {
    AppState& state = panel.state;
    ImGui::SetNextItemWidth(em(20));
    ImGui::InputText("##rescue", &state.rescue_folder);
    panel.probe.item("Quit/Folder");
    browse_button(panel, FilePurpose::rescue, state.rescue_folder, "Quit/Browse");
    ImGui::SameLine();
    if (button(tr_label("Save elsewhere"), tr("Saves favourites, axes and the session in this folder"),
               em(9)))
        save_elsewhere(state);
    panel.probe.item("Quit/Elsewhere");
    ImGui::PushTextWrapPos(em(30));
    if (!state.rescue_said.empty()) text_line(state.rescue_said);
    ImGui::PopTextWrapPos();
}

}  // namespace

void quit_dialog(Panel& panel, const Features& features) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("Quit?"), state.show_quit, panel.escape)) return;
    ImGui::PushTextWrapPos(em(30));
    // What has ended meanwhile stays, dimmed: nothing moves under the hand that is about to click.
    const std::vector<std::string> now = ended_by_quitting(state, features);
    const auto among = [](const std::vector<std::string>& list, const std::string& sentence) {
        return std::find(list.begin(), list.end(), sentence) != list.end();
    };
    for (const std::string& sentence : now)
        if (!among(state.quit_ends, sentence)) state.quit_ends.push_back(sentence);
    for (const std::string& sentence : state.quit_ends) {
        if (among(now, sentence))
            text_line(sentence);
        else
            disabled_text(sentence);
    }
    ImGui::PopTextWrapPos();
    if (!unsaved_things(state).empty()) rescue_form(panel);
    ImGui::Spacing();
    const Answered answered = dialog_foot(
        panel, {.leave = {tr_label("Stay"), tr("Esc"), "Quit/Stay"},
                .act = Answer{
                    .label = tr_label("Quit"), .tooltip = "", .probe = "Quit/Quit", .loses = !now.empty()}});
    if (answered.act) state.quit = true;
    if (answered.leave) {
        state.show_quit = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
