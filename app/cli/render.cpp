// progan render: renders the faces of seeds or latents, as separate pictures or all in one.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/progress_bar.h"
#include "core/documents/face_picture.h"
#include "core/image/contact_sheet.h"
#include "core/image/images_npy.h"
#include "core/latent/latents_npy.h"
#include "core/support/error.h"

namespace progan::cli {
namespace fs = std::filesystem;
namespace {

/// A sheet of more faces than this does not contain their data, which would outweigh the picture.
constexpr std::size_t kMaxCarriedFaces = 64;
constexpr std::size_t kMaxImageBytes = std::size_t{4} << 30;

struct Options {
    ModelOptions model;
    LatentOptions latents;
    std::optional<int> level;
    std::optional<double> alpha;
    bool grid = false;
    std::vector<int> columns;
    bool captions = false;
    std::string output, save_latents, save_images;
};

bool is_png(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) { return c | 0x20; });
    return extension == ".png";
}

/// One picture file for all, or a folder with one for each?
bool one_file(const Options& options) {
    if (is_png(options.output)) return true;
    if (fs::path(options.output).has_extension() && !fs::is_directory(options.output))
        throw UsageError("\"{}\" is neither a .png file nor a folder.", options.output);
    if (options.grid) throw UsageError("--grid makes one picture, so -o must name a .png file.");
    return false;
}

/// "seed0021.png", "Anna (2).png": the name without characters that file names cannot contain, and unique.
std::string file_name(const NamedLatent& named, std::set<std::string>& taken) {
    std::string name = named.name;
    if (named.seed && name == fmt::format("{}", *named.seed)) {
        char text[32];
        std::snprintf(text, sizeof(text), "seed%04u", *named.seed);
        name = text;
    }
    for (char& c : name)
        if (c == '/' || static_cast<unsigned char>(c) < 0x20) c = '_';
    if (name.empty() || name[0] == '.') name = "face" + name;
    name.resize(std::min<std::size_t>(name.size(), 200));
    std::string unique = name;
    for (int i = 2; !taken.insert(unique).second; ++i) unique = fmt::format("{} ({})", name, i);
    return unique + ".png";
}

void check_memory(const Options& options, std::size_t faces, int level) {
    const auto side = static_cast<std::size_t>(resolution(level));
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
    if (named.seed) favourite.name = fmt::format("Seed {}", *named.seed);
    favourite.model_sha256 = model.sha256;
    favourite.model_name = model.spec.name;
    return favourite;
}

void write_sheet(const Options& options, const std::vector<NamedLatent>& latents,
                 const std::vector<Favourite>& carried, const std::vector<Image>& images) {
    if (images.size() == 1 && !options.grid && !options.captions) {
        write_face_picture(options.output, images[0], carried);
        return;
    }
    ContactSheetOptions sheet;
    sheet.columns = options.columns.empty() ? 0 : options.columns[0];
    std::vector<std::string> captions;
    captions.reserve(latents.size());
    for (const NamedLatent& named : latents) captions.push_back(named.name);
    if (options.captions) sheet.captions = captions;
    write_face_picture(options.output, contact_sheet(images, sheet), carried);
}

void render(const Options& options) {
    const bool sheet = one_file(options);
    if (options.captions && !sheet)
        throw UsageError("--captions needs one picture, so -o must name a .png file.");
    const OpenModel open = open_model(options.model);
    const ModelSpec& spec = open.model.spec;
    const Shown shown = shown_level(spec, options.level, options.alpha);
    const std::vector<NamedLatent> latents =
        read_latents(options.latents, static_cast<std::size_t>(spec.latent_size),
                     seed_mode_from_string(options.model.seed_mode));
    check_memory(options, latents.size(), shown.level);

    std::vector<Image> images;
    std::set<std::string> taken;
    ProgressBar progress("Rendering");
    for (std::size_t i = 0; i < latents.size(); ++i) {
        progress.report(static_cast<std::int64_t>(i), static_cast<std::int64_t>(latents.size()));
        Image image = open.generator->generate(latents[i].latent, shown.level, shown.alpha);
        if (!sheet)
            write_face_picture(fs::path(options.output) / file_name(latents[i], taken), image,
                               {as_favourite(latents[i], i, open.model)});
        if (sheet || !options.save_images.empty()) images.push_back(std::move(image));
    }
    if (sheet) {
        std::vector<Favourite> favourites;
        for (std::size_t i = 0; i < latents.size() && latents.size() <= kMaxCarriedFaces; ++i)
            favourites.push_back(as_favourite(latents[i], i, open.model));
        write_sheet(options, latents, favourites, images);
    }
    if (!options.save_images.empty()) write_images_npy(options.save_images, images);
    if (!options.save_latents.empty()) {
        std::vector<Latent> values;
        values.reserve(latents.size());
        for (const NamedLatent& named : latents) values.push_back(named.latent);
        write_latents_npy(options.save_latents, values);
    }
}

}  // namespace

void add_render_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("render", "Render the faces of seeds or latents");
    const auto options = std::make_shared<Options>();
    add_latent_options(*command, options->latents);
    command->add_option("-o,--output", options->output, "A .png file, or a folder for one picture per face")
        ->required()
        ->type_name("OUT.png|DIR");
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
