// The commands of `progan`, one file each: each function adds its subcommand with the callback that runs it.
#pragma once

#include "core/support/error.h"

namespace CLI {
class App;
}

namespace progan::cli {

/// Options that are individually valid but not together: exit code 2, as for errors of the option parser.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
    template <typename First, typename... Rest>
    explicit UsageError(fmt::format_string<First, Rest...> format, First&& first, Rest&&... rest)
        : std::runtime_error(fmt::format(format, std::forward<First>(first), std::forward<Rest>(rest)...)) {}
};

void add_bench_command(CLI::App& cli);
void add_convert_command(CLI::App& cli);
void add_info_command(CLI::App& cli);
void add_render_command(CLI::App& cli);
void add_interpolate_command(CLI::App& cli);
void add_directions_command(CLI::App& cli);
void add_doctor_command(CLI::App& cli);
void add_evaluate_command(CLI::App& cli);
void add_project_command(CLI::App& cli);
void add_train_command(CLI::App& cli);

}  // namespace progan::cli
