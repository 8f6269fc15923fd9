// Where files are: the person's data and state (XDG base directories) and what was installed with the
// program. No global state; safe from any thread.
#pragma once

#include <filesystem>
#include <string_view>

namespace progan {

/// The folder that holds favourites, saved images and the session. `override_dir` (--data-dir) wins if not
/// empty; else $XDG_DATA_HOME/progan-explorer, else ~/.local/share/progan-explorer. Created if missing.
/// Throws Error if it cannot be created.
std::filesystem::path data_dir(const std::filesystem::path& override_dir);

/// The running program's own file, links resolved.
std::filesystem::path program_path();

/// A file that belongs to the program, by its path in the source tree ("models/default.safetensors"). Looked
/// for beside the installed program (../share/progan-explorer), then in the source tree it was built from.
/// Throws Error naming the places that were tried.
std::filesystem::path find_resource(std::string_view relative);

/// The embedded default model's file.
std::filesystem::path default_model_path();
/// Whether that is the model's file. Never throws: where the default is missing, no other file is it.
bool is_default_model(const std::filesystem::path& path);

/// The shared library with the LibTorch part: $PROGAN_TORCH_LIBRARY if set, else beside the program, else
/// ../lib/progan-explorer and the build tree. Throws Error naming the places that were tried.
std::filesystem::path find_torch_library();

/// Whether scripts/complete is installing and building that library right now.
bool torch_library_is_being_built();

}  // namespace progan
