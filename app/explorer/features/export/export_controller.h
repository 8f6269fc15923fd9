// Export: faces as files and on the clipboard, and faces that come back from it. Changes nothing else: what
// is exported is no step of undo. One thread (the window's); faces are made on the engine's, files on its
// side threads.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/export/export_state.h"
#include "app/explorer/features/feature_context.h"

namespace progan {

/// The system's clipboard. Functions may be empty: then there is none.
struct Clipboard {
    std::function<void(const std::string& text)> set_text;
    std::function<std::string()> text;
    /// Offers a PNG file. False if pictures cannot be offered here.
    std::function<bool(std::vector<std::byte> png)> set_png;
    /// Asks for a PNG file; `answer` hears of it later, on this thread, or that there is none.
    std::function<void(std::function<void(std::optional<std::string> png)> answer)> ask_png;
};

class ExportController {
  public:
    /// The faces that the grid shows; empty if it shows none.
    using GridFaces = std::function<std::vector<NamedLatent>()>;

    /// Takes a PNG from the clipboard that carries no face.
    using TakePhoto = std::function<void(const std::string& png)>;

    /// Without `take_photo`, the person is told that such a picture has no face in it.
    ExportController(const FeatureContext& context, Clipboard clipboard, GridFaces grid,
                     TakePhoto take_photo = {});
    ExportController(const ExportController&) = delete;
    ExportController& operator=(const ExportController&) = delete;

    /// Shows the dialog: for the current face, another one, or the favourites that are selected.
    void open();
    void open_face(const NamedLatent& face);
    void open_selected();
    void choose_source(std::size_t source);
    void close();  ///< what is under way is cancelled

    /// Begins to write the file. The dialog closes when it is there, and says what is wrong if it is not.
    void start();

    const ExportSource& source() const { return state_.exporting.sources.at(state_.exporting.source); }
    FaceFileOptions file_options() const;
    /// Pixels per side of a face.
    int side() const;
    /// Several faces become a file each, in a folder of that name.
    bool makes_folder() const;
    /// Where it would be written now: a path that is not there yet.
    std::filesystem::path target() const;
    std::filesystem::path folder() const;
    /// The file's name without its ending, as it was typed.
    std::string stem() const;

    void copy_picture(const NamedLatent& face);
    void copy_latent(const NamedLatent& face);
    void copy_python(const NamedLatent& face);
    void copy_text(const std::string& text) const {
        if (clipboard_.set_text) clipboard_.set_text(text);
    }
    bool can_copy_pictures() const { return static_cast<bool>(clipboard_.set_png); }
    /// A face from the clipboard: a picture that carries one, a seed, or a latent.
    void paste();

    /// Opens the file manager there.
    void show_in_folder(const std::filesystem::path& file);

    // Favourites that are selected.
    /// A click with Ctrl, or with Shift: all from the last one clicked, of those listed.
    void toggle_selected(const std::string& id);
    void select_up_to(const std::string& id, const std::vector<std::string>& listed);
    /// Was clicked: it is the first of those that Ctrl or Shift select next, as long as it is shown.
    void begin_selection_at(const std::string& id);
    void clear_selection();

  private:
    /// How the job that makes the pictures is getting on.
    using Made = std::function<void(std::vector<Image> images)>;
    std::string taken_up();
    std::vector<Favourite> described(const std::vector<NamedLatent>& faces) const;
    ExportSource favourites_source(const std::string& label, bool only_selected) const;
    void show(std::vector<ExportSource> sources);
    void make(const std::vector<Favourite>& faces, Made made, std::function<void(const std::string&)> failed);
    void write(std::vector<Image> images);
    void written(const Result<std::filesystem::path>& file);
    void failed(const std::string& problem);
    void picture_pasted(const std::optional<std::string>& png);
    void text_pasted(bool picture_was_there);
    void show_pasted(const Favourite& face);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    Clipboard clipboard_;
    GridFaces grid_;
    TakePhoto take_photo_;
    Ticket making_, writing_, copying_, encoding_, showing_;
};

}  // namespace progan
