#include "core/support/paths.h"

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/error.h"
#include "core/system/process.h"
#include "core/system/shared_library.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

fs::path environment_path(const char* name) {
    return system::environment(name).value_or("");
}

/// A relative $XDG_DATA_HOME is ignored, as XDG demands.
fs::path default_data_dir() {
    const fs::path xdg = environment_path("XDG_DATA_HOME");
    if (xdg.is_absolute()) return xdg / "progan-explorer";
    const fs::path home = home_folder();
    if (home.empty())
        throw Error("Neither HOME nor XDG_DATA_HOME is set. Name a data folder with --data-dir.");
    return home / ".local/share/progan-explorer";
}

fs::path first_that_exists(const std::vector<fs::path>& candidates, const std::string& what) {
    std::string tried;
    for (const fs::path& path : candidates) {
        std::error_code ignored;
        if (fs::exists(path, ignored)) return path.lexically_normal();
        tried += (tried.empty() ? "" : ", ") + path.lexically_normal().string();
    }
    throw Error("{} was not found. Searched: {}.", what, tried);
}

/// Also looks in a folder of the tree that the program was built from. A package has none: all it needs lies
/// beside it.
std::vector<fs::path> or_built(std::vector<fs::path> candidates, std::string_view folder,
                               const fs::path& relative) {
    if (!folder.empty()) candidates.push_back(fs::path(folder) / relative);
    return candidates;
}

}  // namespace

fs::path home_folder() {
    return system::home_folder();
}

fs::path settings_folder() {
    if (fs::path folder = environment_path("XDG_CONFIG_HOME"); !folder.empty()) return folder;
    const fs::path home = home_folder();
    return home.empty() ? home : home / ".config";
}

fs::path data_dir(const fs::path& override_dir) {
    fs::path dir = override_dir.empty() ? default_data_dir() : override_dir;
    std::error_code error;
    fs::create_directories(dir, error);
    if (!fs::is_directory(dir))
        throw Error("Could not create the data folder {}: {}.", dir.string(),
                    error ? error.message() : "a file of that name exists");
    return dir;
}

fs::path program_path() {
    std::error_code error;
    fs::path path = system::program_path(error);
    if (error) throw Error("The program cannot find its own file: {}.", error.message());
    return path;
}

fs::path find_resource(std::string_view relative) {
    const fs::path beside = program_path().parent_path() / "../share/progan-explorer" / relative;
    return first_that_exists(or_built({beside}, PROGAN_SOURCE_DIR, relative),
                             fmt::format("The program's file {}", relative));
}

fs::path font_path(const fs::path& of_package) {
    const fs::path beside =
        program_path().parent_path() / "../share/progan-explorer/fonts" / of_package.filename();
    std::error_code ignored;
    return fs::is_regular_file(beside, ignored) ? beside.lexically_normal() : of_package;
}

fs::path default_model_path() {
    return find_resource("models/portraits.safetensors");
}

fs::path toon_heads_model_path() {
    return find_resource("models/toon_heads.safetensors");
}

std::vector<fs::path> program_model_paths() {
    std::vector<fs::path> paths;
    for (const char* model : {"models/portraits.safetensors", "models/toon_heads.safetensors"}) {
        try {
            paths.push_back(find_resource(model));
        } catch (const Error&) {  // a package without it
        }
    }
    return paths;
}

bool is_default_model(const fs::path& path) {
    try {
        return path == default_model_path();
    } catch (const Error&) {
        return false;
    }
}

fs::path texts_folder() {
    const fs::path beside = program_path().parent_path() / "../share/locale";
    std::error_code ignored;
    for (const fs::path& path : or_built({beside}, PROGAN_BUILD_DIR, "share/locale"))
        if (fs::is_directory(path, ignored)) return path.lexically_normal();
    return beside.lexically_normal();
}

fs::path find_torch_library() {
    if (fs::path named = environment_path("PROGAN_TORCH_LIBRARY"); !named.empty()) return named;
    const fs::path folder = program_path().parent_path();
    const std::string file = system::shared_library_file("progan_torch");
    return first_that_exists(
        or_built({folder / file, folder / ".." / PROGAN_INSTALL_LIBDIR / "progan-explorer" / file,
                  folder / "../lib" / file},
                 PROGAN_BUILD_DIR, fs::path("lib") / file),
        std::string_view(PROGAN_BUILD_DIR).empty()
            ? fmt::format("{}, which comes with the package progan-explorer-training,", file)
            : fmt::format("The library {}", file));
}

fs::path find_hdf5_reader() {
    if (fs::path named = environment_path("PROGAN_HDF5_READER"); !named.empty()) return named;
    const fs::path folder = program_path().parent_path();
    const std::string file = system::program_file("progan-read-hdf5");
    return first_that_exists(
        or_built({folder / file, folder / ".." / PROGAN_INSTALL_LIBDIR / "progan-explorer" / file,
                  folder / "../lib/progan-explorer" / file},
                 PROGAN_BUILD_DIR, fs::path("bin") / file),
        fmt::format("The program {}, which reads HDF5 files,", file));
}

bool torch_library_is_being_built() {
    constexpr std::string_view kBuild = PROGAN_BUILD_DIR;
    if (kBuild.empty()) return false;
    int process = 0;
    return std::ifstream(fs::path(kBuild) / "completing") >> process && process > 0 &&
           system::is_running(process);
}

}  // namespace progan
