// progan interpolate: records an animation from face to face.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/options/frame_range.h"
#include "app/cli/options/model_options.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_job.h"
#include "app/cli/terminal.h"
#include "core/axes/axis_file.h"
#include "core/axes/model_axes.h"
#include "core/documents/embedded_journey.h"
#include "core/record/export_job.h"
#include "core/sound/sound_curves.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan::cli {
namespace {

struct Options {
    ModelOptions model;
    LatentOptions latents;
    std::string journey, take;
    std::optional<int> steps;
    std::optional<std::string> method;
    bool loop = false;
    std::optional<double> fps;
    int size = 0;
    bool nearest = false, sheet = false;
    std::vector<int> columns;
    int pictures = 12, loops = 0;
    std::string dithering;  ///< empty: not given
    std::optional<int> level;
    std::optional<double> alpha;
    std::string frames;
    std::string sound, sound_drives, axes;
    std::optional<double> sound_amount;
    std::optional<std::string> sound_curve;
    bool no_sound = false;
    std::string output;

    bool has_sound_settings() const {
        return !sound_drives.empty() || !axes.empty() || sound_amount || sound_curve;
    }
};

void tell_of_other_model(const std::string& file, const std::string& sha256, const std::string& name,
                         const Model& model) {
    if (sha256.empty() || sha256 == model.sha256) return;
    note("%s was made with another model (%s), so its faces look different here.\n", file.c_str(),
         name.empty() ? sha256.substr(0, 12).c_str() : name.c_str());
}

Journey journey_of_latents(const Options& options, std::size_t latent_size) {
    Journey journey;
    const SeedMode mode = seed_mode_from_string(options.model.seed_mode);
    for (NamedLatent& named : read_latents(options.latents, latent_size, mode)) {
        named.name.clear();  // the file's captions, not its own
        // The steps include both ends of a span.
        journey.keyframes.push_back({std::move(named), options.steps.value_or(25) - 1});
    }
    if (journey.keyframes.size() < 2)
        throw UsageError("An interpolation needs at least two faces, such as --seeds 15,21.");
    return journey;
}

/// The journey to record: from the file or the faces, with the command line's overrides.
Journey read_journey(const Options& options, const Model& model) {
    const auto latent_size = static_cast<std::size_t>(model.spec.latent_size);
    const bool from_faces = options.journey.empty();
    Journey journey = from_faces ? journey_of_latents(options, latent_size)
                                 : journey_of_file(options.journey, latent_size,
                                                   seed_mode_from_string(options.model.seed_mode));
    if (!from_faces && options.steps)
        for (Keyframe& key : journey.keyframes) key.frames = *options.steps - 1;
    if (options.method) journey.method = interpolation_method_from_string(*options.method);
    if (options.loop) journey.repeat = Repeat::loop;
    if (options.fps) journey.fps = *options.fps;
    if (!from_faces) tell_of_other_model(options.journey, journey.model_sha256, journey.model_name, model);
    if (from_faces) {
        journey.model_sha256 = model.sha256;
        journey.model_name = model.spec.name;
    }
    return journey;
}

/// The axis of that id, or else of that name.
Axis axis_called(const std::string& wanted, const Options& options, const Model& model) {
    const auto latent_size = static_cast<std::size_t>(model.spec.latent_size);
    const std::string from = options.axes.empty() ? model_path(options.model) : options.axes;
    const std::vector<Axis> axes = options.axes.empty() ? axes_from_model_text(model.axes, from, latent_size)
                                                        : load_axes(options.axes).axes;
    std::string known;
    for (const Axis& axis : axes) {
        if (axis.direction.size() != latent_size)
            throw Error("{} has axes of {}, but the model takes {}.", from,
                        counted(axis.direction.size(), "number", "numbers"), latent_size);
        if (axis.id == wanted) return axis;
        known += (known.empty() ? "" : ", ") + axis.name;
    }
    const auto named = std::find_if(
        axes.begin(), axes.end(), [&](const Axis& axis) { return to_lower(axis.name) == to_lower(wanted); });
    if (named != axes.end()) return *named;
    throw Error("{} has no axis \"{}\"; {}. For axes from a file, use --axes FILE.", from, wanted,
                known.empty() ? "it has none" : "it has " + known);
}

/// The command line's sound, or the journey's own with the command line's overrides.
void choose_sound(Journey& journey, const Options& options, const Model& model) {
    if (options.no_sound) journey.sound.reset();
    if (!options.sound.empty()) {
        if (!journey.sound) journey.sound.emplace();
        journey.sound->file = options.sound;
    }
    if (!journey.sound) {
        if (options.has_sound_settings())
            throw UsageError("There is no sound to adjust: name its file with --sound.");
        return;
    }
    JourneySound& sound = *journey.sound;
    if (!options.sound_drives.empty()) {
        const std::optional<SoundDrives> drives = kSoundDrivesNames.find(options.sound_drives);
        const SoundDrives before = sound.drives;
        sound.drives = drives && *drives != SoundDrives::axis ? *drives : SoundDrives::axis;
        if (sound.drives != before) sound.amount = sound_amounts(sound.drives).usual;
        if (sound.drives == SoundDrives::axis) {
            const Axis axis = axis_called(options.sound_drives, options, model);
            sound.axis_id = axis.id;
            sound.axis_name = axis.name;
            sound.axis = axis.direction;
        }
    }
    if (options.sound_curve)
        sound.curve = kSoundCurveNames.parse(*options.sound_curve, "a curve of the sound");
    if (options.sound_amount) sound.amount = *options.sound_amount;
    const SoundAmounts amounts = sound_amounts(sound.drives);
    if (sound.amount < amounts.least || sound.amount > amounts.greatest)
        throw UsageError("--sound-amount is {:g}, but {} takes {:g} to {:g}.", sound.amount,
                         sound.drives == SoundDrives::pace       ? "the pace"
                         : sound.drives == SoundDrives::position ? "the position, in seconds,"
                                                                 : "an axis, in degrees,",
                         amounts.least, amounts.greatest);
}

std::vector<float> curve_of_sound(const Journey& journey, const Options& options) {
    if (!journey.sound) return {};
    std::optional<ProgressBar> bar(
        std::in_place, "Listening to " + std::filesystem::path(journey.sound->file).filename().string());
    SoundCurves curves;
    try {
        curves = read_sound_curves(journey.sound->file, journey.fps,
                                   [&](std::int64_t done, std::int64_t total) { bar->report(done, total); });
    } catch (const Error& error) {
        if (!options.sound.empty()) throw;
        throw Error(
            "{} The journey {} follows it: use --sound to name another file, or --no-sound to go without.",
            error.what(), options.journey);
    }
    bar.reset();
    if (curves.left_out > 0)
        note("%s is damaged: %s left out of its sound.\n", journey.sound->file.c_str(),
             curves.left_out == 1 ? "a piece is" : fmt::format("{} pieces are", curves.left_out).c_str());
    if (curves.stated_seconds > 0)
        note("%s ends early: its header says %.1f seconds of sound, but it has %.1f.\n",
             journey.sound->file.c_str(), curves.stated_seconds, curves.seconds);
    return journey.sound->curve == SoundCurve::loudness ? curves.loudness : curves.onsets;
}

RecorderOptions recorder_options(const Options& options) {
    RecorderOptions recorder;
    recorder.format = animation_format_from_path(options.output);
    if (options.sheet) {
        if (recorder.format != AnimationFormat::apng)
            throw UsageError("--sheet makes one picture, so -o must name a .png file.");
        recorder.format = AnimationFormat::contact_sheet;
        recorder.columns = options.columns.empty() ? 0 : options.columns[0];
    }
    if (!options.frames.empty() && recorder.format != AnimationFormat::png_sequence)
        throw UsageError("--frames records a part as separate pictures, so -o must name a folder.");
    recorder.path = options.output;
    recorder.size = options.size;
    recorder.smooth = !options.nearest;
    recorder.loops = options.loops;
    if (!options.dithering.empty()) {
        if (recorder.format != AnimationFormat::gif)
            throw UsageError("--dither applies to a GIF, so -o must name a .gif file.");
        recorder.dithering = kDitheringNames.parse(options.dithering, "a kind of dithering");
    }
    return recorder;
}

std::unique_ptr<Job> job_of_journey(const Options& options, RecorderOptions recorder, OpenModel& open,
                                    const Shown& shown) {
    ExportOptions exported;
    exported.journey = read_journey(options, open.model);
    choose_sound(exported.journey, options, open.model);
    exported.sound_curve = curve_of_sound(exported.journey, options);
    exported.recorder = std::move(recorder);
    exported.recorder.fps = exported.journey.fps;
    exported.level = shown.level;
    exported.alpha = shown.alpha;
    exported.pictures = options.pictures;
    if (!options.frames.empty())
        exported.frames =
            parse_frame_range(options.frames, exported.sound_curve.empty()
                                                  ? frame_count(exported.journey)
                                                  : static_cast<std::int64_t>(exported.sound_curve.size()));
    return make_export_job(std::move(open.generator), std::move(exported));
}

std::unique_ptr<Job> job_of_take(const Options& options, RecorderOptions recorder, OpenModel& open,
                                 const Shown& shown) {
    SessionExportOptions exported;
    exported.take = std::make_shared<SessionRecording>(options.take);
    const SessionRecordingInfo& info = exported.take->info();
    if (info.latent_size != static_cast<std::size_t>(open.model.spec.latent_size))
        throw Error("{} contains latents of {}, but the model takes {}.", options.take,
                    counted(info.latent_size, "component", "components"), open.model.spec.latent_size);
    tell_of_other_model(options.take, info.model_sha256, info.model_name, open.model);
    exported.recorder = std::move(recorder);
    exported.recorder.fps = options.fps.value_or(25);
    exported.level = shown.level;
    exported.alpha = shown.alpha;
    exported.pictures = options.pictures;
    if (!options.frames.empty())
        exported.frames =
            parse_frame_range(options.frames, exported.take->frame_count(exported.recorder.fps));
    return make_export_job(std::move(open.generator), std::move(exported));
}

void interpolate(const Options& options) {
    RecorderOptions recorder = recorder_options(options);  // first, because wrong names are found quickly
    const bool from_faces = !options.latents.seeds.empty() || !options.latents.latents.empty();
    if (int{from_faces} + int{!options.journey.empty()} + int{!options.take.empty()} != 1)
        throw UsageError("Give exactly one of: faces (--seeds and --latents), --journey and --take.");
    if (!options.take.empty() && (!options.sound.empty() || options.has_sound_settings()))
        throw UsageError("A session recording cannot follow a sound: --sound is for faces and --journey.");
    OpenModel open = open_model(options.model);
    const Shown shown = shown_level(open.model.spec, options.level, options.alpha);
    const std::unique_ptr<Job> job = options.take.empty()
                                         ? job_of_journey(options, std::move(recorder), open, shown)
                                         : job_of_take(options, std::move(recorder), open, shown);
    run_with_progress(*job, job->title());
    note("%s\n", job->result().c_str());
}

}  // namespace

