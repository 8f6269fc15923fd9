// progan convert: converts any supported checkpoint to a model file, or to a file for other programs.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/options/anchor_option.h"
#include "app/cli/options/import_options.h"
#include "app/cli/progress_bar.h"
#include "app/cli/terminal.h"
#include "core/export/gan_zoo_file.h"
#include "core/export/model_npz.h"
#include "core/export/onnx_file.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/model_file.h"
#include "core/model/preview/refit_heads.h"

namespace progan::cli {
namespace {

struct Options {
    std::string checkpoint, output;
    ImportOptions import;
    bool refit_heads = false;
    std::string anchors;
};

constexpr int kFacesToFit = 400;

using Write = void (*)(const std::filesystem::path&, const Model&);

/// By the output's extension.
Write writer_for(const std::filesystem::path& output) {
    if (is_model_file_name(output)) return save_model;
    const std::string extension = output.extension().string();
    if (extension == ".npz") return save_model_npz;
    if (extension == ".onnx") return save_onnx;
    if (extension == ".pth") return save_gan_zoo;
    throw UsageError("-o must name a .safetensors, .npz, .onnx or .pth file, not \"{}\".", output.string());
}

/// From pixels of the model's faces to parts of their side.
FaceAnchors in_parts(FaceAnchors anchors, int side) {
    for (AnchorPoint* point : {&anchors.left_eye, &anchors.right_eye, &anchors.mouth}) {
        point->x /= side;
        point->y /= side;
    }
    validate(anchors);
    return anchors;
}

}  // namespace

void add_convert_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("convert", "Convert a checkpoint to a model file");
    const auto options = std::make_shared<Options>();
    command->add_option("checkpoint", options->checkpoint, "Checkpoint file, or TensorFlow checkpoint folder")
        ->type_name("CHECKPOINT")
        ->required();
    command
        ->add_option(
            "-o,--output", options->output,
            "Model file to write; or an .npz file for NumPy, an .onnx file for ONNX Runtime, a .pth file for "
            "Facebook's pytorch_GAN_zoo")
        ->type_name("FILE")
        ->required();
    add_import_options(*command, options->import);
    command->add_flag("--refit-heads", options->refit_heads,
                      "Fit a new to-RGB head at every level below the last, so that faces keep their colours "
                      "at every size");
    command
        ->add_option("--anchors", options->anchors,
                     "Positions of the left eye, the right eye and the mouth in its faces, in pixels: photos "
                     "are aligned to them (progan project)")
        ->type_name(kAnchorsType);
    command->callback([options] {
        const std::optional<FaceAnchors> anchors =
            options->anchors.empty() ? std::nullopt : std::optional(parse_anchors(options->anchors));
        const Write write = writer_for(options->output);
        const bool for_others = !is_model_file_name(options->output);
        if (for_others && anchors)
            throw UsageError("Only a .safetensors file can hold anchors, so --anchors needs -o to name one.");
        Model model;
        {
            ProgressBar bar("Converting");
            model = open_any_model(options->checkpoint, options->import,
                                   [&](std::int64_t done, std::int64_t total) { bar.report(done, total); });
        }
        if (options->refit_heads) {
            const std::unique_ptr<Generator> generator = make_cpu_generator(model);
            ProgressBar bar("Fitting heads");
            refit_heads(model, *generator, kFacesToFit,
                        [&](std::int64_t done, std::int64_t total) { bar.report(done, total); });
        }
        if (anchors) model.anchors = in_parts(*anchors, resolution(model.spec.last_level));
        write(options->output, model);
        for (const OriginFact& fact : model.origin) say_fact(fact.what, fact.value);
        say_fact("Written", options->output);
        if (for_others && (!model.axes.empty() || model.anchors))
            say_fact("Left out", "the model's axes and anchors, which only a .safetensors file can hold");
    });
}

}  // namespace progan::cli
