// progan info: what a model is.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/import_options.h"
#include "core/support/paths.h"

namespace progan::cli {
namespace {

struct Options {
    std::string model;
    ImportOptions import;
    bool json = false;
};

std::string resolution_text(int level) {
    return std::to_string(resolution(level)) + " x " + std::to_string(resolution(level));
}

void print_json(const Model& model) {
    auto json = nlohmann::ordered_json::parse(spec_to_json(model.spec));
    json.erase("version");
    json["file"] = model.path.string();
    json["bytes"] = model.file_bytes;
    json["sha256"] = model.sha256;
    json["parameters"] = model.parameter_count();
    json["resolution"] = resolution(model.spec.last_level);
    for (const OriginFact& fact : model.origin) json["origin"].push_back({fact.what, fact.value});
    std::printf("%s\n", json.dump(2).c_str());
}

void print_line(const char* label, const std::string& value) {
    if (!value.empty()) std::printf("%-14s%s\n", label, value.c_str());
}

std::string list_text(const std::vector<int>& values) {
    std::string text;
    for (const int value : values) text += (text.empty() ? "" : ", ") + std::to_string(value);
    return text;
}

void print_text(const Model& model) {
    const ModelSpec& spec = model.spec;
    print_line("Name", spec.name);
    print_line("File",
               model.path.string() + " (" + std::to_string((model.file_bytes + 512) / 1024) + " KiB)");
    print_line("SHA-256", model.sha256);
    print_line("Shows", resolution_text(spec.last_level) + " pixels" +
                            (spec.alpha < 1 ? ", fade-in alpha " + std::to_string(spec.alpha) : ""));
    print_line("Latent", std::to_string(spec.latent_size) + " components");
    print_line("Channels",
               list_text(spec.channels) + " (level 0 to " + std::to_string(level_count(spec) - 1) + ")");
    print_line("To-RGB heads", "levels " + list_text(spec.to_rgb_levels));
    print_line("Parameters", std::to_string(model.parameter_count()));
    print_line("Data set", spec.data_set);
    print_line("Licence", spec.licence);
    print_line("Credit", spec.credit);
    if (!model.origin.empty()) std::printf("\n");
    for (const OriginFact& fact : model.origin) print_line(fact.what.c_str(), fact.value);
}

}  // namespace

void add_info_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("info", "Say what a model is");
    const auto options = std::make_shared<Options>();
    command
        ->add_option("model", options->model,
                     "Model file or checkpoint; default: the one that comes with the program")
        ->type_name("FILE");
    add_import_options(*command, options->import);
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->callback([options] {
        const Model model = open_any_model(
            options->model.empty() ? default_model_path().string() : options->model, options->import);
        options->json ? print_json(model) : print_text(model);
    });
}

}  // namespace progan::cli
