// What the data folder holds, and clearing of what can be made again. Pure functions over files; safe from
// any thread.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>

#include "app/explorer/features/settings/settings_state.h"
#include "core/support/progress.h"
#include "core/support/translate.h"

namespace progan {

struct Cache {
    const char* folder;  ///< in the data folder
    const char *name, *about;
};
inline constexpr std::array<Cache, kCaches> kCacheList{
    Cache{"maps", tr_later("Maps"), tr_later("A map is recreated the next time you open it.")},
    Cache{"previews", tr_later("Coarse previews"), tr_later("They are recreated when you open their model.")},
    Cache{"model-samples", tr_later("Faces in the list of models"),
          tr_later("They are recreated when you open the list.")},
};

/// The sizes of regular files. Links are not followed, but for a cache's folder itself; what goes away
/// meanwhile does not count. `report` is called now and then: how much is left is not known. Throws Error
/// naming the folder that cannot be read.
DataFolderUse count_data_folder(const std::filesystem::path& data_folder, const ProgressReport& report);

/// Empties the folder of a cache; nothing else is touched, and links in it are removed, not followed. A
/// folder that is not there is empty. Throws Error naming what cannot be removed.
void clear_cache(const std::filesystem::path& data_folder, std::size_t cache);

}  // namespace progan
