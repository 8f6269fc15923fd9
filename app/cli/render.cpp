// progan render: renders the faces of seeds or latents, as separate pictures or all in one.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string_view>

#include "app/cli/command.h"
#include "app/cli/options/model_options.h"
#include "app/cli/progress_bar.h"
#include "app/cli/terminal.h"
#include "core/documents/face_files.h"
#include "core/files/atomic_file.h"
#include "core/image/images_npy.h"
#include "core/latent/latents_npy.h"
#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxImageBytes = std::size_t{4} << 30;
constexpr int kMaxScale = 64;

struct Options {
    ModelOptions model;
    LatentOptions latents;
    std::optional<int> level;
    std::optional<double> alpha;
    bool grid = false;
    std::vector<int> columns;
    bool captions = false;
    std::string output, save_latents, save_images;
    std::string format;  ///< of the files in a folder; empty: PNG
    std::string size;    ///< "512" pixels or "x4"
    std::string filter = "sharp";
    int quality = PictureEncoding().quality;
};

/// One file for all, or a folder with one for each?
bool one_file(const Options& options) {
    if (face_format_of(options.output)) return true;
    if (fs::path(options.output).has_extension() && !fs::is_directory(options.output))
        throw UsageError(
            "\"{}\" is neither a file ending in .png, .jpg, .webp, .npy, .npz, .json or .py nor a folder.",
            options.output);
    if (options.grid)
        throw UsageError("--grid makes one picture, so -o must name a .png, .jpg or .webp file.");
    return false;
}

/// "seed0021.png", "Anna (2).png": unique.
std::string file_name(const NamedLatent& named, FaceFormat format, std::set<std::string>& taken) {
    std::string name = face_file_stem(named);
    if (named.seed && named.name == fmt::format("{}", *named.seed)) {
        char text[32];
        std::snprintf(text, sizeof(text), "seed%04u", *named.seed);
        name = text;
    }
    std::string unique = name;
    for (int i = 2; !taken.insert(unique).second; ++i) unique = fmt::format("{} ({})", name, i);
    return unique + std::string(file_extension(format));
}

/// Pixels per side: "512", or "x4" times the model's.
int side_of(const std::string& size, int model_side) {
    if (size.empty()) return 0;
    const bool scale = size[0] == 'x';
    const std::string_view digits = std::string_view(size).substr(scale ? 1 : 0);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool valid = error == std::errc() && end == digits.data() + digits.size() && number >= 1 &&
                       number <= (scale ? kMaxScale : kMaxFaceSide) &&
                       (!scale || number * model_side <= kMaxFaceSide);
    if (!valid)
        throw UsageError("\"{}\" is not a size: use pixels, 1 to {}, or x1 to x{}.", size, kMaxFaceSide,
                         std::min(kMaxScale, kMaxFaceSide / model_side));
    return scale ? number * model_side : number;
}

FaceFileOptions file_options(const Options& options, int model_side) {
    FaceFileOptions file;
    if (!options.format.empty() && one_file(options))
        throw UsageError("--format is for the files in a folder, but -o names a file.");
    file.format = one_file(options)
                      ? *face_format_of(options.output)
                      : kFaceFormatNames.parse(options.format.empty() ? "png" : options.format, "a format");
    file.side = side_of(options.size, model_side);
    file.filter = kResizeFilterNames.parse(options.filter, "a filter");
    file.quality = options.quality;
    file.sheet = options.grid;
    file.columns = options.columns.empty() ? 0 : options.columns[0];
    const bool picture = picture_format(file.format).has_value();
    if (!picture && (options.grid || options.captions))
        throw UsageError("--grid and --captions make pictures, so -o must name a .png, .jpg or .webp file.");
    return file;
}

void check_memory(const Options& options, std::size_t faces, std::size_t side) {
    if ((one_file(options) || !options.save_images.empty()) && faces * side * side * 3 > kMaxImageBytes)
        throw Error(
            "{0} pictures of {1} x {1} do not fit in one file. Use -o with a folder, without --grid and "
            "--save-images.",
            faces, side);
}

/// The face's data inside its picture. The same command writes the same bytes: no time, no random id.
Favourite as_favourite(const NamedLatent& named, std::size_t index, const Model& model) {
    Favourite favourite{named};
    favourite.id = fmt::format("face{}", index + 1);
    if (named.seed && named.edits.empty()) favourite.name = fmt::format("Seed {}", *named.seed);
    favourite.model_sha256 = model.sha256;
    favourite.model_name = model.spec.name;
    return favourite;
}

