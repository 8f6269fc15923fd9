#include "core/import/checkpoint_names.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <system_error>

#include "core/files/file_kind.h"

namespace progan {
namespace fs = std::filesystem;

bool is_checkpoint_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path / "variables" / "variables.index", ignored);
}

bool is_checkpoint_name(const fs::path& path) {
    constexpr std::string_view kEndings[] = {".safetensors", ".pth",  ".pt",  ".pkl",   ".pickle",
                                             ".bin",         ".ckpt", ".tar", ".model", ".index"};
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return is_checkpoint_folder(path);
    return std::find(std::begin(kEndings), std::end(kEndings), lower_extension(path)) != std::end(kEndings);
}

}  // namespace progan
