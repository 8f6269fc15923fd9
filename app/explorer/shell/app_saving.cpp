// The part of App that saves: the session, what could not be saved at first, and everything where the data
// folder has vanished under the window.
#include <filesystem>
#include <string>
#include <system_error>

#include "app/explorer/shell/app.h"
#include "app/explorer/shell/session/session.h"
#include "core/files/atomic_file.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kSaveAgainAfter{5};

}  // namespace

void App::save_session_if_changed() {
    session_check_.reset();
    if (!state_.session_writable) return;
    std::string text = session_to_json(state_);
    if (text == saved_session_) return;
    saved_session_ = std::move(text);
    saving_session_.add(engine_.run_task(
        [path = session_path(state_), text = saved_session_] { write_file_atomically(path, text); },
        [this](const Result<void>& saved) {
            state_.session_unsaved = !saved;
            if (saved) return;
            saved_session_.clear();  // it is tried again
            features_.notifier.not_saved(saved.error());
        }));
}

/// Moved away or removed while the window was open, or back again: from now on it holds all that the window
/// does. Whatever was being saved meanwhile may have made the folder again, with nothing else in it.
void App::look_at_data_folder() {
    std::error_code ignored;  // if it cannot be made, what is saved there tells
    const FolderIdentity found = folder_identity(state_.data_dir);
    if (found && found == data_folder_) return;
    const bool back = found && !data_folder_;
    const bool made = !back && (found || std::filesystem::create_directories(state_.data_dir, ignored));
    data_folder_ = folder_identity(state_.data_dir);
    if (made)
        features_.notifier.error(
            trf("The folder {} was moved or removed while this window was open. It was created again, with "
                "the favourites, axes and session of this window; pictures, journeys and recordings went "
                "with the old folder.",
                state_.data_dir.string()));
    if (data_folder_) claim_again();
    save_everything();
    pacer_.want_frame();
}

/// The lock and the socket of this window are where the folder went.
void App::claim_again() {
    claim_.reset();
    claim_.emplace(state_.data_dir);
    state_.window_number = claim_->number();
    opened_outside_.reset();
    opened_outside_.emplace(state_.data_dir, claim_->number(), [] { Window::wake(); });
    shared_.watch(features_.shared_files());
}

void App::save_everything() {
    saved_session_.clear();
    save_session_if_changed();
    features_.save_again();
}

void App::try_saving_again(Time now) {
    const bool unsaved = state_.favourites_unsaved || state_.favourite_pictures_unsaved ||
                         state_.axes_unsaved || state_.session_unsaved || state_.history_unsaved ||
                         state_.photo_places_unsaved || state_.controls_unsaved;
    if (!unsaved && save_again_at_) {
        save_again_at_.reset();
        features_.notifier.saved_after_all();
        pacer_.want_frame();
    }
    if (!unsaved || (save_again_at_ && now < *save_again_at_)) return;
    const bool first = !save_again_at_;
    save_again_at_ = now + kSaveAgainAfter;
    if (first) return;
    look_at_data_folder();
    save_everything();
}

}  // namespace progan