void add_interpolate_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("interpolate", "Record an animation from face to face");
    const auto options = std::make_shared<Options>();
    add_latent_options(*command, options->latents);
    command
        ->add_option("--journey", options->journey,
                     "Instead of faces: a journey.json, or an animation that contains one")
        ->type_name("FILE");
    command->add_option("--take", options->take, "Instead of faces: a session recording")->type_name("FILE");
    command
        ->add_option("-o,--output", options->output,
                     "A .gif, .mp4, .webm, .apng or .png (animated PNG) file, or a folder for a PNG sequence")
        ->required()
        ->type_name("OUT");
    command
        ->add_option("--steps", options->steps,
                     "Frames from one face to the next, including both (default: 25)")
        ->check(CLI::Range(2, 100000));
    command->add_option("--method", options->method, "hypersphere (default), slerp, lerp or spline")
        ->check(CLI::IsMember(kInterpolationMethodNames.names()));
    command->add_flag("--loop", options->loop, "Return from the last face to the first");
    command->add_option("--fps", options->fps, "Frames per second (default: 25)")
        ->check(CLI::Range(0.1, 1000.0));
    command->add_option("--size", options->size, "Pixels per side (default: the model's)")
        ->check(CLI::Range(4, 8192));
    command->add_flag("--nearest", options->nearest, "Scale without smoothing, to keep pixels sharp");
    command->add_option("--loops", options->loops, "Number of loops (default: endless; video: once)")
        ->check(CLI::Range(0, 1000));
    command
        ->add_option("--dither", options->dithering,
                     "Dithering of a GIF: none, pattern or diffusion (default)")
        ->check(CLI::IsMember(kDitheringNames.names()));
    CLI::Option* sheet =
        command
            ->add_option("--sheet", options->columns,
                         "Arrange frames in one .png with this many columns (default: a square)")
            ->expected(0, 1)
            ->check(CLI::Range(1, 100))
            ->type_name("[COLUMNS]");
    command->add_option("--pictures", options->pictures, "Frames of a --sheet (default: 12)")
        ->check(CLI::Range(1, 1000))
        ->needs(sheet);
    command
        ->add_option("--frames", options->frames,
                     "Record only these frames, into a folder: 0-99, or 3/8 for the third of eight parts")
        ->type_name("A-B|K/N");
    CLI::Option* sound =
        command
            ->add_option(
                "--sound", options->sound,
                "An audio file, or a video with sound, that drives the journey for as long as it lasts")
            ->type_name("FILE");
    command
        ->add_option("--sound-drives", options->sound_drives,
                     "pace (default), position, or the id or name of an axis")
        ->type_name("WHAT");
    command->add_option("--sound-curve", options->sound_curve, "loudness (default) or onsets")
        ->check(CLI::IsMember(kSoundCurveNames.names()));
    command->add_option("--sound-amount", options->sound_amount,
                        "Effect at the top of the curve: pace, times as fast (default: 8); position, seconds "
                        "ahead (0.5); axis, degrees (30)");
    command->add_option("--axes", options->axes, "File of axes for --sound-drives (default: the model's own)")
        ->type_name("FILE");
    command->add_flag("--no-sound", options->no_sound, "Record the journey without the sound it follows")
        ->excludes(sound);
    command->add_option("--level", options->level,
                        "0 for 4 x 4, 1 for 8 x 8, ... (default: the model's last)");
    command->add_option("--alpha", options->alpha, "Fade-in alpha: 1 is the level alone, 0 the level below")
        ->check(CLI::Range(0.0, 1.0));
    add_model_options(*command, options->model);
    command->callback([options, sheet] {
        options->sheet = sheet->count() > 0;
        interpolate(*options);
    });
}

}  // namespace progan::cli
