#include "app/explorer/ui/file_picker.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/file_purposes.h"
#include "app/explorer/ui/replace_question.h"
#include "app/explorer/ui/theme.h"
#include "core/import/checkpoint_names.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
using Kind = FileQuestion::Kind;

PickerListing list_folder(const std::string& folder, FilePurpose purpose) {
    PickerListing listing{folder, purpose, {}, ""};
    const bool files = facts_of(purpose).kind != Kind::open_folder;
    std::error_code error;
    for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;
        const bool is_folder = it->is_directory(ignored) && !(files && is_checkpoint_folder(it->path()));
        const bool offered = is_folder || (files && is_offered(it->path(), purpose));
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

std::string nothing_offered(FilePurpose purpose) {
    std::string endings;
    for (const std::string& ending : endings_of(purpose)) endings += (endings.empty() ? "" : ", ") + ending;
    if (endings.empty()) return tr("No folders here.");
    if (purpose == FilePurpose::open_model) return tr("No folders or models here.");
    return trf("No folders or files ending in {} here.", endings);
}

void entry_line(Panel& panel, const PickerEntry& entry, const fs::path& folder, Kind kind) {
    const std::string label = entry.folder ? entry.name + "/" : entry.name;
    if (ImGui::Selectable(label.c_str(), false, ImGuiSelectableFlags_DontClosePopups)) {
        if (kind == Kind::save_file && !entry.folder)
            panel.state.picker.path = entry.name;  // to be replaced: the button asks
        else
            panel.files.take(folder / entry.name);
    }
    panel.probe.item("Picker/" + entry.name);
    if (entry.folder || entry.bytes == 0) return;
    ImGui::SameLine(em(28));
    disabled_text(bytes_text(static_cast<double>(entry.bytes)));
}

void entries(Panel& panel) {
    const PickerState& picker = panel.state.picker;
    const PickerListing listing = picker.listing;  // a copy: a choice may change it
    const Kind kind = facts_of(listing.purpose).kind;
    ImGui::BeginChild("##entries", {em(34), em(16)}, true);
    if (!listing.problem.empty()) wrapped_text(listing.problem);
    const fs::path folder = picker.folder;
    if (folder.has_parent_path() && folder != folder.parent_path()) {
        if (ImGui::Selectable("..", false, ImGuiSelectableFlags_DontClosePopups))
            panel.files.take(folder.parent_path());
        panel.probe.item("Picker/..");
    }
    for (const PickerEntry& entry : listing.entries) entry_line(panel, entry, folder, kind);
    if (listing.entries.empty() && listing.problem.empty()) disabled_text(nothing_offered(listing.purpose));
    ImGui::EndChild();
}

const char* hint_of(Kind kind) {
    return kind == Kind::save_file ? tr("Name") : tr("or type a path");
}

/// False if Esc was pressed in it.
bool path_field(Panel& panel) {
    PickerState& picker = panel.state.picker;
    const Kind kind = facts_of(picker.purpose).kind;
    ImGui::SetNextItemWidth(em(34));  // as the list above
    if (std::exchange(picker.field_wanted, false)) ImGui::SetKeyboardFocusHere();
    const bool taken =
        ImGui::InputTextWithHint("##path", hint_of(kind), &picker.path, ImGuiInputTextFlags_EnterReturnsTrue);
    const bool escaped = panel.escape && ImGui::IsItemDeactivated();
    panel.probe.item("Picker/Path");
    if (taken && !picker.path.empty()) panel.files.take(picker.path);
    return !escaped;
}

/// False if it is to be closed.
bool foot(Panel& panel) {
    const PickerState& picker = panel.state.picker;
    const Kind kind = facts_of(picker.purpose).kind;
    const char* label = kind == Kind::save_file     ? tr_label("Save")
                        : kind == Kind::open_folder ? tr_label("Choose this folder")
                                                    : tr_label("Open");
    const Answered answered = dialog_foot(panel, {.leave = {tr_label("Close"), tr("Esc"), "Picker/Close"},
                                                  .act = Answer{label, tr("Enter"), "Picker/Open"}});
    if (answered.act && !picker.path.empty())
        panel.files.take(picker.path);
    else if (answered.act && kind == Kind::open_folder)
        panel.files.agree(picker.folder);
    return !answered.leave;
}

/// Saves once nothing stands in the way.
void saving(Panel& panel) {
    PickerState& picker = panel.state.picker;
    const fs::path path = with_ending(fs::path(picker.folder) / picker.path, picker.purpose);
    if (may_be_written(panel, picker.replace, path, picker.ask_replace, "Picker")) panel.files.agree(path);
    picker.ask_replace = false;
}

void said(Panel& panel) {
    const PickerState& picker = panel.state.picker;
    if (!picker.note.empty()) dim_text(picker.note);
    if (picker.problem.empty()) return;
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    wrapped_text(picker.problem);
    ImGui::PopStyleColor();
    panel.probe.item("Picker/Problem");
}

}  // namespace

void file_picker(Panel& panel, const std::string& host) {
    PickerState& picker = panel.state.picker;
    if (!picker.show || picker.host != host) return;
    const FilePurposeFacts& facts = facts_of(picker.purpose);
    if (picker.listing.folder != picker.folder || picker.listing.purpose != picker.purpose)
        picker.listing = list_folder(picker.folder, picker.purpose);
    bool open = true;
    if (!begin_dialog(tr_label(facts.title), open, panel.escape)) return;
    disabled_text(picker.folder);
    entries(panel);
    if (!path_field(panel)) open = false;
    said(panel);
    if (facts.kind == Kind::save_file) saving(panel);
    if (!foot(panel)) open = false;
    if (!open) panel.files.cancel();
    if (!picker.show) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

float browse_width() {
    return icon_button_width(Icon::folder) + space::small();
}

void browse_button(Panel& panel, const FileRequest& request, const FileChooser::Then& then) {
    const bool waits = panel.state.picker.system_for == request.host;
    ImGui::SameLine(0, space::small());
    const bool pressed =
        icon_button(("##" + request.host).c_str(), Icon::folder,
                    waits ? tr("The system's file dialog is open. Click to use the program's own instead.")
                          : tr("Choose in a file dialog"));
    panel.probe.item(request.host);
    if (pressed && waits)
        panel.files.use_own(request.host);
    else if (pressed)
        panel.files.choose(request, then);
    file_picker(panel, request.host);
}

void browse_button(Panel& panel, FilePurpose purpose, std::string& folder, const std::string& host) {
    FileRequest request{purpose, folder, {}, host};
    browse_button(panel, request, [&folder](const fs::path& chosen) { folder = chosen.string(); });
}

}  // namespace progan
