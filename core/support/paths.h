// Where files are: the user's data and state (XDG base directories), and what was installed with the program.
// No global state; safe from any thread.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace progan {

/// The folder of favourites, saved images and the session: `override_dir` (--data-dir) unless it is empty,
/// otherwise $XDG_DATA_HOME/progan-explorer or ~/.local/share/progan-explorer. Created if missing. Throws
/// Error if that fails.
std::filesystem::path data_dir(const std::filesystem::path& override_dir);

/// $HOME; empty if it is not set.
std::filesystem::path home_folder();
/// Where programs keep their settings: $XDG_CONFIG_HOME, else ~/.config; empty if there is no home folder.
std::filesystem::path settings_folder();

/// The running program's own file, with links resolved.
std::filesystem::path program_path();

/// A file that belongs to the program, by its path in the source tree ("models/portraits.safetensors").
/// Searches the installed program's ../share/progan-explorer, then the source tree it was built from. Throws
/// Error naming the places searched.
std::filesystem::path find_resource(std::string_view relative);

/// A font of a Debian package: the copy that an archive of the program brings along
/// (../share/progan-explorer/fonts), else the package's own file, which need not be there.
std::filesystem::path font_path(const std::filesystem::path& of_package);

/// The embedded default model's file.
std::filesystem::path default_model_path();
/// The toon heads' file: the default model of sessions of version 1.
std::filesystem::path toon_heads_model_path();
/// The files of all models that come with the program and are there, the default one first.
std::vector<std::filesystem::path> program_model_paths();
/// Whether `path` is the default model's file. Never throws: if the default is missing, nothing is.
bool is_default_model(const std::filesystem::path& path);

/// Where the translations of texts are (translate.h): beside the installed program (../share/locale), else in
/// the build tree. It need not exist.
std::filesystem::path texts_folder();

/// The shared library with the LibTorch part: $PROGAN_TORCH_LIBRARY if set, otherwise beside the program, in
/// ../lib/progan-explorer or in the build tree. Throws Error naming the places searched.
std::filesystem::path find_torch_library();

/// The program that reads HDF5 files for this one (app/hdf5_reader): $PROGAN_HDF5_READER if set, otherwise
/// beside this program, in ../lib/progan-explorer or in the build tree. Throws Error naming the places
/// searched.
std::filesystem::path find_hdf5_reader();

/// Whether scripts/complete is installing and building that library right now.
bool torch_library_is_being_built();

}  // namespace progan
