#include "core/record/export_job.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <tuple>

#include "core/documents/embedded_journey.h"
#include "core/documents/journey_file.h"
#include "core/files/append_file.h"
#include "core/image/image_file.h"
#include "core/latent/journey/sound_drive.h"
#include "core/model/growth.h"
#include "core/sound/sound_curves.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/media_probe.h"

namespace progan {
namespace {

using test::TemporaryFolder;

/// Paints what it was asked for, so that frames tell their latent, level and alpha.
class PaintingGenerator final : public Generator {
  public:
    const ModelSpec& spec() const override { return spec_; }
    Image generate(std::span<const float> latent, int level, double alpha) override {
        if (fails) throw Error("The device is gone.");
        Image image(resolution(level), resolution(level));
        for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
            image.rgb[i] = static_cast<std::uint8_t>(100 + 50 * latent[0]);
            image.rgb[i + 1] = static_cast<std::uint8_t>(100 + 50 * latent[1]);
            image.rgb[i + 2] = static_cast<std::uint8_t>(alpha * 200);
        }
        return image;
    }
    std::vector<float> generate_values(std::span<const float>, int, double) override { return {}; }

    bool fails = false;

  private:
    ModelSpec spec_;
};

ExportOptions two_faces(const std::filesystem::path& path, AnimationFormat format) {
    ExportOptions options;
    options.journey.keyframes = {{{{1, 0}, 1}, 6, Easing::linear}, {{{0, 1}, 2}, 6, Easing::linear}};
    options.journey.method = InterpolationMethod::lerp;
    options.recorder.path = path;
    options.recorder.format = format;
    options.level = 1;
    options.alpha = 0.5;
    return options;
}

JobProgress run(Job& job) {
    JobProgress progress = job.step();
    while (progress.done < progress.total) progress = job.step();
    return progress;
}

TEST(Growth, AnAgeIsALevelAndItsFadeIn) {
    EXPECT_EQ(stage_at(2), (GrowthStage{2, 1}));
    EXPECT_EQ(stage_at(2.25), (GrowthStage{3, 0.25}));
    ModelSpec spec;
    spec.last_level = 4;
    spec.to_rgb_levels = {0, 2, 3, 4};
    EXPECT_EQ(first_age(spec), 2);  // nothing can fade in over a level without a head
    EXPECT_EQ(last_age(spec), 4);
    spec.alpha = 0.5;
    EXPECT_EQ(last_age(spec), 3.5);
    const GrowthFilm film{1, 3, 2, 3};
    EXPECT_EQ(frame_count(film), 12);
    const double ages[] = {1, 1, 1.25, 1.5, 1.75, 2, 2, 2.25, 2.5, 2.75, 3, 3};
    for (std::int64_t i = 0; i < 12; ++i) EXPECT_DOUBLE_EQ(age_at(film, i), ages[i]) << i;
    const GrowthFilm unfinished{1, 2.5, 2, 3};
    EXPECT_EQ(age_at(unfinished, frame_count(unfinished) - 1), 2.5);
}

TEST(ExportJob, RecordsAFaceGrowingUpInFramesOfOneSize) {
    const TemporaryFolder folder;
    GrowthExportOptions options;
    options.latent = {1, 0};
    options.film = {0, 1, 1, 1};
    options.recorder.path = folder / "growth";
    options.recorder.format = AnimationFormat::png_sequence;
    const std::unique_ptr<Job> job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    run(*job);
    const std::vector<Image> frames = test::decode_rgb(folder / "growth/frame_%05d.png", 8, 8);
    ASSERT_EQ(frames.size(), 3u);
    EXPECT_EQ(frames[0].rgb[2], 200);  // alpha 1, 0.5, 1: what the painting generator shows in blue
    EXPECT_EQ(frames[1].rgb[2], 100);
    EXPECT_EQ(frames[2].rgb[2], 200);
}

TEST(ExportJob, RecordsTheFramesOfTheJourney) {
    const TemporaryFolder folder;
    const auto generator = std::make_shared<PaintingGenerator>();
    const ExportOptions options = two_faces(folder / "walk", AnimationFormat::png_sequence);
    const std::unique_ptr<Job> job = make_export_job(generator, options);
    run(*job);
    const std::vector<Image> frames = test::decode_rgb(folder / "walk/frame_%05d.png", 8, 8);
    ASSERT_EQ(frames.size(), 7u);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        // The line from (1, 0) to (0, 1) in six equal steps, by hand.
        const double t = static_cast<double>(i) / 6;
        EXPECT_NEAR(frames[i].rgb[0], 100 + 50 * (1 - t), 1) << i;
        EXPECT_NEAR(frames[i].rgb[1], 100 + 50 * t, 1) << i;
        EXPECT_EQ(frames[i].rgb[2], 100) << i;
        EXPECT_EQ(frames[i],
                  generator->generate(journey_latent(options.journey, static_cast<int>(i)), 1, 0.5));
    }
}

