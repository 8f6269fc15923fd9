// progan interpolate: an animation from face to face.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/progress_bar.h"
#include "core/keep/journey_file.h"
#include "core/record/export_job.h"
#include "core/support/error.h"

namespace progan::cli {
namespace {

struct Options {
    ModelOptions model;
    LatentOptions latents;
    std::string journey;
    std::optional<int> steps;
    std::optional<std::string> method;
    bool loop = false;
    std::optional<double> fps;
    int size = 0;
    std::optional<int> level;
    std::optional<double> alpha;
    std::string output;
};

Journey journey_of_latents(const Options& options, std::size_t latent_size) {
    Journey journey;
    const SeedMode mode = seed_mode_from_string(options.model.seed_mode);
    for (NamedLatent& named : read_latents(options.latents, latent_size, mode)) {
        Keyframe key;
        key.latent = std::move(named.latent);
        key.seed = named.seed;
        key.frames = options.steps.value_or(25) - 1;  // both ends of a span are counted as steps
        journey.keyframes.push_back(std::move(key));
    }
    if (journey.keyframes.size() < 2)
        throw UsageError("An interpolation needs at least two faces: --seeds 15,21.");
    return journey;
}

/// The journey to record: from the file or the faces, with what was given on the command line on top.
Journey read_journey(const Options& options, std::size_t latent_size) {
    const bool from_faces = !options.latents.seeds.empty() || !options.latents.latents.empty();
    if (from_faces == !options.journey.empty())
        throw UsageError("Name either the faces, with --seeds or --latents, or a --journey file.");
    Journey journey = from_faces ? journey_of_latents(options, latent_size)
                                 : load_journey(options.journey, latent_size,
                                                seed_mode_from_string(options.model.seed_mode));
    if (!from_faces && options.steps)
        for (Keyframe& key : journey.keyframes) key.frames = *options.steps - 1;
    if (options.method) journey.method = interpolation_method_from_string(*options.method);
    if (options.loop) journey.repeat = Repeat::loop;
    if (options.fps) journey.fps = *options.fps;
    return journey;
}

void interpolate(const Options& options) {
    ExportOptions exported;
    exported.recorder.format =
        animation_format_from_path(options.output);  // wrong names first: they cost nothing
    exported.recorder.path = options.output;
    exported.recorder.size = options.size;
    OpenModel open = open_model(options.model);
    const Shown shown = shown_level(open.model.spec, options.level, options.alpha);
    exported.level = shown.level;
    exported.alpha = shown.alpha;
    exported.journey = read_journey(options, static_cast<std::size_t>(open.model.spec.latent_size));
    exported.recorder.fps = exported.journey.fps;
    const std::unique_ptr<Job> job = make_export_job(std::move(open.generator), std::move(exported));
    {
        ProgressBar bar(job->title());
        JobProgress progress;
        do {
            progress = job->step();
            bar.report(progress.done, progress.total);
        } while (progress.done < progress.total);
    }
    std::fprintf(stderr, "%s\n", job->result().c_str());
}

}  // namespace

void add_interpolate_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("interpolate", "Record an animation from face to face");
    const auto options = std::make_shared<Options>();
    add_latent_options(*command, options->latents);
    command->add_option("--journey", options->journey, "A journey.json instead of seeds")->type_name("FILE");
    command
        ->add_option("-o,--output", options->output,
                     "A .gif, .mp4 or .webm file, or a folder for a PNG sequence")
        ->required()
        ->type_name("OUT");
    command
        ->add_option("--steps", options->steps,
                     "Frames from one face to the next, both included (default 25)")
        ->check(CLI::Range(2, 100000));
    command->add_option("--method", options->method, "hypersphere (default), slerp, lerp or spline")
        ->check(CLI::IsMember({"hypersphere", "slerp", "lerp", "spline"}));
    command->add_flag("--loop", options->loop, "Lead from the last face back to the first");
    command->add_option("--fps", options->fps, "Frames a second (default 25)")
        ->check(CLI::Range(0.1, 1000.0));
    command
        ->add_option("--size", options->size,
                     "Pixels a side of the animation (default: as the model makes them)")
        ->check(CLI::Range(4, 8192));
    command->add_option("--level", options->level,
                        "0 for 4 x 4, 1 for 8 x 8, ...; default: the model's last");
    command->add_option("--alpha", options->alpha, "Fade-in alpha: 1 is the level alone, 0 the one below")
        ->check(CLI::Range(0.0, 1.0));
    add_model_options(*command, options->model);
    command->callback([options] { interpolate(*options); });
}

}  // namespace progan::cli
