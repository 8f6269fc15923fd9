#include "app/explorer/ui/file_chooser.h"

#include <system_error>
#include <utility>

#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/ui/file_purposes.h"
#include "core/import/checkpoint_names.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
using Kind = FileQuestion::Kind;

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// What is typed may be meant from the home folder, or from the one that is listed.
fs::path absolute_path(const fs::path& folder, const fs::path& typed) {
    return (folder / from_home(typed.string())).lexically_normal();
}

}  // namespace

void FileChooser::choose(FileRequest request, Then then) {
    cancel();
    request_ = std::move(request);
    then_ = std::move(then);
    state_.picker.path.clear();
    chosen_.reset();
    if (!system_.ask || system_failed_ || state_.settings.file_dialogs == FileDialogs::own) {
        open_own("");
        return;
    }
    FileQuestion question = question_for(request_.purpose);
    question.folder = first_folder();
    question.name = request_.name;
    state_.picker.system_for = request_.host;
    system_.ask(std::move(question), [this](const FileAnswer& answer) { answered(answer); });
}

/// The folder that is in the field, else the one of last time, else one that suits.
fs::path FileChooser::first_folder() const {
    if (fs::path requested = from_home(request_.folder.string()); !requested.empty() && is_folder(requested))
        return requested;
    const auto last = state_.file_folders.of.find(std::string(facts_of(request_.purpose).remembered));
    if (last != state_.file_folders.of.end() && is_folder(last->second)) return last->second;
    if (request_.purpose == FilePurpose::open_model && state_.model)
        return fs::path(state_.model->path).parent_path();
    const fs::path home = home_folder();
    return home.empty() ? fs::path("/") : home;
}

void FileChooser::open_own(const std::string& note) {
    PickerState& picker = state_.picker;
    picker.system_for.reset();
    picker.show = true;
    picker.purpose = request_.purpose;
    picker.host = request_.host;
    picker.folder = first_folder().string();
    picker.path = request_.name;
    picker.note = note;
    picker.problem.clear();
    picker.field_wanted = false;
    picker.replace = {};
    picker.ask_replace = false;
    picker.listing = {};
}

void FileChooser::use_own(const std::string& host) {
    if (!state_.picker.system_for) return;
    system_.close();
    request_.host = host;
    open_own("");
}

void FileChooser::cancel() {
    if (std::exchange(state_.picker.system_for, std::nullopt)) system_.close();
    state_.picker.show = false;
    then_ = nullptr;
}

void FileChooser::answered(const FileAnswer& answer) {
    state_.picker.system_for.reset();
    switch (answer.what) {
        case FileAnswer::What::cancelled:
            then_ = nullptr;
            return;
        case FileAnswer::What::no_portal:
            notifier_.note("The system's file dialogs are not available; the program's own are used.");
            open_own("");
            return;
        case FileAnswer::What::failed:
            system_failed_ = true;
            notifier_.note("The system's file dialog did not answer.");
            open_own(tr("The system's file dialog did not answer."));
            return;
        case FileAnswer::What::chosen:
            break;
    }
    const fs::path path = answer.path.lexically_normal();
    const bool saves = facts_of(request_.purpose).kind == Kind::save_file;
    const fs::path saved = saves ? with_ending(path, request_.purpose) : path;
    std::error_code ignored;
    if (saved == path || !fs::exists(saved, ignored)) {
        finish(saved);
        return;
    }
    // The person was asked about another name.
    request_.folder = saved.parent_path();
    request_.name = saved.filename().string();
    open_own("");
    state_.picker.ask_replace = true;
}

bool FileChooser::refused(const fs::path& file, const std::string& why) {
    PickerState& picker = state_.picker;
    if (!chosen_ || chosen_->file != file || picker.show || picker.system_for) return false;
    const Chosen chosen = *std::exchange(chosen_, std::nullopt);
    then_ = chosen.then;
    request_.folder = file.parent_path();
    open_own("");
    picker.path = chosen.typed.empty() ? file.filename().string() : chosen.typed;
    picker.problem = why;
    picker.field_wanted = true;
    return true;
}

void FileChooser::take(const fs::path& requested) {
    PickerState& picker = state_.picker;
    const Kind kind = facts_of(picker.purpose).kind;
    picker.problem.clear();
    const fs::path typed = absolute_path(picker.folder, requested);
    if (kind == Kind::save_file && !is_folder(typed)) {
        picker.ask_replace = true;
        return;
    }
    const auto [path, problem] = what_to_open(typed);
    picker.problem = problem;
    picker.field_wanted = !problem.empty();
    if (!problem.empty()) return;
    const bool enters = is_folder(path) && !(kind == Kind::open_file && is_checkpoint_folder(path));
    if (enters) {
        picker.folder = path.lexically_normal().string();
        if (kind != Kind::save_file) picker.path.clear();
    } else if (kind == Kind::open_folder) {
        picker.problem = trf("{} is not a folder.", path.string());
        picker.field_wanted = true;
    } else {
        finish(path);
    }
}

void FileChooser::agree(const fs::path& path) {
    finish(path);
}

void FileChooser::finish(const fs::path& path) {
    const FilePurposeFacts& facts = facts_of(request_.purpose);
    const fs::path folder = facts.kind == Kind::open_folder ? path : path.parent_path();
    state_.file_folders.of[std::string(facts.remembered)] = folder.string();
    state_.picker.show = false;
    const Then then = std::exchange(then_, nullptr);
    if (facts.kind == Kind::open_file) chosen_ = {path, state_.picker.path, then};
    if (then) then(path);
}

}  // namespace progan