TEST(ExportJob, TellsWhatItDoes) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder / "walk.gif";
    const std::unique_ptr<Job> job =
        make_export_job(std::make_shared<PaintingGenerator>(), two_faces(path, AnimationFormat::gif));
    EXPECT_EQ(job->title(), "Recording walk.gif");
    EXPECT_TRUE(folder.names().empty());  // nothing is made before its turn comes
    for (int i = 1; i <= 7; ++i) {
        const JobProgress progress = job->step();
        EXPECT_EQ(progress.done, std::min(i, 6)) << "the last counts when the file is complete";
        EXPECT_EQ(progress.total, 7);
        EXPECT_FALSE(std::filesystem::exists(path));
        ASSERT_TRUE(job->picture());
        EXPECT_EQ(job->picture()->width, 8);
    }
    JobProgress progress = run(*job);
    EXPECT_EQ(progress.done, 7);
    EXPECT_EQ(progress.total, 7);
    EXPECT_EQ(test::probe_stream(path).at("nb_read_frames"), "7");
    EXPECT_TRUE(job->result().starts_with("Saved 7 frames to " + path.string())) << job->result();
}

TEST(ExportJob, AGifThatPlaysSlowerThanAskedForSaysSo) {
    const TemporaryFolder folder;
    const auto said = [&](const std::string& name, AnimationFormat format, double fps) {
        ExportOptions options = two_faces(folder / name, format);
        options.recorder.fps = fps;
        const std::unique_ptr<Job> job =
            make_export_job(std::make_shared<PaintingGenerator>(), std::move(options));
        run(*job);
        return job->result();
    };
    const std::string fast = said("fast.gif", AnimationFormat::gif, 100);
    EXPECT_TRUE(
        fast.ends_with(" A GIF shows at most 50 frames per second, so this one plays for 0.14 s instead "
                       "of 0.07 s; MP4 and WebM play at 100."))
        << fast;
    EXPECT_EQ(test::probe_stream(folder / "fast.gif").at("avg_frame_rate"), "50/1");
    EXPECT_TRUE(said("slow.gif", AnimationFormat::gif, 50).ends_with(").")) << "nothing to say";
    EXPECT_TRUE(said("fast.png", AnimationFormat::apng, 100).ends_with(").")) << "nothing to say";
}

TEST(ExportJob, CountsOneFrameAndNamesFolders) {
    const TemporaryFolder folder;
    ExportOptions options = two_faces(folder / "walk/", AnimationFormat::png_sequence);
    options.journey.keyframes.resize(1);
    const std::unique_ptr<Job> job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    EXPECT_EQ(job->title(), "Recording walk");
    run(*job);
    EXPECT_TRUE(job->result().starts_with("Saved 1 frame to ")) << job->result();
}

TEST(ExportJob, UsesTheRecordersRate) {
    const TemporaryFolder folder;
    ExportOptions options = two_faces(folder / "walk.mp4", AnimationFormat::mp4);
    options.recorder.fps = 5;
    const std::unique_ptr<Job> job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    run(*job);
    EXPECT_EQ(test::probe_stream(folder / "walk.mp4").at("avg_frame_rate"), "5/1");
}

TEST(ExportJob, DestroyedUnfinishedLeavesNothing) {
    for (const AnimationFormat format : kAnimationFormats)
        for (int slices = 0; slices <= 7; ++slices) {
            const TemporaryFolder folder;
            const auto path = folder / ("walk" + std::string(file_extension(format)));
            {
                const std::unique_ptr<Job> job =
                    make_export_job(std::make_shared<PaintingGenerator>(), two_faces(path, format));
                for (int i = 0; i < slices; ++i) job->step();
            }
            EXPECT_TRUE(folder.names().empty()) << to_string(format) << " after " << slices;
        }
}

TEST(ExportJob, FailsWithItsGeneratorAndLeavesNothing) {
    const TemporaryFolder folder;
    const auto generator = std::make_shared<PaintingGenerator>();
    std::unique_ptr<Job> job =
        make_export_job(generator, two_faces(folder / "walk.mp4", AnimationFormat::mp4));
    job->step();
    generator->fails = true;
    EXPECT_THROW(job->step(), Error);
    job.reset();
    EXPECT_TRUE(folder.names().empty());
}

