#include "app/cli/import_options.h"

#include <CLI/CLI.hpp>

namespace progan::cli {

void add_import_options(CLI::App& command, ImportOptions& options) {
    command
        .add_option("--dialect", options.dialect,
                    "The code base that wrote a checkpoint; default: recognised")
        ->check(CLI::IsMember(dialect_names()))
        ->type_name("NAME");
    command
        .add_option("--level", options.level,
                    "The level to show, 0 for 4 x 4, 1 for 8 x 8, ...; default: the last trained one")
        ->check(CLI::Range(0, 8))
        ->type_name("N");
    command.add_option("--label", options.label, "Of a generator with labels: which one; default: 0")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
}

}  // namespace progan::cli
