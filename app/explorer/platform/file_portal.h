// The desktop's own file dialogs, through the portal on its session bus (org.freedesktop.portal.FileChooser).
// Each dialog has a connection and a thread of its own, which wait for its answer: the window never does.
// Owned by App; its functions are called on the window's thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace progan {

/// "Models", "*.safetensors".
struct FileFilter {
    std::string name;
    std::vector<std::string> patterns;
};

struct FileQuestion {
    enum class Kind { open_file, open_folder, save_file };
    Kind kind = Kind::open_file;
    std::string title, accept;          ///< accept: on the button; empty: the desktop's word
    std::vector<FileFilter> filters;    ///< the first is chosen
    std::filesystem::path folder = {};  ///< where the dialog begins; empty: where the desktop likes
    std::string name = {};              ///< offered to save as
    std::string parent = {};            ///< the window that it belongs to, "x11:1e00007"; empty: none
};

struct FileAnswer {
    enum class What {
        chosen,
        cancelled,
        no_portal,  ///< nothing here offers file dialogs
        failed,     ///< something does, but it gave an error, went away, or kept silent
    };
    What what = What::cancelled;
    std::filesystem::path path = {};
};

/// Whether the session's bus has a portal with file dialogs. Waits some seconds for one that keeps silent.
bool portal_offers_file_dialogs();

class FilePortal {
  public:
    using Answer = std::function<void(const FileAnswer&)>;

    /// `wake` is called on another thread when deliver() has something to do.
    explicit FilePortal(std::function<void()> wake);
    ~FilePortal();  ///< a dialog that is open goes away
    FilePortal(const FilePortal&) = delete;
    FilePortal& operator=(const FilePortal&) = delete;

    /// Opens the dialog, in place of one that is still open, whose answer is dropped. A portal that does not
    /// take the question within some seconds has failed; the person may think for as long as they like. When
    /// saving, the dialog has asked before a file that is there is chosen.
    void ask(FileQuestion question, Answer answer);
    /// The dialog goes away, and its answer is dropped.
    void close();
    /// Once a frame. Returns whether there was an answer.
    bool deliver();

  private:
    class Dialog;
    std::function<void()> wake_;
    std::unique_ptr<Dialog> dialog_;
    Answer answer_;
};

}  // namespace progan