TEST(ExportJob, KeepsItsGenerator) {
    const TemporaryFolder folder;
    auto generator = std::make_shared<PaintingGenerator>();
    const std::weak_ptr<PaintingGenerator> watched = generator;
    std::unique_ptr<Job> job =
        make_export_job(std::move(generator), two_faces(folder / "walk.gif", AnimationFormat::gif));
    EXPECT_FALSE(watched.expired());
    run(*job);
    job.reset();
    EXPECT_TRUE(watched.expired());
}

TEST(ExportJob, RefusesAJourneyWithoutFrames) {
    const TemporaryFolder folder;
    ExportOptions options = two_faces(folder / "walk.gif", AnimationFormat::gif);
    options.journey.keyframes.clear();
    EXPECT_THROW(make_export_job(std::make_shared<PaintingGenerator>(), options), Error);
    EXPECT_TRUE(folder.names().empty());
}

TEST(ExportJob, FailsInTheFirstSliceIfTheTargetCannotBe) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "walk/full");
    const std::unique_ptr<Job> job = make_export_job(
        std::make_shared<PaintingGenerator>(), two_faces(folder / "walk", AnimationFormat::png_sequence));
    EXPECT_THROW(job->step(), Error);
}

/// Each frame is itself in the file, whatever the order in which they are made.
TEST(ExportJob, AGifHasItsFramesInOrder) {
    const TemporaryFolder folder;
    ExportOptions options = two_faces(folder / "walk.gif", AnimationFormat::gif);
    options.journey.keyframes[0].frames = 299;  // more than are looked at for the colors
    const std::unique_ptr<Job> job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    run(*job);
    const std::vector<Image> frames = test::decode_rgb(folder / "walk.gif", 8, 8);
    ASSERT_EQ(frames.size(), 300u);
    for (std::size_t i = 0; i < frames.size(); ++i)
        EXPECT_NEAR(frames[i].rgb[0], 150 - 50 * static_cast<double>(i) / 299, 3) << i;
}

TEST(ExportJob, ASheetShowsFramesFromTheFirstToTheLast) {
    const TemporaryFolder folder;
    ExportOptions options = two_faces(folder / "sheet.png", AnimationFormat::contact_sheet);
    options.recorder.columns = 3;
    options.recorder.size = 64;
    options.recorder.fps = 2;
    options.pictures = 3;
    const std::unique_ptr<Job> job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    const JobProgress progress = run(*job);
    EXPECT_EQ(progress.total, 3);
    const Image sheet = read_image(folder / "sheet.png");
    EXPECT_EQ(sheet.width, 3 * 64 + 2 * 4);
    const auto red = [&](int x) { return sheet.rgb[static_cast<std::size_t>(32 * sheet.width + x) * 3]; };
    EXPECT_EQ(red(32), 150);  // frames 0, 3 and 6
    EXPECT_EQ(red(100), 125);
    EXPECT_EQ(red(168), 100);
}

TEST(ExportJob, CountsTheRepeatsOfAVideo) {
    const TemporaryFolder folder;
    ExportOptions options = two_faces(folder / "walk.mp4", AnimationFormat::mp4);
    options.recorder.loops = 3;
    const std::unique_ptr<Job> job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    std::int64_t before = 0;
    JobProgress progress;
    do {
        progress = job->step();
        EXPECT_GE(progress.done, before);
        EXPECT_EQ(progress.total, 21);
        before = progress.done;
    } while (progress.done < progress.total);
    EXPECT_EQ(test::probe_stream(folder / "walk.mp4").at("nb_read_frames"), "21");
}

