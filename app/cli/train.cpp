// progan train: trains a generator on a folder of pictures, by progressive growing.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_bar.h"
#include "app/cli/terminal.h"
#include "core/image/picture_kind.h"
#include "core/machine/machine_facts.h"
#include "core/model/devices/local_backend.h"
#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/support/paths.h"
#include "core/support/text.h"
#include "core/train/picture_folder.h"
#include "core/train/run_log.h"
#include "core/train/training_memory.h"
#include "core/train/training_run.h"

namespace progan::cli {
namespace {

struct Options {
    TrainingPlaces places;
    std::string loss = "logistic-r1", fit = "crop", device = "auto";
    std::string augment = "ada", on_divergence = "stop";
    bool resume = false, no_mirror = false;
    InitialWeights initial;  ///< no model: a new run starts at random
};

const std::vector<int> kPaperChannels{512, 512, 512, 512, 256, 128, 64, 32, 16};

/// Each of several processes on a machine uses its own GPU.
std::string cuda_or_cpu(const std::string& requested,
                        const std::optional<ProcessGroupConfig>& process_group) {
    if (requested == "cpu") return requested;
    const std::string device = resolve_device(requested, open_local_backend()->devices());
    return process_group && requested != device && device.starts_with("cuda")
               ? fmt::format("cuda:{}", process_group->local_rank)
               : device;
}

std::optional<ProcessGroupConfig> process_group() {
    return process_group_from_environment([](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    });
}

std::string phase_text(const SchedulePoint& position) {
    return fmt::format("{0} x {0} {1}", resolution(position.level),
                       position.fading ? "fading in" : "training");
}

std::string detail(const TrainingProgress& progress) {
    return fmt::format("{}{}{:.1f} images/s  loss G {:.3f} D {:.3f}",
                       progress.position.fading ? fmt::format("alpha {:.2f}  ", progress.position.alpha) : "",
                       progress.augment_probability > 0
                           ? fmt::format("augmented {:.2f}  ", progress.augment_probability)
                           : "",
                       progress.images_per_second, progress.losses.generator, progress.losses.discriminator);
}

void tell_pictures(const TrainingRun& run) {
    say("%zu pictures of %d x %d", run.picture_count(), run.configuration().resolution,
        run.configuration().resolution);
    if (run.configuration().held_back > 0)
        say(", %d of them held back to compare with", run.configuration().held_back);
    const PictureCache::Built& built = run.pictures();
    if (built.enlarged > 0) say(", %zu of them enlarged", built.enlarged);
    if (built.transparent > 0) say(", %zu with transparency made white", built.transparent);
    if (built.unreadable > 0) say(", %zu unreadable ones skipped (see skipped.txt)", built.unreadable);
    say("\n");
    if (static_cast<std::int64_t>(run.picture_count()) < kFewPictures)
        say("So few pictures would be memorised: use at least a few hundred, or better still thousands.\n");
    if (const std::string left_out = left_out_sentence(built.left_out); !left_out.empty())
        say("%s\n", left_out.c_str());
}

using Change = std::function<void(TrainConfiguration&)>;

/// A value that is not allowed was given with the command.
void check_values(const TrainConfiguration& configuration) {
    try {
        validate(configuration);
    } catch (const Error& error) {
        throw UsageError(error.what());
    }
}

/// Linux would let the run begin, and end it without a word once it touches more than there is.
void check_memory(const TrainConfiguration& configuration) {
    const std::int64_t needed = least_training_bytes(configuration), there = machine_facts().memory_bytes;
    if (there > 0 && needed > there)
        throw Error(
            "The weights alone would take {} of memory to train, but this machine has {}: choose fewer "
            "channels.",
            bytes_text(static_cast<double>(needed)), bytes_text(static_cast<double>(there)));
}

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
    check_values(configuration);
    if (options.places.device == "cpu") check_memory(configuration);
    const bool given = !options.initial.model.empty();
    return std::make_unique<TrainingRun>(configuration, options.places, report,
                                         given ? std::optional(options.initial) : std::nullopt);
}

void train(Options options, const Change& change) {
    keep_large_memory();
    options.places.library = find_torch_library();
    options.places.process_group = process_group();
    options.places.device = cuda_or_cpu(options.device, options.places.process_group);
    const std::unique_ptr<TrainingRun> run = open_run(options, change);
    if (run->position().finished) {
        say("The run in %s is finished: %lld images. Its model is model.safetensors.\n",
            options.places.out.string().c_str(), static_cast<long long>(run->images()));
        return;
    }
    if (!options.places.writes()) {
        // The first process stops between two steps and writes a checkpoint; the others then lose it.
        try {
            run->run({});
        } catch (const Error&) {
            check_interrupted();
            throw;
        }
        return;
    }
    tell_pictures(*run);
    if (options.places.process_group)
        say("Every batch is divided among %d processes\n", options.places.process_group->world_size);
    std::fflush(stdout);
    say_when_stopped(
        fmt::format("Stopped. Continue with: progan train --resume --out '{}'", options.places.out.string()));
    ProgressBar bar("Training");
    std::int64_t phase = -1;
    run->run([&](const TrainingProgress& progress) {
        if (progress.position.phase_begin != phase) {
            phase = progress.position.phase_begin;
            bar.clear();
            say("%10lld images: %s\n", static_cast<long long>(progress.images - progress.position.batch),
                phase_text(progress.position).c_str());
            std::fflush(stdout);
        }
        for (const std::string& sentence : progress.messages) {
            bar.clear();
            say("%10lld images: %s\n", static_cast<long long>(progress.images), sentence.c_str());
            std::fflush(stdout);
        }
        bar.report(progress.images, progress.total, detail(progress), progress.seconds_left);
    });
    bar.clear();
    say("Finished after %lld images: %s\n", static_cast<long long>(run->images()),
        (options.places.out / "model.safetensors").string().c_str());
    if (const std::optional<BestSnapshot>& best = run->best())
        say("Nearest to the held-back pictures after %lld images (distance %.1f): %s\n",
            static_cast<long long>(best->images), best->distance,
            (options.places.out / "best.safetensors").string().c_str());
}

/// The options that define a run, each with the member it sets. Only the given ones are applied, to the
/// defaults or to the configuration of a resumed run.
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

std::optional<double> number(const std::string& text) {
    double value = 0;
    return CLI::detail::lexical_cast(text, value) ? std::optional(value) : std::nullopt;
}

/// A complaint, or nothing: CLI11's check.
std::string is_augment(const std::string& text) {
    if (text == kAugmentNames.name(Augment::adaptive) || text == kAugmentNames.name(Augment::none)) return {};
    const std::optional<double> probability = number(text);
    if (probability && *probability >= 0 && *probability <= kMaxAugmentation) return {};
    return fmt::format("it must be ada, none or a probability from 0 to {}", kMaxAugmentation);
}

void set_augment(const std::string& text, TrainConfiguration& to) {
    const std::optional<double> probability = number(text);
    to.augment_probability = probability.value_or(0);
    to.augment = probability ? Augment::fixed : kAugmentNames.parse(text, "a way of augmenting");
}

void add_picture_choices(CLI::App& command, Choices& choices, const std::shared_ptr<Options>& options) {
    using C = TrainConfiguration;
    choices.add_action(
        command
            .add_option("--fit", options->fit,
                        "How to make pictures square: crop (to the centre) or pad (by repeating the edges)")
            ->check(CLI::IsMember(kCropModeNames.names()))
            ->capture_default_str(),
        [options](C& to) {
            to.crop_mode = kCropModeNames.parse(options->fit, "a way of making pictures square");
        });
    choices.add_action(
        command.add_flag("--no-mirror", options->no_mirror, "Do not mirror pictures at random"),
        [options](C& to) { to.mirror = !options->no_mirror; });
    choices.add_action(command
                           .add_option("--augment", options->augment,
                                       "Augment the pictures that the discriminator sees, so that it cannot "
                                       "memorise them: ada (as often as needed), none, or a probability up "
                                       "to 0.8 (default: ada below 20000 pictures, otherwise none)")
                           ->check(is_augment)
                           ->type_name("ada|none|P"),
                       [options](C& to) { set_augment(options->augment, to); });
    choices
        .add("--held-back", &C::held_back,
             "Number of pictures to hold back and compare the faces with at every snapshot; 0 for none "
             "(default: a tenth, at most 2000, none below 200 pictures)")
        ->check(CLI::Range(0, 1'000'000))
        ->type_name("N");
}

void add_choices(CLI::App& command, Choices& choices, const std::shared_ptr<Options>& options) {
    using C = TrainConfiguration;
    choices.add("--resolution", &C::resolution, "Pixels per side: 4, 8, ... 1024")->capture_default_str();
    choices.add("--latent", &C::latent_size, "Latent size (default: 128, on a GPU 512)")->type_name("N");
    choices
        .add("--channels", &C::channels,
             "Features per level, 4 x 4 first; the last entry applies to all further levels "
             "(default: 96,96,64,32,16; on a GPU 512,512,512,512,256,128,64,32,16)")
        ->delimiter(',')
        ->type_name("N,...");
    choices
        .add("--discriminator-channels", &C::discriminator_channels,
             "Features per level of the discriminator (default: those of --init-discriminator, otherwise "
             "those of --channels)")
        ->delimiter(',')
        ->type_name("N,...");
    choices.add_list("--images-per-phase", &C::images_per_phase,
                     "Images per phase, by level: a level fades in over this many, then trains for as many "
                     "again (the paper uses 800000)");
    choices.add_list("--batch", &C::batches, "Images per step, by level; multiples of 4");
    choices.add_list("--learning-rate", &C::learning_rates, "Learning rate, by level");
    choices.add_action(
        command.add_option("--loss", options->loss, "Loss function: wgan-gp (the paper's) or logistic-r1")
            ->check(CLI::IsMember(kLossNames.names()))
            ->capture_default_str(),
        [options](C& to) { to.loss = kLossNames.parse(options->loss, "a loss"); });
    choices.add_list("--r1-gamma", &C::r1_gammas, "Weight of the R1 penalty, by level");
    choices
        .add("--average-half-life", &C::ema_half_life,
             "Half-life of the generator's moving average, in images (the paper uses 11085)")
        ->capture_default_str();
    add_picture_choices(command, choices, options);
    choices.add_action(
        command
            .add_option("--on-divergence", options->on_divergence,
                        "When a loss or a weight is no longer a finite number: stop, or retry from the last "
                        "checkpoint with half the learning rate")
            ->check(CLI::IsMember(kOnDivergenceNames.names()))
            ->capture_default_str(),
        [options](C& to) {
            to.on_divergence = kOnDivergenceNames.parse(options->on_divergence, "a way to handle divergence");
        });
    choices.add("--seed", &C::seed, "Random seed; the same seed gives the same weights on a CPU")
        ->capture_default_str();
    choices.add("--name", &C::name, "Name of the model")->type_name("TEXT");
    choices.add("--data-set", &C::data_set, "Name of the data set, for the model's description")
        ->type_name("TEXT");
    choices.add("--licence", &C::licence, "Licence of the model")->type_name("TEXT");
    choices.add("--credit", &C::credit, "Credit line of the model")->type_name("TEXT");
}

}  // namespace

