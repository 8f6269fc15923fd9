#include "core/arguments/flags.h"

#include <CLI/CLI.hpp>

namespace progan {

void flags_take_no_value(CLI::App& program) {
    for (CLI::Option* option : program.get_options([](const CLI::Option* option) {
             return !option->get_positional() && option->get_items_expected_max() == 0;
         }))
        option->disable_flag_override();
    for (CLI::App* command : program.get_subcommands({})) flags_take_no_value(*command);
}

}  // namespace progan