TEST(ExportJob, RecordsATakeAtAnyRate) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder / "walk.take";
    append_to_file(path, session_recording_header({2, "hash", "model"}));
    for (int i = 0; i <= 10; ++i)
        append_to_file(path, session_recording_sample(0.1 * i, {1, static_cast<float>(i) / 10}));
    const auto generator = std::make_shared<PaintingGenerator>();
    for (const double fps : {5.0, 40.0}) {
        SessionExportOptions options;
        options.take = std::make_shared<SessionRecording>(path);
        options.recorder.path = folder / ("walk" + std::to_string(fps));
        options.recorder.format = AnimationFormat::png_sequence;
        options.recorder.fps = fps;
        options.level = 1;
        const std::unique_ptr<Job> job = make_export_job(generator, options);
        run(*job);
        const std::vector<Image> frames = test::decode_rgb(options.recorder.path / "frame_%05d.png", 8, 8);
        ASSERT_EQ(frames.size(), static_cast<std::size_t>(fps) + 1);
        for (std::size_t i = 0; i < frames.size(); ++i)
            EXPECT_NEAR(frames[i].rgb[1], 100 + 50 * static_cast<double>(i) / fps, 2) << i;
        // It carries a journey of the same frames.
        const Journey journey =
            journey_from_json(*journey_text_of(options.recorder.path), "walk", 2, SeedMode::numpy);
        ASSERT_EQ(frame_count(journey), static_cast<std::int64_t>(frames.size()));
        for (std::size_t i = 0; i < frames.size(); ++i)
            EXPECT_EQ(generator->generate(journey_latent(journey, static_cast<std::int64_t>(i)), 1, 1),
                      frames[i]);
    }
}

/// The estimate against the file itself.
/// A journey of two seconds that follows clicks, and their curve.
ExportOptions clicking(const TemporaryFolder& folder, const std::string& name, AnimationFormat format) {
    const std::filesystem::path sound = folder / "clicks.wav";
    // 10 ms at 0.8 s and at 1.52 s, in three seconds.
    test::run_program(
        "ffmpeg -v error -nostdin -y -f lavfi -i \"aevalsrc='0.9*sin(2*PI*2000*t)*(between(t,0.8,0.81)+"
        "between(t,1.52,1.53))':s=44100:d=3\" " +
        test::quoted(sound));
    ExportOptions options = two_faces(folder / name, format);
    options.journey.keyframes[0].frames = 50;
    options.journey.sound = JourneySound{sound.string(), SoundDrives::position, SoundCurve::onsets, 0.8};
    options.sound_curve = read_sound_curves(sound, options.journey.fps).onsets;
    options.recorder.fps = options.journey.fps;
    return options;
}

nlohmann::json streams_of(const std::filesystem::path& path) {
    return nlohmann::json::parse(
        test::run_program("ffprobe -v error -show_streams -show_format -of json " + test::quoted(path)));
}

double seconds_of(const nlohmann::json& stream, const nlohmann::json& format) {
    return std::stod((stream.contains("duration") ? stream : format)["duration"].get<std::string>());
}

TEST(ExportJob, AVideoHasItsSoundInStep) {
    for (const auto& [name, format, codec] :
         std::vector<std::tuple<std::string, AnimationFormat, std::string>>{
             {"a.mp4", AnimationFormat::mp4, "aac"}, {"a.webm", AnimationFormat::webm, "opus"}}) {
        SCOPED_TRACE(name);
        const TemporaryFolder folder;
        const auto generator = std::make_shared<PaintingGenerator>();
        const ExportOptions options = clicking(folder, name, format);
        const auto job = make_export_job(generator, options);
        run(*job);
        const std::filesystem::path path = folder / name;
        const nlohmann::json probe = streams_of(path);
        ASSERT_EQ(probe["streams"].size(), 2u);
        const nlohmann::json& video = probe["streams"][0];
        const nlohmann::json& audio = probe["streams"][1];
        EXPECT_TRUE(video["codec_type"] == "video");
        EXPECT_TRUE(audio["codec_type"] == "audio");
        EXPECT_EQ(audio["codec_name"].get<std::string>(), codec);
        EXPECT_NEAR(seconds_of(video, probe["format"]), 3, 0.041);
        EXPECT_NEAR(seconds_of(audio, probe["format"]), 3, 0.041);
        // Where the picture jumps, and where the sound does, by FFmpeg's decoders.
        const std::vector<Image> frames = test::decode_rgb(path, 8, 8);
        ASSERT_EQ(frames.size(), 75u);
        test::run_program("ffmpeg -v error -nostdin -i " + test::quoted(path) + " -f f32le -ac 1 -ar 48000 " +
                          test::quoted(folder / "sound.raw"));
        const std::string bytes = test::read_bytes(folder / "sound.raw");
        std::vector<float> samples(bytes.size() / sizeof(float));
        std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
        EXPECT_NEAR(static_cast<double>(samples.size()) / 48000, 3, 0.041);
        for (const double from : {0.5, 1.2}) {
            std::size_t jump = 0;
            double most = 0;
            for (auto i = static_cast<std::size_t>(from * 25);
                 i < static_cast<std::size_t>((from + 0.6) * 25); ++i) {
                const double change = static_cast<double>(frames[i].rgb[0]) - frames[i - 1].rgb[0];
                if (std::abs(change) <= most) continue;
                most = std::abs(change);
                jump = i;
            }
            EXPECT_GT(most, 8);
            auto click = static_cast<std::size_t>(from * 48000);
            while (click < samples.size() && std::abs(samples[click]) < 0.3f) ++click;
            EXPECT_LE(std::abs(static_cast<double>(click) / 48000 * 25 - static_cast<double>(jump)), 1);
        }
        // It leads back to the journey, and to the sound beside it, but tells of no folder.
        const std::optional<std::string> text = journey_text_of(path);
        ASSERT_TRUE(text);
        EXPECT_EQ(text->find(folder.path().string()), std::string::npos);
        EXPECT_EQ(journey_of_file(path, 2, SeedMode::numpy), options.journey);
    }
}

