// progan project: finds the model's faces nearest to photos.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/options/anchor_option.h"
#include "app/cli/options/model_options.h"
#include "app/cli/progress_bar.h"
#include "app/cli/terminal.h"
#include "core/documents/face_picture.h"
#include "core/documents/favourites.h"
#include "core/files/atomic_file.h"
#include "core/files/json_text.h"
#include "core/files/sha256.h"
#include "core/image/contact_sheet.h"
#include "core/image/difference.h"
#include "core/image/image_file.h"
#include "core/import/import.h"
#include "core/latent/latents_npy.h"
#include "core/project/alignment.h"
#include "core/project/photo_projector.h"
#include "core/project/picture_loss.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan::cli {
namespace fs = std::filesystem;
namespace {

constexpr int kSheetGap = 2;

struct Options {
    ModelOptions model;
    std::vector<std::string> photos;
    std::string output, anchors;
    bool no_align = false, json = false;
    std::uint32_t seed = 0;
    SearchOptions search;
};

/// Where what was found for a photo goes.
struct Files {
    fs::path latent, face, comparison, curve;
    std::vector<fs::path> all() const { return {latent, face, comparison, curve}; }
};

/// Unique among those of one command.
Files files_of(const fs::path& folder, const fs::path& photo, std::set<std::string>& taken) {
    const std::string stem = photo.stem().string();
    std::string name = stem;
    for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{} ({})", stem, i);
    return {folder / (name + "_face.npy"), folder / (name + "_face.png"), folder / (name + "_comparison.png"),
            folder / (name + "_curve.csv")};
}

void check_outputs(const std::vector<Files>& files, const std::vector<std::string>& photos) {
    std::error_code ignored;
    for (const Files& of_photo : files)
        for (const fs::path& file : of_photo.all())
            for (const std::string& photo : photos)
                if (fs::equivalent(file, photo, ignored))
                    throw UsageError(
                        "{} is one of the photos and would be overwritten: choose another folder with -o.",
                        file.string());
}

/// What was found, as the JSON output and the lines in words say it.
struct Found {
    std::string photo;
    SearchResult result;
    std::size_t closeness = 0, bank_faces = 0;
    Files files;
};

void tell(const Found& found) {
    say("%s: %.1f dB. ", printable(found.photo).c_str(), psnr(found.result.squared_error));
    if (found.closeness <= kUnlikeAnything) say("The photo is unlike anything that this model makes: ");
    say("The face is nearer to it than %zu of %zu random faces are to the nearest of %zu others.\n",
        found.closeness, FaceBank::kProbes, found.bank_faces);
}

nlohmann::ordered_json as_json(const Found& found) {
    return {{"photo", found.photo},
            {"psnr", psnr(found.result.squared_error)},
            {"closer_than", found.closeness},
            {"of_random_faces", FaceBank::kProbes},
            {"nearest_of", found.bank_faces},
            {"evaluations", found.result.evaluations},
            {"complete", found.result.complete},
            {"latent", found.files.latent.string()},
            {"face", found.files.face.string()},
            {"comparison", found.files.comparison.string()},
            {"curve", found.files.curve.string()}};
}

/// The course of one search.
class Curve {
  public:
    void add(const SearchProgress& progress) {
        const int side = resolution(progress.level);
        if (side == side_ && progress.candidates == candidates_ && progress.error == error_) return;
        side_ = side;
        candidates_ = progress.candidates;
        error_ = progress.error;
        text_ += fmt::format("{},{},{},{:.9g}\n", progress.evaluations, side_, candidates_, error_);
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_ = "evaluations,side,candidates,error\n";
    int side_ = 0;
    std::size_t candidates_ = 0;
    double error_ = -1;
};

class Projecting {
  public:
    explicit Projecting(const Options& options) : options_(options) {
        if (!options.anchors.empty()) anchors_ = parse_anchors(options.anchors);
        if (anchors_ && options.photos.size() > 1)
            throw UsageError("--anchors is for a single photo, but {} were given.", options.photos.size());
        std::set<std::string> taken;
        for (const std::string& photo : options.photos)
            files_.push_back(files_of(options.output, photo, taken));
        check_outputs(files_, options.photos);
        model_ = open_any_model(model_path(options.model));
        if (anchors_ && !model_.anchors)
            throw Error(
                "{} does not record where the eyes and the mouth of its faces are, so --anchors cannot be "
                "used: progan convert --anchors writes a copy that does.",
                model_path(options.model));
        // A photo that cannot be read is known before the search, which takes long.
        for (const std::string& photo : options.photos) pictures_.push_back(prepared(photo));
    }

    void run() {
        ProgressBar bar("Preparing the model");
        PhotoProjector projector(model_, {0, ProjectorOptions().faces, options_.seed},
                                 [&](std::int64_t done, std::int64_t total) { bar.report(done, total); });
        bar.clear();
        say_when_stopped("Stopped; what was found so far is in " + options_.output + ".");
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (std::size_t i = 0; i < pictures_.size() && !interrupted_; ++i) {
            const Found found = search(projector, i);
            write(found, i);
            if (options_.json)
                list.push_back(as_json(found));
            else
                tell(found);
        }
        if (options_.json) say("%s\n", json_line(list, 2).c_str());
        if (interrupted_) throw Cancelled();
    }

