#include "app/cli/options/argument_check.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command.h"
#include "core/support/text.h"
#include "core/system/file.h"

namespace progan::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::array kOutputs{"-o", "--out", "--save-latents", "--save-images", "--save-values"};
constexpr std::array kNamesOfFiles{"FILE", "DIR", "OUT", "CSV", "MODEL", "CHECKPOINT", "PHOTO"};
constexpr std::array kNotFinite{"nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "-infinity"};

bool is_output(const CLI::Option& option) {
    return std::any_of(kOutputs.begin(), kOutputs.end(),
                       [&](const char* name) { return option.check_name(name); });
}

bool names_files(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    return is_output(option) || std::any_of(kNamesOfFiles.begin(), kNamesOfFiles.end(),
                                            [&](const char* name) { return type.find(name) == 0; });
}

/// An option, and a file that it names.
struct NamedFile {
    std::string option;
    std::string path;
};

/// A link leads to the same file. Folders may be shared.
bool are_one_file(const std::string& a, const std::string& b) {
    std::error_code error;
    if (fs::is_directory(a, error) || fs::is_directory(b, error)) return false;
    if (fs::equivalent(a, b, error)) return true;
    const fs::path first = fs::weakly_canonical(fs::absolute(a, error), error),
                   second = fs::weakly_canonical(fs::absolute(b, error), error);
    return !first.empty() && system::are_one_name(first, second);
}

void check_numbers(const CLI::Option& option) {
    for (const std::string& value : option.results()) {
        const std::string small = to_lower(value);
        if (std::find(kNotFinite.begin(), kNotFinite.end(), small) != kNotFinite.end())
            throw UsageError("{} was given {}, but needs a finite number.", option.get_name(), value);
    }
}

void check_command(const CLI::App& command) {
    std::vector<NamedFile> inputs, outputs;
    for (const CLI::Option* option : command.get_options()) {
        if (option->get_type_name() == "TEXT") continue;
        if (!names_files(*option)) {
            check_numbers(*option);
            continue;
        }
        for (const std::string& path : option->results()) {
            if (path.empty())
                throw UsageError("{} needs the name of a file or folder, but was given an empty name.",
                                 option->get_name());
            (is_output(*option) ? outputs : inputs).push_back({option->get_name(), path});
        }
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const NamedFile& output = outputs[i];
        for (const NamedFile& input : inputs)
            if (are_one_file(output.path, input.path))
                throw UsageError("{} names \"{}\", which {} reads: give the result another name.",
                                 output.option, printable(output.path), input.option);
        for (std::size_t k = 0; k < i; ++k)
            if (are_one_file(output.path, outputs[k].path))
                throw UsageError("{} and {} both name \"{}\": give them different names.", outputs[k].option,
                                 output.option, printable(output.path));
    }
}

}  // namespace

void check_arguments_of(CLI::App& commands) {
    for (CLI::App* command : commands.get_subcommands({}))
        command->parse_complete_callback([command] { check_command(*command); });
}

}  // namespace progan::cli