TEST(ExportJob, TheSoundOfAVideoThatRepeatsBeginsAnew) {
    const TemporaryFolder folder;
    ExportOptions options = clicking(folder, "a.mp4", AnimationFormat::mp4);
    options.recorder.loops = 2;
    const auto job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    run(*job);
    const nlohmann::json probe = streams_of(folder / "a.mp4");
    EXPECT_NEAR(seconds_of(probe["streams"][1], probe["format"]), 6, 0.041);
    const SoundCurves curves = read_sound_curves(folder / "a.mp4", 25);
    EXPECT_GT(curves.onsets[20], curves.onsets[19] + 0.5f);
    EXPECT_NEAR(curves.onsets[75 + 20], curves.onsets[20], 0.2);
}

TEST(ExportJob, PicturesFollowTheSoundAndSayThatTheyHaveNone) {
    const TemporaryFolder folder;
    const ExportOptions options = clicking(folder, "frames", AnimationFormat::png_sequence);
    const auto job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    run(*job);
    EXPECT_NE(job->result().find("Saved 75 frames"), std::string::npos);
    EXPECT_NE(job->result().find("It has no sound, because only MP4 and WebM can have one."),
              std::string::npos);
    const SoundDrive drive(options.journey, options.sound_curve);
    PaintingGenerator generator;
    for (const int i : {0, 19, 20, 21, 74})
        EXPECT_EQ(read_image(folder / "frames" / fmt::format("frame_{:05d}.png", i)).rgb,
                  generator.generate(drive.latent(i), 1, 0.5).rgb)
            << i;
}

TEST(ExportJob, ASoundThatCannotBeFailsTheRecordingAndTheSoundsFileStays) {
    const TemporaryFolder folder;
    ExportOptions options = clicking(folder, "a.mp4", AnimationFormat::mp4);
    options.journey.sound->file = (folder / "gone.wav").string();
    const auto job = make_export_job(std::make_shared<PaintingGenerator>(), options);
    EXPECT_NE(test::error_of([&] { run(*job); }).find("gone.wav cannot be opened"), std::string::npos);
    options = clicking(folder, "clicks.wav", AnimationFormat::mp4);
    const auto other = make_export_job(std::make_shared<PaintingGenerator>(), options);
    EXPECT_NE(test::error_of([&] { run(*other); }).find("would overwrite its own sound file"),
              std::string::npos);
    EXPECT_EQ(folder.names(), (std::vector<std::string>{"clicks.wav"}));
}

TEST(ExportJob, EstimatesTheSize) {
    for (const AnimationFormat format : kAnimationFormats) {
        const TemporaryFolder folder;
        ExportOptions options = two_faces(folder / ("walk" + std::string(file_extension(format))), format);
        options.journey.keyframes[0].frames = 299;
        options.recorder.size = 64;
        const auto generator = std::make_shared<PaintingGenerator>();
        const std::unique_ptr<JobOf<std::int64_t>> estimate = make_estimate_job(generator, options);
        const std::unique_ptr<Job> job = make_export_job(generator, options);
        run(*estimate);
        EXPECT_TRUE(folder.names().empty());
        run(*job);
        double bytes = 0;
        if (std::filesystem::is_directory(options.recorder.path))
            for (const auto& entry : std::filesystem::directory_iterator(options.recorder.path))
                bytes += static_cast<double>(entry.file_size());
        else
            bytes = static_cast<double>(std::filesystem::file_size(options.recorder.path));
        EXPECT_NEAR(static_cast<double>(estimate->value()) / bytes, 1, 0.5)
            << to_string(format) << " " << bytes;
    }
}

}  // namespace
}  // namespace progan
