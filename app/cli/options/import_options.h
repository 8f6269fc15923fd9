// The options shared by commands that read checkpoints.
#pragma once

#include "core/import/import.h"

namespace CLI {
class App;
}

namespace progan::cli {

/// --dialect, --level and --label.
void add_import_options(CLI::App& command, ImportOptions& options);

}  // namespace progan::cli
