// What files are chosen for, and what the program's own file dialog shows. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/state/existing_file.h"

namespace progan {

class KeptFields;

/// What a file or folder is chosen for, and so which ones are offered and which folder is remembered.
enum class FilePurpose {
    open_model,
    import_axes,
    open_labels,
    save_axes,
    save_axis,   ///< one of them
    save_model,  ///< a copy of the model with its axes
    import_favourites,
    open_journey,
    save_journey,
    open_sound,  ///< that drives the journey
    labelled_pictures,
    training_pictures,
    new_run,
    followed_run,
    exports,
    recordings,
    photo,
    rescue
};

/// Whose dialogs choose files: the system's, where there are some, or the program's own.
enum class FileDialogs { system, own };

/// Where files were chosen last, by the kind of file: a folder each.
struct FileFolders {
    std::map<std::string, std::string> of;
};

/// What the session keeps of it.
void keep(KeptFields& fields, FileFolders& folders);

struct PickerEntry {
    std::string name;
    bool folder = false;
    std::uintmax_t bytes = 0;
};

struct PickerListing {
    std::string folder;  ///< empty: nothing was listed yet
    FilePurpose purpose = FilePurpose::open_model;
    std::vector<PickerEntry> entries;
    std::string problem;  ///< why the folder cannot be read, or empty
};

struct PickerState {
    bool show = false;  ///< the program's own dialog
    FilePurpose purpose = FilePurpose::open_model;
    std::string host;           ///< the button that asked, in whose dialog this one opens; empty: none
    std::string folder;         ///< that is listed
    std::string path;           ///< that is typed, or the name to save as
    std::string note;           ///< why it is not the system's, or empty
    std::string problem;        ///< why the last choice cannot be taken, or empty
    bool field_wanted = false;  ///< to be typed into again
    bool ask_replace = false;   ///< the path is to be saved at once, after the question
    ReplaceQuestion replace;
    PickerListing listing;

    /// The system's dialog is open, for a button of that name or for none.
    std::optional<std::string> system_for;
};

}  // namespace progan
