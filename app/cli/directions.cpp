// progan directions: finds the axes along which a model's faces change, as .npz.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/progress_bar.h"
#include "core/axes/axis_file.h"
#include "core/axes/axis_list.h"
#include "core/axes/discover_job.h"
#include "core/support/error.h"

namespace progan::cli {
namespace {

struct Options {
    ModelOptions model;
    std::string method = "pca";
    std::optional<int> level;
    int count = 16;
    std::optional<int> samples;
    EffectOptions effect;
    std::string output;
};

void check(const Options& options) {
    if (!is_axis_file_name(options.output) || !options.output.ends_with("z"))
        throw UsageError("\"{}\" is not the name of an .npz file.", options.output);
    if (options.method == "sefa" && (options.level || options.samples))
        throw UsageError("--level and --samples apply only to --method pca: SeFa uses only the first layer.");
}

void directions(const Options& options) {
    check(options);
    OpenModel open = open_model(options.model);
    const ModelSpec& spec = open.model.spec;
    DiscoverOptions discover;
    discover.effect = options.effect;
    if (options.method == "sefa") {
        if (!open.first_layer) throw Error("The first layer of this model is too large for SeFa. Use PCA.");
        discover.axes = sefa_axes(*open.first_layer, options.count);
    } else {
        PcaOptions pca;
        pca.level = options.level.value_or(default_pca_level(spec));
        if (pca.level < 0 || pca.level > spec.last_level)
            throw UsageError("The model has levels 0 to {}, but not {}.", spec.last_level, pca.level);
        pca.count = options.count;
        pca.samples = options.samples.value_or(std::max(pca.samples, 4 * options.count));
        if (pca.samples <= pca.count)
            throw UsageError("--samples must be more than --count, which is {}.", pca.count);
        discover.pca = pca;
    }
    const std::unique_ptr<JobOf<Discovered>> job =
        make_discover_job(std::move(open.generator), std::move(discover));
    {
        ProgressBar bar("Finding directions");
        JobProgress progress;
        do {
            progress = job->step();
            bar.report(progress.done, progress.total);
        } while (progress.done < progress.total);
    }
    Discovered found = job->value();
    AxisFile file{open.model.sha256, spec.name, std::move(found.axes)};
    sort_by_effect(file.axes);
    save_axes(options.output, file);
    if (!found.note.empty()) std::fprintf(stderr, "%s\n", found.note.c_str());
    std::printf("%-16s %s\n", "direction", "change of 8-bit values per degree");
    for (const Axis& axis : file.axes) std::printf("%-16s %.3f\n", axis.name.c_str(), axis.effect);
    std::fprintf(stderr, "Saved %zu directions to %s.\n", file.axes.size(), options.output.c_str());
}

}  // namespace

void add_directions_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("directions", "Find the directions along which faces change most");
    command->footer(
        "Contents of the file, sorted by effect, strongest first:\n"
        "  directions.npy  float32 [k, latent], each of length 1\n"
        "  effects.npy     float32 [k]: mean absolute change of 8-bit values per degree of rotation\n"
        "  axes.json       names and origin of each direction\n"
        "numpy.load reads the first two; drop the file on the window to add its axes as sliders.");
    const auto options = std::make_shared<Options>();
    command
        ->add_option("--method", options->method,
                     "pca: principal components of a level's activations, mapped back to latents by "
                     "regression (GANSpace); sefa: closed form from the first layer's weight")
        ->check(CLI::IsMember({"pca", "sefa"}))
        ->capture_default_str();
    command->add_option("--level", options->level,
                        "pca: level of the activations, 0 for 4 x 4, 1 for 8 x 8, ... (default: 16 x 16)");
    command->add_option("--count", options->count, "Number of directions")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command
        ->add_option("--samples", options->samples,
                     "pca: number of random faces (default: 512, or four per direction)")
        ->check(CLI::Range(2, 1 << 20));
    command->add_option("--faces", options->effect.faces, "Number of random faces to measure the effect on")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    command->add_option("-o,--output", options->output, ".npz file to write")
        ->required()
        ->type_name("AXES.npz");
    add_model_options(*command, options->model);
    command->callback([options] { directions(*options); });
}

}  // namespace progan::cli