  private:
    AlignedPhoto prepared(const std::string& photo) const {
        const Image image = read_image(photo);
        const int side = resolution(model_.spec.last_level);
        try {
            if (anchors_) return align(image, *anchors_, *model_.anchors, side);
            AlignedPhoto central = central_part(image, side);
            if (!options_.no_align)
                note("%s: using its central square. Use --anchors to mark the eyes and the mouth.\n",
                     photo.c_str());
            return central;
        } catch (const Error& error) {
            throw Error("{}: {}", photo, error.what());
        }
    }

    Found search(PhotoProjector& projector, std::size_t index) {
        const AlignedPhoto& photo = pictures_[index];
        ProgressBar bar(fs::path(options_.photos[index]).filename().string());
        curve_ = {};
        Found found{options_.photos[index],
                    projector.search(photo.picture, photo.weights, options_.search,
                                     [&](const SearchProgress& progress) {
                                         curve_.add(progress);
                                         return go_on(bar, progress);
                                     }),
                    0, projector.bank().size(), files_[index]};
        found.closeness = projector.closeness(photo.picture, found.result.face);
        return found;
    }

    /// After Ctrl+C, what is found so far is written.
    bool go_on(ProgressBar& bar, const SearchProgress& progress) {
        try {
            bar.report(
                std::lround(1000 * progress.done), 1000,
                fmt::format("{:.1f} dB at {} pixels", psnr(progress.error), resolution(progress.level)));
        } catch (const Cancelled&) {
            interrupted_ = true;
        }
        return !interrupted_;
    }

    void write(const Found& found, std::size_t index) {
        const Image& photo = pictures_[index].picture;
        Favourite favourite{{found.result.latent, {}, fs::path(found.photo).stem().string()}};
        // The same photo in the same model has the same place in the list.
        const std::string identity = model_.sha256 + sha256_hex(std::as_bytes(std::span(photo.rgb)));
        favourite.id = sha256_hex(std::as_bytes(std::span(identity))).substr(0, 32);
        favourite.created = utc_now_iso8601();
        favourite.model_sha256 = model_.sha256;
        favourite.model_name = model_.spec.name;
        favourite.image = found.files.face.filename().string();
        write_latents_npy(found.files.latent, {&found.result.latent, 1});
        write_face_picture(found.files.face, found.result.face, {favourite});
        const Difference change = difference(photo, found.result.face);
        const Image sheet[] = {photo, found.result.face, heat_map(change, heat_scale(change))};
        write_png(found.files.comparison, contact_sheet(sheet, {3, kSheetGap, {}}));
        write_file_atomically(found.files.curve, curve_.text());
        add_to_favourites(std::move(favourite));
    }

    void add_to_favourites(Favourite favourite) const {
        const fs::path path = fs::path(options_.output) / "favourites.json";
        LoadedFavourites loaded = load_favourites(path);
        if (!loaded.warning.empty()) note("%s\n", loaded.warning.c_str());
        const auto known = std::find_if(loaded.favourites.begin(), loaded.favourites.end(),
                                        [&](const Favourite& other) { return other.id == favourite.id; });
        if (known != loaded.favourites.end())
            *known = std::move(favourite);
        else
            loaded.favourites.push_back(std::move(favourite));
        write_file_atomically(path, favourites_to_json(loaded.favourites));
    }

    const Options& options_;
    std::optional<FaceAnchors> anchors_;
    Model model_;
    std::vector<Files> files_;
    std::vector<AlignedPhoto> pictures_;
    Curve curve_;
    bool interrupted_ = false;
};

}  // namespace

void add_project_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("project", "Find the model's faces nearest to photos");
    const auto options = std::make_shared<Options>();
    command->add_option("photos", options->photos, "Photos: PNG, JPEG, WebP and others")
        ->required()
        ->type_name("PHOTO...");
    command
        ->add_option("-o,--output", options->output,
                     "Folder for each photo's latent, face, comparison and curve, and their favourites.json")
        ->required()
        ->type_name("DIR");
    CLI::Option* anchors =
        command
            ->add_option(
                "--anchors", options->anchors,
                "Left eye, right eye and mouth in the photo's pixels (default: use its central square)")
            ->type_name(kAnchorsType);
    command->add_flag("--no-align", options->no_align, "Use the central square, without a notice")
        ->excludes(anchors);
    command->add_option("--starts", options->search.starts, "Number of faces to start the search from")
        ->check(CLI::Range(1, SearchOptions::kMaxStarts))
        ->capture_default_str();
    CLI::Option* steps = command
                             ->add_option("--steps", options->search.steps,
                                          "Steps of the final descent; earlier descents use fewer (default: "
                                          "100, or fewer if the model is slow)")
                             ->check(CLI::Range(1, SearchOptions::kMaxSteps));
    command->add_option("--seed", options->seed, "Seed of the random faces that the search begins with")
        ->capture_default_str();
    CLI::Option* time = command
                            ->add_option("--time", options->search.seconds,
                                         "Maximum seconds per photo (default: no limit, but about half a "
                                         "minute on two processors if the model is slow)")
                            ->check(CLI::PositiveNumber)
                            ->type_name("SECONDS");
    command->add_flag("--json", options->json, "Print one JSON document");
    command
        ->add_option("--model", options->model.model,
                     "Model file or checkpoint (default: the included model)")
        ->type_name("FILE");
    command->callback([options, steps, time] {
        if (steps->count() > 0 || time->count() > 0) options->search.flops = 0;
        Projecting(*options).run();
    });
}

}  // namespace progan::cli
