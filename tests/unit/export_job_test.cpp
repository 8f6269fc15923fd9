#include "core/record/export_job.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/support/error.h"
#include "tests/unit/media_probe.h"

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
    options.journey.keyframes = {{{1, 0}, 1, 6, Easing::linear}, {{0, 1}, 2, 6, Easing::linear}};
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
        EXPECT_EQ(progress.done, i);
        EXPECT_EQ(progress.total, 8);
        EXPECT_FALSE(std::filesystem::exists(path));
    }
    JobProgress progress = run(*job);
    EXPECT_EQ(progress.done, 8);
    EXPECT_EQ(progress.total, 8);
    EXPECT_EQ(test::probe_stream(path).at("nb_read_frames"), "7");
    EXPECT_TRUE(job->result().starts_with("Saved 7 frames to " + path.string())) << job->result();
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
    for (const AnimationFormat format :
         {AnimationFormat::gif, AnimationFormat::mp4, AnimationFormat::webm, AnimationFormat::png_sequence})
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

}  // namespace
}  // namespace progan
