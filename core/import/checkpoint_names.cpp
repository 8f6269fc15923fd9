#include "core/import/checkpoint_names.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

#include "core/files/file_kind.h"

namespace progan {
namespace fs = std::filesystem;

bool is_checkpoint_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path / "variables" / "variables.index", ignored);
}

bool is_checkpoint_name(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return is_checkpoint_folder(path);
    std::istringstream endings{std::string(kCheckpointEndings)};
    const std::istream_iterator<std::string> begin(endings), end;
    return std::find(begin, end, lower_extension(path)) != end;
}

}  // namespace progan
