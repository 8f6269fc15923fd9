// The commands of `progan`, one file each: every function adds its subcommand and what runs it.
#pragma once

#include <stdexcept>

namespace CLI {
class App;
}

namespace progan::cli {

/// Options that are each right but not together: exit code 2, as for what the option reader itself refuses.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

void add_bench_command(CLI::App& cli);
void add_convert_command(CLI::App& cli);
void add_info_command(CLI::App& cli);
void add_render_command(CLI::App& cli);
void add_interpolate_command(CLI::App& cli);
void add_directions_command(CLI::App& cli);
void add_doctor_command(CLI::App& cli);
void add_evaluate_command(CLI::App& cli);
void add_train_command(CLI::App& cli);

}  // namespace progan::cli
