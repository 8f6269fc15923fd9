// progan info: describes a model.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/options/import_options.h"
#include "app/cli/terminal.h"
#include "core/files/json_text.h"
#include "core/model/weight_figures.h"
#include "core/support/counted.h"
#include "core/support/paths.h"
#include "core/support/text.h"

namespace progan::cli {
namespace {

struct Options {
    std::string model;
    ImportOptions import;
    bool json = false, weights = false;
};

nlohmann::ordered_json weights_json(const Model& model) {
    auto list = nlohmann::ordered_json::array();
    for (const WeightFigures& weight : weight_figures(model))
        list.push_back({{"name", weight.name},
                        {"shape", weight.shape},
                        {"lowest", weight.low},
                        {"highest", weight.high},
                        {"mean", weight.mean},
                        {"root_mean_square", weight.root_mean_square},
                        {"equalized_scale", weight.equalized_scale},
                        {"histogram", weight.counts}});
    return list;
}

void print_json(const Model& model, bool weights) {
    auto json = nlohmann::ordered_json::parse(spec_to_json(model.spec));
    json.erase("version");
    json["file"] = model.path.string();
    json["bytes"] = model.file_bytes;
    json["sha256"] = model.sha256;
    json["parameters"] = model.parameter_count();
    json["resolution"] = resolution(model.spec.last_level);
    for (const OriginFact& fact : model.origin) json["origin"].push_back({fact.what, fact.value});
    if (weights) json["weights"] = weights_json(model);
    say("%s\n", json_line(json, 2).c_str());
}

void print_weights(const Model& model) {
    say("\n%-26s%-20s%9s%9s%9s%10s%8s\n", "Weights", "Shape", "Lowest", "Highest", "RMS", "Eq. scale",
        "Ratio");
    for (const WeightFigures& weight : weight_figures(model))
        say("%s\n", fmt::format("{:<26}{:<20}{:>9.4f}{:>9.4f}{:>9.4f}{:>10.4f}{:>8.2f}", weight.name,
                                shape_text(weight.shape), weight.low, weight.high, weight.root_mean_square,
                                weight.equalized_scale, weight.growth())
                        .c_str());
}

std::string list_text(const std::vector<int>& values) {
    std::string text;
    for (const int value : values) text += fmt::format("{}{}", text.empty() ? "" : ", ", value);
    return text;
}

void print_text(const Model& model, bool weights) {
    const ModelSpec& spec = model.spec;
    say_fact("Name", spec.name);
    say_fact("File", fmt::format("{} ({} KiB)", model.path.string(), (model.file_bytes + 512) / 1024));
    say_fact("SHA-256", model.sha256);
    say_fact("Shows", fmt::format("{} pixels{}", square_text(resolution(spec.last_level)),
                                  spec.alpha < 1 ? fmt::format(", fade-in alpha {:.6g}", spec.alpha) : ""));
    say_fact("Latent", counted(spec.latent_size, "component", "components"));
    say_fact("Channels", fmt::format("{} (level 0 to {})", list_text(spec.channels), level_count(spec) - 1));
    say_fact("To-RGB heads", fmt::format("levels {}", list_text(spec.to_rgb_levels)));
    say_fact("Parameters", fmt::format("{}", model.parameter_count()));
    say_fact("Data set", spec.data_set);
    say_fact("Licence", spec.licence);
    say_fact("Credit", spec.credit);
    if (!model.origin.empty()) say("\n");
    for (const OriginFact& fact : model.origin) say_fact(fact.what, fact.value);
    if (weights) print_weights(model);
}

}  // namespace

void add_info_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("info", "Show information about a model or checkpoint");
    const auto options = std::make_shared<Options>();
    command->add_option("model", options->model, "Model file or checkpoint (default: the included model)")
        ->type_name("FILE");
    add_import_options(*command, options->import);
    command->add_flag("--weights", options->weights,
                      "Also print each layer's weights: range, root mean square (RMS), the scale that the "
                      "equalized learning "
                      "rate begins with, and their ratio; with --json, a histogram");
    command->add_flag("--json", options->json, "Print one JSON document");
    command->callback([options] {
        const Model model = open_any_model(
            options->model.empty() ? default_model_path().string() : options->model, options->import);
        options->json ? print_json(model, options->weights) : print_text(model, options->weights);
    });
}

}  // namespace progan::cli