/// Latents alone do not have what was changed inside the generator.
void tell_of_lost_edits(const std::string& file, const std::vector<NamedLatent>& faces) {
    const auto edited = std::count_if(faces.begin(), faces.end(),
                                      [](const NamedLatent& face) { return !face.edits.empty(); });
    if (edited > 0)
        note("%s holds only latents, not the edited channels of %s.\n", file.c_str(),
             counted(static_cast<std::size_t>(edited), "face", "faces").c_str());
}

void render(const Options& options) {
    const bool together = one_file(options);
    if (options.captions && !together)
        throw UsageError("--captions needs one picture, so -o must name a .png, .jpg or .webp file.");
    const OpenModel open = open_model(options.model);
    const ModelSpec& spec = open.model.spec;
    const Shown shown = shown_level(spec, options.level, options.alpha);
    const FaceFileOptions file = file_options(options, resolution(shown.level));
    const std::vector<NamedLatent> latents =
        read_latents(options.latents, static_cast<std::size_t>(spec.latent_size),
                     seed_mode_from_string(options.model.seed_mode));
    const bool pictures = picture_format(file.format).has_value();
    if (file.format == FaceFormat::npy || file.format == FaceFormat::python)
        tell_of_lost_edits(options.output, latents);
    if (pictures) check_memory(options, latents.size(), static_cast<std::size_t>(resolution(shown.level)));

    std::vector<Favourite> faces;
    std::vector<Image> images;
    std::set<std::string> taken;
    ProgressBar progress("Rendering");
    for (std::size_t i = 0; i < latents.size(); ++i) {
        progress.report(static_cast<std::int64_t>(i), static_cast<std::int64_t>(latents.size()));
        faces.push_back(as_favourite(latents[i], i, open.model));
        std::vector<Image> image;
        if (pictures || !options.save_images.empty())
            image.push_back(
                open.generator->generate(latents[i].latent, shown.level, shown.alpha, {}, latents[i].edits));
        if (!together)
            write_file_atomically(fs::path(options.output) / file_name(latents[i], file.format, taken),
                                  face_file(file, {&faces.back(), 1}, image));
        if (!image.empty() && (together || !options.save_images.empty()))
            images.push_back(std::move(image.front()));
    }
    if (together) {
        FaceFileOptions captioned = file;
        if (options.captions)
            for (const NamedLatent& named : latents) captioned.captions.push_back(named.name);
        write_file_atomically(options.output, face_file(captioned, faces, images));
    }
    if (!options.save_images.empty()) write_images_npy(options.save_images, images);
    if (!options.save_latents.empty()) {
        std::vector<Latent> values;
        values.reserve(latents.size());
        for (const NamedLatent& named : latents) values.push_back(named.latent);
        write_latents_npy(options.save_latents, values);
        tell_of_lost_edits(options.save_latents, latents);
    }
}

}  // namespace

void add_render_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("render", "Render the faces of seeds or latents");
    const auto options = std::make_shared<Options>();
    add_latent_options(*command, options->latents);
    command
        ->add_option("-o,--output", options->output,
                     "A file for all faces (.png, .jpg, .webp; .npy, .npz, .json, .py: their latents), or a "
                     "folder for "
                     "one file per face")
        ->required()
        ->type_name("FILE|DIR");
    command->add_option("--format", options->format, "File type in the folder (default: png)")
        ->check(CLI::IsMember(kFaceFormatNames.names()));
    command->add_option("--size", options->size, "Pixels per side of a face, or a multiple: x4 (default: x1)")
        ->type_name("PIXELS|xN");
    command
        ->add_option("--filter", options->filter,
                     "How a face is scaled: sharp (Lanczos), smooth (bicubic) or pixels")
        ->check(CLI::IsMember(kResizeFilterNames.names()))
        ->capture_default_str();
    command->add_option("--quality", options->quality, "Quality of JPEG and WebP; 100 makes WebP lossless")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    CLI::Option* grid =
        command
            ->add_option("--grid", options->columns,
                         "Arrange all faces in one image with this many columns (default: a square)")
            ->expected(0, 1)
            ->check(CLI::Range(1, 4096))
            ->type_name("[COLUMNS]");
    command->add_flag("--captions", options->captions, "Caption each face with its seed or name");
    command->add_option("--level", options->level,
                        "0 for 4 x 4, 1 for 8 x 8, ... (default: the model's last)");
    command->add_option("--alpha", options->alpha, "Fade-in alpha: 1 is the level alone, 0 the level below")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--save-latents", options->save_latents, "Also write the latents, float32 [n, size]")
        ->type_name("FILE.npy");
    command
        ->add_option("--save-images", options->save_images,
                     "Also write the pixels, uint8 [n, height, width, 3]")
        ->type_name("FILE.npy");
    add_model_options(*command, options->model);
    command->callback([options, grid] {
        options->grid = grid->count() > 0;
        render(*options);
    });
}

}  // namespace progan::cli