void add_train_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("train", "Train a generator on a folder of pictures");
    const auto options = std::make_shared<Options>();
    const auto choices = std::make_shared<Choices>(*command);
    command
        ->add_option("--data", options->places.data,
                     "Folder of pictures (" + readable_kinds() + "), including subfolders")
        ->type_name("DIR");
    command
        ->add_option("--out", options->places.out, "Folder for the run: checkpoint, model, samples, events")
        ->required()
        ->type_name("DIR");
    command->add_flag("--resume", options->resume, "Continue the run in --out");
    command
        ->add_option("--init", options->initial.model,
                     "Start a new run from this model, written by progan train, at its size")
        ->check(CLI::ExistingFile)
        ->type_name("MODEL");
    command
        ->add_option("--init-discriminator", options->initial.discriminator,
                     "With --init: discriminator.safetensors from that model's run, which may have fewer "
                     "channels (default: an untrained one)")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    command->add_option("--device", options->device, "Device to train on: auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    add_choices(*command, *choices, options);
    command->callback([options, choices] {
        if (!options->resume && options->places.data.empty())
            throw UsageError("Specify the folder of pictures with --data DIR.");
        if (options->resume && !options->initial.model.empty())
            throw UsageError("A run starts from a model with --init or continues with --resume, not both.");
        if (options->initial.model.empty() && !options->initial.discriminator.empty())
            throw UsageError("--init-discriminator needs --init MODEL.");
        train(*options, [choices](TrainConfiguration& to) { choices->apply(to); });
    });
}

}  // namespace progan::cli
