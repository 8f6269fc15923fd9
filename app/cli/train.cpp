// progan train: a folder of pictures becomes a generator, by progressive growing.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_bar.h"
#include "core/model/devices/local_backend.h"
#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/support/paths.h"
#include "core/train/training_run.h"

namespace progan::cli {
namespace {

struct Options {
    TrainingPlaces places;
    std::string loss = "logistic-r1", fit = "crop", device = "auto";
    bool resume = false, no_mirror = false;
};

const std::vector<int> kPaperChannels{512, 512, 512, 512, 256, 128, 64, 32, 16};

/// Of several processes on a machine each takes its own GPU.
std::string cuda_or_cpu(const std::string& wish, const std::optional<Peers>& peers) {
    if (wish == "cpu") return wish;
    const std::string device = resolve_device(wish, open_local_backend()->devices());
    return peers && wish != device && device.starts_with("cuda") ? "cuda:" + std::to_string(peers->local_rank)
                                                                 : device;
}

std::optional<Peers> peers() {
    return peers_from_environment([](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    });
}

std::string phase_text(const Position& position) {
    const std::string side = std::to_string(resolution(position.level));
    return side + " x " + side + (position.fading ? " fading in" : " training");
}

std::string detail(const TrainingProgress& progress) {
    char text[160];
    int length = 0;
    if (progress.position.fading)
        length = std::snprintf(text, sizeof text, "alpha %.2f  ", progress.position.alpha);
    std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length),
                  "%.1f images/s  loss G %.3f D %.3f", progress.images_per_second, progress.losses.generator,
                  progress.losses.discriminator);
    return text;
}

void tell_pictures(const TrainingRun& run) {
    std::printf("%zu pictures of %d x %d", run.picture_count(), run.configuration().resolution,
                run.configuration().resolution);
    const PictureCache::Built& built = run.pictures();
    if (built.enlarged > 0) std::printf(", %zu of them smaller and enlarged", built.enlarged);
    if (!built.skipped.empty())
        std::printf(", %zu unreadable ones left out (skipped.txt)", built.skipped.size());
    std::printf("\n");
}

using Change = std::function<void(TrainConfiguration&)>;

std::unique_ptr<TrainingRun> open_run(const Options& options, const Change& change) {
    ProgressBar decoding("Reading pictures");
    const ProgressReport report = [&](std::int64_t done, std::int64_t total) {
        decoding.report(done, total);
    };
    if (options.resume) return TrainingRun::resume(change, options.places, report);
    TrainConfiguration configuration;
    if (options.places.device != "cpu") {
        configuration.latent_size = 512;
        configuration.channels = kPaperChannels;
    }
    change(configuration);
    return std::make_unique<TrainingRun>(configuration, options.places, report);
}

void train(Options options, const Change& change) {
    keep_large_memory();
    options.places.library = find_torch_library();
    options.places.peers = peers();
    options.places.device = cuda_or_cpu(options.device, options.places.peers);
    const std::unique_ptr<TrainingRun> run = open_run(options, change);
    if (run->position().finished) {
        std::printf("The run in %s is finished: %lld images. Its model is model.safetensors.\n",
                    options.places.out.c_str(), static_cast<long long>(run->images()));
        return;
    }
    if (!options.places.writes()) {
        // The first process stops between two steps and leaves a checkpoint; the others then miss it.
        try {
            run->run({});
        } catch (const Error&) {
            check_interrupted();
            throw;
        }
        return;
    }
    tell_pictures(*run);
    if (options.places.peers) std::printf("%d processes share every batch\n", options.places.peers->size);
    std::fflush(stdout);
    ProgressBar bar("Training");
    std::int64_t phase = -1;
    run->run([&](const TrainingProgress& progress) {
        if (progress.position.phase_begin != phase) {
            phase = progress.position.phase_begin;
            bar.clear();
            std::printf("%10lld images: %s\n",
                        static_cast<long long>(progress.images - progress.position.batch),
                        phase_text(progress.position).c_str());
            std::fflush(stdout);
        }
        bar.report(progress.images, progress.total, detail(progress));
    });
    bar.clear();
    std::printf("Finished after %lld images: %s\n", static_cast<long long>(run->images()),
                (options.places.out / "model.safetensors").c_str());
}

/// The options that make a run what it is, each with the member it sets: only those that were given are
/// applied, to the defaults or to what a resumed run began with.
class Choices {
  public:
    explicit Choices(CLI::App& command) : command_(command) {}

