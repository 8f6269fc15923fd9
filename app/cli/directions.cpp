// progan directions: finds the axes along which a model's faces change, as .npz.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/axes_output.h"
#include "app/cli/command.h"
#include "app/cli/labelled_directions.h"
#include "app/cli/options/model_options.h"
#include "app/cli/run_job.h"
#include "app/cli/terminal.h"
#include "core/axes/axis_file.h"
#include "core/axes/axis_list.h"
#include "core/axes/discover_job.h"
#include "core/files/json_text.h"
#include "core/support/error.h"

namespace progan::cli {
namespace {

constexpr int kCount = 16;

struct Options {
    ModelOptions model;
    std::string method = "pca";
    std::optional<int> level;
    std::optional<int> count, samples;
    EffectOptions effect;
    LabelOptions labels;
    bool json = false;
    std::string output;
};

void check(const Options& options) {
    check_axes_output(options.output, model_path(options.model));
    if (options.method == "sefa" && (options.level || options.samples))
        throw UsageError(
            "--level and --samples do not apply to --method sefa, which uses only the first layer.");
    if (options.method != "labels" && options.labels.any())
        throw UsageError("--data, --labels and their related options apply only to --method labels.");
    if (options.method == "labels" && (options.level || options.count))
        throw UsageError(
            "--level and --count do not apply to --method labels, which makes one axis per attribute.");
}

void print(const AxisFile& file) {
    say("%-16s %s\n", "direction", "change of 8-bit values per degree");
    for (const Axis& axis : file.axes) say("%-16s %.3f\n", axis.name.c_str(), axis.effect);
}

void print_json(const AxisFile& file) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Axis& axis : file.axes)
        list.push_back({{"id", axis.id}, {"name", axis.name}, {"effect", axis.effect}});
    const nlohmann::ordered_json document{
        {"model", file.model_name}, {"model_sha256", file.model_sha256}, {"directions", std::move(list)}};
    say("%s\n", json_line(document, 2).c_str());
}

void directions(const Options& options) {
    check(options);
    if (options.method == "labels") {
        find_labelled_directions(options.model, options.labels, options.samples.value_or(0), options.effect,
                                 options.output, options.json);
        return;
    }
    const int count = options.count.value_or(kCount);
    OpenModel open = open_model(options.model);
    const ModelSpec& spec = open.model.spec;
    DiscoverOptions discover;
    discover.effect = options.effect;
    if (options.method == "sefa") {
        if (!open.first_layer) throw Error("The first layer of this model is too large for SeFa. Use PCA.");
        discover.axes = sefa_axes(*open.first_layer, count);
    } else {
        PcaOptions pca;
        pca.level = options.level.value_or(default_pca_level(spec));
        if (pca.level < 0 || pca.level > spec.last_level)
            throw UsageError("The model has only levels 0 to {}, not {}.", spec.last_level, pca.level);
        pca.count = count;
        pca.samples = options.samples.value_or(std::max(pca.samples, 4 * count));
        if (pca.samples <= pca.count)
            throw UsageError("--samples must be more than --count, which is {}.", pca.count);
        discover.pca = pca;
    }
    const std::unique_ptr<JobOf<Discovered>> job =
        make_discover_job(std::move(open.generator), std::move(discover));
    run_with_progress(*job, "Finding directions");
    Discovered found = job->value();
    AxisFile file{open.model.sha256, spec.name, std::move(found.axes)};
    sort_by_effect(file.axes);
    if (!found.note.empty()) note("%s\n", found.note.c_str());
    options.json ? print_json(file) : print(file);
    write_axes(options.output, model_path(options.model), file);
}

}  // namespace

void add_directions_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("directions", "Find the directions along which faces change most");
    command->footer(
        "Contents of the file, sorted by effect, strongest first, or in the order of the attributes:\n"
        "  directions.npy  float32 [k, latent], each of length 1\n"
        "  effects.npy     float32 [k]: mean absolute change of 8-bit values per degree of rotation\n"
        "  axes.json       names and origin of each direction\n"
        "numpy.load reads the first two; drop the file on the window to add its axes as sliders.\n"
        "With -o COPY.safetensors, writes a copy of the model that includes the axes: it is the same model, "
        "and opens\n"
        "with them.");
    const auto options = std::make_shared<Options>();
    command
        ->add_option(
            "--method", options->method,
            "pca: principal components of a level's activations, mapped back to latents by "
            "regression (GANSpace); sefa: closed form from the first layer's weight; labels: one axis per "
            "attribute of labelled pictures (InterFaceGAN)")
        ->check(CLI::IsMember({"pca", "sefa", "labels"}))
        ->capture_default_str();
    command->add_option("--level", options->level,
                        "pca: level of the activations, 0 for 4 x 4, 1 for 8 x 8, ... (default: 16 x 16)");
    command->add_option("--count", options->count, "pca, sefa: number of directions (default: 16)")
        ->check(CLI::Range(1, 1024));
    command
        ->add_option(
            "--samples", options->samples,
            "pca: number of random faces (default: 512, or four per direction); labels: number of faces "
            "to fit the directions on (default: 2000, or eight per component of the latent)")
        ->check(CLI::Range(2, 1 << 20));
    command->add_option("--faces", options->effect.faces, "Number of random faces to measure the effect on")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    command
        ->add_option("-o,--output", options->output,
                     ".npz file to write, or .safetensors: a copy of the model with axes")
        ->required()
        ->type_name("FILE");
    add_label_options(*command, options->labels);
    command->add_flag("--json", options->json, "Print one JSON document");
    add_model_options(*command, options->model);
    command->callback([options] { directions(*options); });
}

}  // namespace progan::cli
