#include "app/cli/options/import_options.h"

#include <CLI/CLI.hpp>

namespace progan::cli {

void add_import_options(CLI::App& command, ImportOptions& options) {
    command
        .add_option("--dialect", options.dialect, "Code base that wrote the checkpoint (default: detected)")
        ->check(CLI::IsMember(dialect_names()))
        ->type_name("NAME");
    command
        .add_option("--level", options.level,
                    "Level to show, 0 for 4 x 4, 1 for 8 x 8, ... (default: the last trained one)")
        ->check(CLI::Range(0, 8))
        ->type_name("N");
    command.add_option("--label", options.label, "Label to use, for a generator with labels (default: 0)")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
}

}  // namespace progan::cli
