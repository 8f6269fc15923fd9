// Opening a model, importing axes or favourites: a small file list of our own, so that no desktop toolkit
// need be installed.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "app/explorer/shell/opening.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"
#include "core/axes/axis_file.h"
#include "core/files/file_kind.h"
#include "core/import/checkpoint_names.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

using For = PickerFor;

bool is_offered(const fs::path& path, For what) {
    switch (what) {
        case For::axes:
            return is_axis_file_name(path);
        case For::favourites:
            return lower_extension(path) == ".json";
        case For::model:
            return is_checkpoint_name(path);
    }
    return false;
}

const char* title_of(For what) {
    switch (what) {
        case For::axes:
            return tr_label("Import axes");
        case For::favourites:
            return tr_label("Import favourites");
        case For::model:
            return tr_label("Open a model");
    }
    return "";
}

const char* nothing_offered(For what) {
    switch (what) {
        case For::axes:
            return tr("No folders and no .npy or .npz files here.");
        case For::favourites:
            return tr("No folders and no .json files here.");
        case For::model:
            return tr("No folders and no models here.");
    }
    return "";
}

PickerListing list_folder(const std::string& folder, For what) {
    PickerListing listing{folder, what, {}, ""};
    std::error_code error;
    for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;
        const bool is_folder = it->is_directory(ignored) && !is_checkpoint_folder(it->path());
        const bool offered = is_folder || is_offered(it->path(), what);
        if (name.starts_with('.') || !offered) continue;
        const std::uintmax_t bytes = it->is_directory(ignored) ? 0 : it->file_size(ignored);
        listing.entries.push_back({name, is_folder, ignored ? 0 : bytes});
    }
    if (error) listing.problem = trf("This folder cannot be read: {}.", error.message());
    std::sort(listing.entries.begin(), listing.entries.end(), [](const PickerEntry& a, const PickerEntry& b) {
        return a.folder != b.folder ? a.folder : a.name < b.name;
    });
    return listing;
}

std::string start_folder(const AppState& state) {
    if (state.model) return fs::path(state.model->path).parent_path().string();
    const fs::path home = home_folder();
    return home.empty() ? "/" : home.string();
}

/// Opens a file or goes into a folder; returns true when the picker is done.
bool choose(Panel& panel, Features& features, const fs::path& wish) {
    std::error_code ignored;
    const auto [path, problem] = what_to_open(wish);
    panel.state.picker_problem = problem;
    if (!problem.empty()) return false;
    if (fs::is_directory(path, ignored) && !is_checkpoint_folder(path)) {
        panel.state.picker_folder = path.lexically_normal().string();
        panel.state.picker_path.clear();
        return false;
    }
    if (panel.state.picker_for == For::axes)
        features.axes.import_file(path);
    else if (panel.state.picker_for == For::favourites)
        features.favourites.import_file(path);
    else
        features.open(path);
    return true;
}

bool entries(Panel& panel, Features& features) {
    AppState& state = panel.state;
    const PickerListing listing = state.picker_listing;  // a copy: a choice may change it
    bool done = false;
    ImGui::BeginChild("##entries", {em(34), em(16)}, true);
    if (!listing.problem.empty()) wrapped_text(listing.problem);
    const fs::path folder = state.picker_folder;
    if (folder.has_parent_path() && folder != folder.parent_path() &&
        ImGui::Selectable("..", false, ImGuiSelectableFlags_DontClosePopups))
        done |= choose(panel, features, folder.parent_path());
    for (const PickerEntry& entry : listing.entries) {
        const std::string label = entry.folder ? entry.name + "/" : entry.name;
        if (ImGui::Selectable(label.c_str(), false, ImGuiSelectableFlags_DontClosePopups))
            done |= choose(panel, features, folder / entry.name);
        panel.probe.item("Picker/" + entry.name);
        if (!entry.folder && entry.bytes > 0) {
            ImGui::SameLine(em(28));
            disabled_text(trf("{:.1f} MB", static_cast<double>(entry.bytes) / 1e6));
        }
    }
    if (listing.entries.empty() && listing.problem.empty()) disabled_text(nothing_offered(listing.what));
    ImGui::EndChild();
    return done;
}

}  // namespace

void file_picker(Panel& panel, Features& features) {
    AppState& state = panel.state;
    if (!state.show_picker) return;
    PickerListing& listing = state.picker_listing;
    const char* title = title_of(state.picker_for);
    if (!ImGui::IsPopupOpen(title)) {
        if (state.picker_folder.empty()) state.picker_folder = start_folder(state);
        listing.folder.clear();
        state.picker_problem.clear();
    }
    if (listing.folder != state.picker_folder || listing.what != state.picker_for)
        listing = list_folder(state.picker_folder, state.picker_for);
    if (!begin_dialog(title, state.show_picker, panel.escape)) return;
    disabled_text(state.picker_folder);
    bool done = entries(panel, features);
    ImGui::SetNextItemWidth(em(25));
    const bool entered = ImGui::InputTextWithHint("##path", tr("or type a path"), &state.picker_path,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Picker/Path");
    ImGui::SameLine();
    if ((primary_button(tr_label("Open"), tr("Enter"), {em(6), 0}) || entered) && !state.picker_path.empty())
        done |= choose(panel, features, fs::path(state.picker_folder) / state.picker_path);
    panel.probe.item("Picker/Open");
    ImGui::SameLine();
    if (button(tr_label("Close"), tr("Esc"), em(4))) done = true;
    panel.probe.item("Picker/Close");
    if (!state.picker_problem.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
        wrapped_text(state.picker_problem);
        ImGui::PopStyleColor();
        panel.probe.item("Picker/Problem");
    }
    if (done) {
        state.show_picker = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
