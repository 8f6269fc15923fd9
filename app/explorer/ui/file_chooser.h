// Has a person choose a file or a folder: by the system's dialog where there is one and it is wanted, else by
// the program's own (file_picker.h). Owned by Features; one thread (the window's).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "app/explorer/platform/file_portal.h"
#include "app/explorer/state/app_state.h"
#include "app/explorer/state/notifier.h"

namespace progan {

/// The system's dialogs. Without them there are only the program's own.
struct SystemFileDialogs {
    std::function<void(FileQuestion, FilePortal::Answer)> ask;
    std::function<void()> close;
};

struct FileRequest {
    FilePurpose purpose = FilePurpose::open_model;
    std::filesystem::path folder = {};  ///< where to begin; empty, or not there: where it was chosen last
    std::string name = {};              ///< offered to save as
    std::string host = {};              ///< the button that asks, if it stands in a dialog
};

class FileChooser {
  public:
    /// Gets what was chosen: something to open that is there, or a path to save to, with its ending. What is
    /// there already may be replaced then: the person was asked.
    using Then = std::function<void(const std::filesystem::path&)>;

    /// `open` opens a file as if it were dropped on the window.
    FileChooser(AppState& state, Notifier& notifier, SystemFileDialogs system, Then open)
        : state_(state), notifier_(notifier), system_(std::move(system)), open_(std::move(open)) {}
    FileChooser(const FileChooser&) = delete;
    FileChooser& operator=(const FileChooser&) = delete;

    /// `then` is called once, in a later frame, or not at all.
    void choose(FileRequest request, Then then);
    /// Has a file chosen and opens it, whatever it is.
    void open(FilePurpose purpose) { choose({purpose}, open_); }
    /// The file cannot be opened. If it was chosen here, the program's own dialog is there again, with what
    /// was typed and why. False if it was not.
    bool refused(const std::filesystem::path& file, const std::string& why);
    /// What was chosen is open, or something else is opened.
    void forget_chosen() { chosen_.reset(); }

    /// Instead of the system's dialog that is open, for a button that is drawn now or for none.
    void use_own(const std::string& host);
    void cancel();

    // For the program's own dialog.
    /// Looks at what was typed or clicked: it is taken, it is a folder to go into, or the state says what is
    /// wrong with it.
    void take(const std::filesystem::path& requested);
    /// The path to save to was agreed to, or a folder was: that it may be replaced, where it is there.
    void agree(const std::filesystem::path& path);

  private:
    void open_own(const std::string& note);
    void answered(const FileAnswer& answer);
    void finish(const std::filesystem::path& path);
    std::filesystem::path first_folder() const;

    AppState& state_;
    Notifier& notifier_;
    SystemFileDialogs system_;
    Then open_;
    bool system_failed_ = false;  ///< and is not asked again
    FileRequest request_;
    Then then_;
    struct Chosen {
        std::filesystem::path file;
        std::string typed;
        Then then;
    };
    std::optional<Chosen> chosen_;  ///< to open, and handed on
};

}  // namespace progan
