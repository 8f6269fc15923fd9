// progan evaluate: measures how close a model's faces are to the pictures it was trained on, or
// (evaluate_axes.h) whether its axes do what they say.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/evaluate_axes.h"
#include "app/cli/options/model_options.h"
#include "app/cli/progress_bar.h"
#include "app/cli/terminal.h"
#include "core/files/json_text.h"
#include "core/metrics/ms_ssim.h"
#include "core/metrics/sliced_wasserstein.h"
#include "core/support/error.h"
#include "core/system/process.h"
#include "core/train/picture_cache.h"
#include "core/train/picture_folder.h"

namespace progan::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBatch = 8;

struct Options {
    ModelOptions model;
    fs::path data;
    std::size_t images = 16384;
    SwdOptions swd;
    std::size_t pairs = 1000;
    bool json = false, pad = false;
    EvaluateAxesOptions axes;
};

/// The pictures as in training: square, at the model's resolution. The cache is a temporary file.
class Pictures {
  public:
    Pictures(const Options& options, int side) : file_(unique_file()), side_(side) {
        TrainConfiguration configuration;
        configuration.resolution = side;
        configuration.crop_mode = options.pad ? CropMode::pad : CropMode::crop;
        ProgressBar bar("Reading pictures");
        built_ = PictureCache::build(options.data, file_, configuration,
                                     [&](std::int64_t done, std::int64_t total) { bar.report(done, total); });
        bar.clear();
        tell();
        cache_ = std::make_unique<PictureCache>(file_);
    }
    ~Pictures() {
        std::error_code ignored;
        fs::remove(file_, ignored);
    }
    Pictures(const Pictures&) = delete;
    Pictures& operator=(const Pictures&) = delete;

    std::size_t size() const { return cache_->size(); }
    Image picture(const Sample& sample) const {
        Image image(side_, side_);
        int level = 0;
        while (resolution(level) < side_) ++level;
        cache_->read(std::span(&sample, 1), level, image.rgb.data());
        return image;
    }

  private:
    static fs::path unique_file() {
        std::error_code error;
        const fs::path folder = fs::temp_directory_path(error);
        if (error)
            throw Error("The folder for temporary files (TMPDIR) cannot be used: {}.", error.message());
        return folder / fmt::format("progan-evaluate-{}.cache", system::process_id());
    }

    void tell() const {
        if (!built_.skipped.empty())
            note("%zu unreadable pictures are left out; the first: %s\n", built_.skipped.size(),
                 built_.skipped[0].c_str());
        if (const std::string left_out = left_out_sentence(built_.left_out); !left_out.empty())
            note("%s\n", left_out.c_str());
    }

    fs::path file_;
    int side_;
    PictureCache::Built built_;
    std::unique_ptr<PictureCache> cache_;
};

std::vector<Image> faces(Generator& generator, std::size_t first, std::size_t count) {
    const ModelSpec& spec = generator.spec();
    std::vector<Latent> latents;
    for (std::size_t i = first; i < first + count; ++i)
        latents.push_back(latent_from_seed(static_cast<std::uint32_t>(i),
                                           static_cast<std::size_t>(spec.latent_size), SeedMode::numpy));
    return generator.generate_batch(latents, spec.last_level, spec.alpha);
}

double variety(Generator& generator, std::size_t pairs) {
    ProgressBar bar("Comparing faces");
    double sum = 0;
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        bar.report(static_cast<std::int64_t>(pair), static_cast<std::int64_t>(pairs));
        const std::vector<Image> two = faces(generator, 2 * pair, 2);
        sum += ms_ssim(two[0], two[1]);
    }
    return sum / static_cast<double>(pairs);
}

double real_variety(const Pictures& pictures, EpochSampler& order, std::size_t pairs) {
    double sum = 0;
    const std::vector<Sample> samples = order.samples(0, static_cast<int>(2 * pairs));
    for (std::size_t pair = 0; pair < pairs; ++pair)
        sum += ms_ssim(pictures.picture(samples[2 * pair]), pictures.picture(samples[2 * pair + 1]));
    return sum / static_cast<double>(pairs);
}

void print(const std::vector<SwdLevel>& fake, const std::vector<SwdLevel>& real, std::size_t images,
           double ssim, double real_ssim) {
    say("Sliced Wasserstein distance x 1000 over %zu images (in brackets: real against real):\n", images);
    for (std::size_t i = 0; i < fake.size(); ++i)
        say("  %4d x %-4d %8.2f  (%.2f)\n", fake[i].resolution, fake[i].resolution, fake[i].distance,
            real[i].distance);
    say("  mean        %8.2f  (%.2f)\n", mean_distance(fake), mean_distance(real));
    say("MS-SSIM between faces: %.4f  (between real pictures %.4f)\n", ssim, real_ssim);
}

nlohmann::ordered_json as_json(const std::vector<SwdLevel>& levels) {
    nlohmann::ordered_json result;
    for (const SwdLevel& level : levels) result[std::to_string(level.resolution)] = level.distance;
    result["mean"] = mean_distance(levels);
    return result;
}

