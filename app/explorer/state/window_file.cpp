#include "app/explorer/state/window_file.h"

#include <string>

namespace progan {

std::filesystem::path window_file(const std::filesystem::path& folder, const char* stem, int number,
                                  const char* extension) {
    return folder / (stem + (number == 1 ? "" : "-" + std::to_string(number)) + extension);
}

}  // namespace progan