    template <typename Value>
    CLI::Option* add(const std::string& name, Value TrainConfiguration::*member, const std::string& help) {
        const auto value = std::make_shared<Value>(TrainConfiguration{}.*member);
        CLI::Option* option = command_.add_option(name, *value, help);
        changes_.emplace_back(option, [=](TrainConfiguration& to) { to.*member = *value; });
        return option;
    }
    template <typename Value>
    void add_list(const std::string& name, std::vector<Value> TrainConfiguration::*member,
                  const std::string& help) {
        add(name, member, help)->delimiter(',')->type_name("N,...")->capture_default_str();
    }
    void add_action(CLI::Option* option, Change change) { changes_.emplace_back(option, std::move(change)); }

    void apply(TrainConfiguration& to) const {
        for (const auto& [option, change] : changes_)
            if (option->count() > 0) change(to);
    }

  private:
    CLI::App& command_;
    std::vector<std::pair<CLI::Option*, Change>> changes_;
};

void add_choices(CLI::App& command, Choices& choices, const std::shared_ptr<Options>& options) {
    using C = TrainConfiguration;
    choices.add("--resolution", &C::resolution, "Pixels a side: 4, 8, ... 1024")->capture_default_str();
    choices.add("--latent", &C::latent_size, "Latent size; default 128, on a GPU 512")->type_name("N");
    choices
        .add("--channels", &C::channels,
             "Features of each level, 4 x 4 first; the last serves all further levels. Default "
             "96,96,64,32,16; on a GPU 512,512,512,512,256,128,64,32,16")
        ->delimiter(',')
        ->type_name("N,...");
    choices.add_list(
        "--images-per-phase", &C::images_per_phase,
        "Each level fades in for so many images and then trains for as many; by level. The paper: "
        "800000");
    choices.add_list("--batch", &C::batches, "Images a step, by level; multiples of 4");
    choices.add_list("--learning-rate", &C::learning_rates, "Adam's, by level");
    choices.add_action(
        command.add_option("--loss", options->loss, "wgan-gp (the paper's) or logistic-r1")
            ->check(CLI::IsMember({"wgan-gp", "logistic-r1"}))
            ->capture_default_str(),
        [options](C& to) { to.loss = options->loss == "wgan-gp" ? Loss::wgan_gp : Loss::logistic_r1; });
    choices.add_list("--r1-gamma", &C::r1_gammas, "Weight of the R1 penalty, by level");
    choices
        .add("--average-half-life", &C::average_half_life,
             "Of the generator's moving average, in images. The paper: 11085")
        ->capture_default_str();
    choices.add_action(
        command
            .add_option("--fit", options->fit,
                        "How pictures become square: crop (the middle) or pad (the edges drawn out)")
            ->check(CLI::IsMember({"crop", "pad"}))
            ->capture_default_str(),
        [options](C& to) { to.squaring = options->fit == "pad" ? Squaring::pad : Squaring::crop; });
    choices.add_action(
        command.add_flag("--no-mirror", options->no_mirror, "Do not mirror pictures at random"),
        [options](C& to) { to.mirror = !options->no_mirror; });
    choices.add("--seed", &C::seed, "Of all random numbers: the same seed, the same weights on a CPU")
        ->capture_default_str();
    choices.add("--name", &C::name, "The model's name")->type_name("TEXT");
    choices.add("--data-set", &C::data_set, "What the pictures are, for the model's description")
        ->type_name("TEXT");
    choices.add("--licence", &C::licence, "Under which the model may be used")->type_name("TEXT");
    choices.add("--credit", &C::credit, "Line that goes with the model")->type_name("TEXT");
}

}  // namespace

void add_train_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("train", "Train a generator on a folder of pictures");
    const auto options = std::make_shared<Options>();
    const auto choices = std::make_shared<Choices>(*command);
    command->add_option("--data", options->places.data, "Folder of PNG and JPEG pictures, of any size")
        ->type_name("DIR");
    command->add_option("--out", options->places.out, "Folder of the run: checkpoint, model, samples, events")
        ->required()
        ->type_name("DIR");
    command->add_flag("--resume", options->resume, "Go on with the run in --out");
    command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    add_choices(*command, *choices, options);
    command->callback([options, choices] {
        if (!options->resume && options->places.data.empty())
            throw UsageError("Name the folder of pictures with --data DIR.");
        train(*options, [choices](TrainConfiguration& to) { choices->apply(to); });
    });
}

}  // namespace progan::cli