/// --labels, or what compares pictures.
void check_together(const CLI::App& command) {
    if (command.count("--labels") == 0) {
        for (const char* option : {"--axes", "--faces", "--skip-missing", "--markdown"})
            if (command.count(option) > 0) throw UsageError("{} needs --labels CSV.", option);
        return;
    }
    for (const char* option : {"--patches", "--pairs", "--pad"})
        if (command.count(option) > 0)
            throw UsageError("{} does not apply with --labels, which does not compare pictures.", option);
    if (command.count("--json") > 0 && command.count("--markdown") > 0)
        throw UsageError("--json and --markdown cannot be used together.");
}

void evaluate_labelled(const Options& options) {
    EvaluateAxesOptions axes = options.axes;
    axes.data = options.data;
    axes.pictures = options.images;
    axes.json = options.json;
    evaluate_axes(options.model, axes);
}

void evaluate(const Options& options) {
    const OpenModel open = open_model(options.model);
    const int side = resolution(open.model.spec.last_level);
    PatchSet fakes(side, options.swd, 0);  // rejects a size that is too small before anything is read
    PatchSet reals(side, options.swd, 1), others(side, options.swd, 2);
    const Pictures pictures(options, side);
    // Two disjoint sets of pictures: one to compare with, the other for the lower bound of the distance.
    const std::size_t count = std::min(options.images, pictures.size() / 2);
    EpochSampler order(options.swd.seed, pictures.size(), true);
    {
        ProgressBar bar("Making faces");
        const std::vector<Sample> samples = order.samples(0, static_cast<int>(2 * count));
        for (std::size_t i = 0; i < count; i += kBatch) {
            bar.report(static_cast<std::int64_t>(i), static_cast<std::int64_t>(count));
            for (const Image& face : faces(*open.generator, i, std::min(kBatch, count - i))) fakes.add(face);
            for (std::size_t k = i; k < std::min(i + kBatch, count); ++k) {
                reals.add(pictures.picture(samples[k]));
                others.add(pictures.picture(samples[count + k]));
            }
        }
    }
    ProgressBar bar("Comparing");
    const ProgressReport report = [&](std::int64_t done, std::int64_t total) { bar.report(done, total); };
    const std::vector<SwdLevel> fake = sliced_wasserstein(fakes, reals, report);
    const std::vector<SwdLevel> real = sliced_wasserstein(others, reals, report);
    bar.clear();
    const std::size_t pairs = std::min(options.pairs, pictures.size() / 2);
    const double ssim = variety(*open.generator, pairs), real_ssim = real_variety(pictures, order, pairs);
    if (!options.json) {
        print(fake, real, count, ssim, real_ssim);
        return;
    }
    say("%s\n", json_line(nlohmann::ordered_json{{"model", open.model.spec.name},
                                                 {"model_sha256", open.model.sha256},
                                                 {"images", count},
                                                 {"patches_per_image", options.swd.patches_per_image},
                                                 {"swd_x1000", as_json(fake)},
                                                 {"swd_x1000_real_against_real", as_json(real)},
                                                 {"ms_ssim_pairs", pairs},
                                                 {"ms_ssim", ssim},
                                                 {"ms_ssim_real", real_ssim}},
                          2)
                    .c_str());
}

}  // namespace

void add_evaluate_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand(
        "evaluate",
        "Compare faces with real pictures: sliced Wasserstein distance, MS-SSIM; or check whether a "
        "model's axes do what they say");
    command->footer(
        "With --labels, a second predictor judges each axis that was learned from labels. It is trained on "
        "the pixels\n"
        "of pictures that the axes were not learned from, and checks whether the attribute rises over the "
        "range,\n"
        "without falling back, on 90 % of the faces, and which others change by more than 30 % of its "
        "change. Those that\n"
        "are correlated in the labels themselves (|r| above 0.3) are listed, but not held against the "
        "axis.");
    const auto options = std::make_shared<Options>();
    command
        ->add_option("--data", options->data,
                     "Folder of the training pictures; with --labels, of the labelled ones")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--images", options->images,
                     "Number of faces and pictures to compare, at most half of the pictures; with --labels: "
                     "maximum number of pictures to learn from, spread evenly")
        ->check(CLI::Range(4, 1'000'000))
        ->capture_default_str();
    command->add_option("--patches", options->swd.patches_per_image, "Patches per image and level")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    command->add_option("--pairs", options->pairs, "Pairs for MS-SSIM (the paper uses 10000)")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_flag("--pad", options->pad, "The model was trained with --fit pad");
    command
        ->add_option("--labels", options->axes.labels,
                     "Check the axes learned from labels instead: a CSV file as for progan directions, of "
                     "pictures that the axes were not learned from")
        ->type_name("CSV");
    command
        ->add_option("--axes", options->axes.axes,
                     "labels: file of the axes, .npz (default: those that the model carries)")
        ->type_name("FILE");
    command
        ->add_option("--faces", options->axes.faces, "labels: number of random faces to turn along each axis")
        ->check(CLI::Range(2, 100'000))
        ->capture_default_str();
    command->add_flag("--skip-missing", options->axes.skip_missing,
                      "labels: skip lines whose picture is missing");
    command->add_flag("--markdown", options->axes.markdown,
                      "labels: print Markdown, for a model's card, with what each axis changes");
    command->add_flag("--json", options->json, "Print one JSON document");
    add_model_options(*command, options->model);
    command->callback([options, command] {
        check_together(*command);
        command->count("--labels") > 0 ? evaluate_labelled(*options) : evaluate(*options);
    });
}

}  // namespace progan::cli
