// progan: the engine without a window. Exit codes: 0 success, 1 failure, 2 wrong usage, 130 stopped by
// Ctrl+C.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/options/argument_check.h"
#include "app/cli/terminal.h"
#include "core/arguments/flags.h"
#include "core/arguments/usage_sentence.h"
#include "core/support/bounded_spin.h"
#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/support/text.h"
#include "core/system/process.h"
#include "core/system/terminal.h"

int main(int argc, char** argv) {
    progan::system::open_standard_streams();
    const auto [count, arguments] = progan::system::utf8_arguments({argc, argv});
    progan::bound_spinning(arguments);
    progan::return_large_memory();
    CLI::App cli{"Generate faces with a Progressive GAN from the command line.", "progan"};
    cli.set_version_flag("--version", PROGAN_VERSION);
    cli.require_subcommand(1);
    cli.allow_windows_style_options(false);  // there, too, /tmp/a.png is a file
    progan::cli::add_info_command(cli);
    progan::cli::add_convert_command(cli);
    progan::cli::add_render_command(cli);
    progan::cli::add_interpolate_command(cli);
    progan::cli::add_directions_command(cli);
    progan::cli::add_project_command(cli);
    progan::cli::add_train_command(cli);
    progan::cli::add_evaluate_command(cli);
    progan::cli::add_bench_command(cli);
    progan::cli::add_doctor_command(cli);
    progan::flags_take_no_value(cli);
    progan::cli::check_arguments_of(cli);
    progan::cli::catch_interrupts();
    try {
        const std::string name = count > 1 ? arguments[1] : "-";
        if (!name.starts_with('-') &&
            cli.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; }).empty())
            throw progan::cli::UsageError("\"{}\" is not a command; see progan --help.", name);
        cli.parse(count, arguments);
        return progan::cli::said_all() ? 0 : 1;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0) {
            progan::cli::note("progan: %s\n", progan::usage_sentence(cli, error).c_str());
            return 2;
        }
        cli.exit(error);  // says the help, or the version
        return progan::cli::said_all() ? 0 : 1;
    } catch (const progan::cli::UsageError& error) {
        progan::cli::note("progan: %s\n", error.what());
        return 2;
    } catch (const progan::Cancelled&) {
        progan::cli::note("progan: %s\n", progan::cli::said_when_stopped().c_str());
        return 130;
    } catch (...) {
        progan::cli::note("progan: %s\n", progan::printable(progan::current_error_sentence()).c_str());
        return 1;
    }
}
