// Whole runs: growing, resuming, ending, and what goes wrong.
#include "core/train/training_run.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "core/files/atomic_file.h"
#include "core/files/safetensors.h"
#include "core/image/image_file.h"
#include "core/latent/seeds.h"
#include "core/metrics/sliced_wasserstein.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/fixtures/tensor_file.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using test::error_of;

/// Threads that wait for each other while other tests hold the cores take minutes for what takes seconds
/// alone.
class OneThread : public testing::Environment {
  public:
    void SetUp() override { setenv("OMP_NUM_THREADS", "1", 1); }
};
[[maybe_unused]] const testing::Environment* const kOneThread =
    testing::AddGlobalTestEnvironment(new OneThread);

/// A soft disc of one color on another: something that a small network can learn in seconds.
Image disc(std::uint32_t number) {
    std::mt19937 random(number);
    const auto color = [&](int from) { return from + static_cast<int>(random() % 60); };
    const int inside[3] = {color(180), color(60), color(20)}, outside[3] = {color(20), color(60), color(150)};
    const double radius = 3 + static_cast<double>(random() % 4);
    Image image(16, 16);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 16; ++x) {
            const double in = 1 / (1 + std::exp(std::hypot(x - 7.5, y - 7.5) - radius));
            for (int c = 0; c < 3; ++c)
                image.rgb[static_cast<std::size_t>((y * 16 + x) * 3 + c)] =
                    static_cast<std::uint8_t>(std::lround(in * inside[c] + (1 - in) * outside[c]));
        }
    return image;
}

class TrainingRunTest : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        places_.data = folder_ / "data";
        places_.out = folder_ / "run";
        places_.library = find_torch_library();
        configuration_.resolution = 16;
        configuration_.latent_size = 8;
        configuration_.channels = {8, 8, 8};
        configuration_.images_per_phase = {48};
        configuration_.batches = {8};
    }
    void write_discs(std::uint32_t count) const {
        fs::create_directories(places_.data);
        for (std::uint32_t i = 0; i < count; ++i)
            write_png(places_.data / (std::to_string(i) + ".png"), disc(i));
    }
    /// The file of picture `index` of a run's cache.
    fs::path picture(std::size_t index) const {
        std::vector<fs::path> files{fs::directory_iterator(places_.data), fs::directory_iterator()};
        std::sort(files.begin(), files.end());
        return files.at(index);
    }
    /// The checkpoint in places_.out as a version without augmentation wrote it.
    void make_checkpoint_old() const {
        const fs::path file = places_.out / "checkpoint.safetensors";
        const TrainingCheckpoint checkpoint = read_training_checkpoint(file);
        nlohmann::json about;
        {
            const InputFile in(file);
            about = nlohmann::json::parse(read_safetensors_header(in).header.metadata.at("progan_training"));
        }
        EXPECT_EQ(about.at("version"), 1);
        nlohmann::json configuration = nlohmann::json::parse(about.at("configuration").get<std::string>());
        for (const char* key : {"augment", "augment_probability", "held_back", "on_divergence"})
            EXPECT_EQ(configuration.erase(key), 1u) << key;
        about["configuration"] = configuration.dump();
        EXPECT_EQ(about.erase("augment"), 1u);
        std::vector<SafetensorsTensor> tensors;
        for (const WeightTensor& tensor : checkpoint.state.tensors)
            tensors.push_back({tensor.name, tensor.shape, tensor.values});
        write_file_atomically(file, write_safetensors(tensors, {{"progan_training", about.dump()}}));
    }
    /// What a finished run at 8 x 8 in places_.out has left.
    InitialWeights weights_of_a_smaller_run() {
        write_discs(8);
        TrainConfiguration small = configuration_;
        small.resolution = 8;
        TrainingRun(small, places_).run({});
        return {places_.out / "model.safetensors", places_.out / "discriminator.safetensors"};
    }
    TrainerState state_in(const fs::path& out) {
        return read_training_checkpoint(out / "checkpoint.safetensors").state;
    }
    static void expect_equal(const TrainerState& a, const TrainerState& b) {
        ASSERT_EQ(a.tensors.size(), b.tensors.size());
        EXPECT_EQ(a.optimizer_steps, b.optimizer_steps);
        for (std::size_t i = 0; i < a.tensors.size(); ++i) {
            EXPECT_EQ(a.tensors[i].name, b.tensors[i].name);
            ASSERT_EQ(a.tensors[i].values, b.tensors[i].values) << a.tensors[i].name;
        }
    }
    std::vector<nlohmann::json> events(const fs::path& out) {
        std::vector<nlohmann::json> result;
        std::ifstream file(out / "events.jsonl");
        for (std::string line; std::getline(file, line);) result.push_back(nlohmann::json::parse(line));
        return result;
    }

    TrainingPlaces places_;
    TrainConfiguration configuration_;
};

TEST_F(TrainingRunTest, GrowsThroughAllLevelsAndLeavesAModelToExplore) {
    write_discs(20);
    configuration_.name = "Discs";
    TrainingRun run(configuration_, places_);
    std::vector<std::pair<int, bool>> phases;
    run.run([&](const TrainingProgress& progress) {
        const std::pair now{progress.position.level, progress.position.fading};
        if (phases.empty() || phases.back() != now) phases.push_back(now);
    });
    EXPECT_EQ(phases,
              (std::vector<std::pair<int, bool>>{{0, false}, {1, true}, {1, false}, {2, true}, {2, false}}));
    EXPECT_EQ(run.images(), 48 * 5);
    EXPECT_TRUE(run.position().finished);
    const Model model = load_model(places_.out / "model.safetensors");
    EXPECT_EQ(model.spec.name, "Discs");
    EXPECT_EQ(model.spec.channels, (std::vector<int>{8, 8, 8}));
    const Latent latent = latent_from_seed(1, 8, SeedMode::numpy);
    EXPECT_EQ(make_cpu_generator(model)->generate(latent, 2, 1).width, 16);
    const std::vector<nlohmann::json> lines = events(places_.out);
    EXPECT_EQ(lines.front().at("event"), "start");
    EXPECT_EQ(lines.back().at("event"), "finish");
    int snapshots = 0;
    for (const nlohmann::json& line : lines)
        if (line.at("event") == "snapshot") {
            ++snapshots;
            EXPECT_TRUE(fs::exists(places_.out / line.at("model").get<std::string>()));
            EXPECT_EQ(read_image(places_.out / line.at("sheet").get<std::string>()).width, 8 * 16);
        }
    EXPECT_GE(snapshots, 6);
    EXPECT_TRUE(TrainingRun::resume({}, places_)->position().finished);
}

TEST_F(TrainingRunTest, AFinishedRunIsLeftAsItIsWhenResumedAndCanBeMadeLonger) {
    write_discs(20);
    TrainingRun(configuration_, places_).run({});
    const std::string log = read_text_file(places_.out / "events.jsonl", 1 << 20);
    const fs::path elsewhere = folder_ / "elsewhere";
    fs::rename(places_.data, elsewhere);
    write_discs(2);  // too few to begin with, but a run that is finished reads none
    TrainingRun::resume({}, places_)->run({});
    EXPECT_EQ(read_text_file(places_.out / "events.jsonl", 1 << 20), log);
    fs::remove_all(places_.data);
    fs::rename(elsewhere, places_.data);
    TrainingRun::resume([](TrainConfiguration& c) { c.images_per_phase = {48, 48, 96}; }, places_)->run({});
    EXPECT_EQ(events(places_.out).back().at("event"), "finish");
    EXPECT_EQ(events(places_.out).back().at("images"), 48 * 3 + 96 * 2);
}

TEST_F(TrainingRunTest, ARunWhoseFolderWasEmptiedContinuesWithWhatItHasDecoded) {
    write_discs(20);
    {
        TrainingRun run(configuration_, places_);
        run.step();
        run.save_checkpoint();
    }
    fs::remove_all(places_.data);
    fs::create_directory(places_.data);
    const std::unique_ptr<TrainingRun> again = TrainingRun::resume({}, places_);
    EXPECT_EQ(again->picture_count(), 20u);
    fs::remove(places_.out / "pictures.cache");
    EXPECT_NE(test::error_of([&] { TrainingRun::resume({}, places_); }).find("contains 0 readable pictures"),
              std::string::npos);
}

TEST_F(TrainingRunTest, WhatWasSkippedIsListedForAsLongAsItIsThere) {
    write_discs(20);
    std::ofstream(places_.data / "bad.png") << "no picture";
    { TrainingRun run(configuration_, places_); }
    EXPECT_TRUE(fs::exists(places_.out / "skipped.txt"));
    EXPECT_EQ(TrainingRun::resume({}, places_)->pictures().unreadable, 1u);
    EXPECT_TRUE(fs::exists(places_.out / "skipped.txt"));
    fs::remove(places_.data / "bad.png");
    EXPECT_EQ(TrainingRun::resume({}, places_)->pictures().unreadable, 0u);
    EXPECT_FALSE(fs::exists(places_.out / "skipped.txt"));
}

TEST_F(TrainingRunTest, StartsFromAModelWhereItsLevelHasFadedIn) {
    const InitialWeights initial = weights_of_a_smaller_run();
    const TrainerState before = state_in(places_.out);
    places_.out = folder_ / "next";
    TrainingRun next(configuration_, places_, {}, initial);
    EXPECT_EQ(next.images(), 2 * 48);  // 4 x 4, and 8 x 8 fading in
    EXPECT_EQ(next.position().level, 1);
    EXPECT_FALSE(next.position().fading);
    const TrainerState after = state_in(places_.out);
    std::size_t compared = 0;
    for (const WeightTensor& tensor : before.tensors) {
        const bool average = tensor.name.starts_with("average."),
                   discriminator = tensor.name.starts_with("discriminator.");
        if (!average && !discriminator) continue;
        for (const std::string& name :
             {tensor.name, average ? "generator." + tensor.name.substr(8) : tensor.name}) {
            const auto found = std::find_if(after.tensors.begin(), after.tensors.end(),
                                            [&](const WeightTensor& other) { return other.name == name; });
            ASSERT_NE(found, after.tensors.end()) << name;
            for (std::size_t i = 0; i < tensor.values.size(); ++i)
                EXPECT_NEAR(found->values[i], tensor.values[i], 1e-6 + 1e-6 * std::abs(tensor.values[i]))
                    << name;
        }
        ++compared;
    }
    EXPECT_GT(compared, 20u);
    next.run({});
    EXPECT_TRUE(next.position().finished);
}

// As the model cards say. The discriminator's weights are F16 there.
TEST_F(TrainingRunTest, StartsFromTheIncludedPortraitsAndTheirDiscriminator) {
    write_discs(4);
    const InitialWeights initial{find_resource("models/portraits.safetensors"),
                                 find_resource("models/portraits_discriminator.safetensors")};
    const ModelSpec spec = load_model(initial.model).spec;
    configuration_.resolution = resolution(spec.last_level);
    configuration_.latent_size = spec.latent_size;
    configuration_.channels = spec.channels;
    const TrainingRun run(configuration_, places_, {}, initial);
    EXPECT_EQ(run.position().level, spec.last_level);
    EXPECT_FALSE(run.position().fading);
    std::size_t compared = 0;
    const DiscriminatorFile discriminator = read_discriminator(initial.discriminator);
    for (const WeightTensor& tensor : state_in(places_.out).tensors) {
        const auto found = std::find_if(discriminator.tensors.begin(), discriminator.tensors.end(),
                                        [&](const WeightTensor& other) { return other.name == tensor.name; });
        if (found == discriminator.tensors.end()) continue;
        EXPECT_EQ(found->values, tensor.values) << tensor.name;
        ++compared;
    }
    EXPECT_EQ(compared, discriminator.tensors.size());
    EXPECT_EQ(run.configuration().discriminator_channels, (std::vector<int>{320, 320, 192, 96, 32, 16}));
}

TEST_F(TrainingRunTest, AModelThatDoesNotFitIsRefused) {
    const InitialWeights initial = weights_of_a_smaller_run();
    places_.out = folder_ / "next";
    const auto refusal = [&](const std::function<void(TrainConfiguration&)>& change, InitialWeights from) {
        TrainConfiguration changed = configuration_;
        change(changed);
        fs::remove_all(places_.out);
        return error_of([&] { TrainingRun(changed, places_, {}, from); });
    };
    EXPECT_NE(refusal([](auto& c) { c.latent_size = 9; }, initial)
                  .find("model.safetensors has a latent size of 8, but the run has 9."),
              std::string::npos);
    EXPECT_NE(refusal(
                  [](auto& c) {
                      c.channels = {8, 4};
                  },
                  initial)
                  .find("model.safetensors has 8 channels at 8 x 8, but the run has 4."),
              std::string::npos);
    EXPECT_NE(
        refusal([](auto& c) { c.resolution = 4; }, initial)
            .find("makes pictures of 8 x 8, but the run ends at 4 x 4; its resolution must be at least 8."),
        std::string::npos);
    const auto same = [](TrainConfiguration&) {};
    EXPECT_NE(refusal(same, {initial.model, initial.model}).find("is not a discriminator"),
              std::string::npos);
    EXPECT_NE(refusal(same, {folder_ / "nowhere.safetensors", {}}).find("nowhere.safetensors"),
              std::string::npos);
    const TrainerState state = read_training_checkpoint(folder_ / "run/checkpoint.safetensors").state;
    write_discriminator(folder_ / "low.safetensors", state, 0);
    EXPECT_NE(refusal(same, {initial.model, folder_ / "low.safetensors"})
                  .find("low.safetensors judges pictures up to 4 x 4, but the model makes them of 8 x 8."),
              std::string::npos);
    write_file_atomically(folder_ / "empty.safetensors", std::string_view());
    EXPECT_NE(refusal(same, {initial.model, folder_ / "empty.safetensors"})
                  .find("empty.safetensors has only 0 bytes, but a file in safetensors format is needed."),
              std::string::npos);
    TrainerState part = state;
    std::erase_if(part.tensors,
                  [](const WeightTensor& tensor) { return tensor.name.ends_with("score.bias"); });
    write_discriminator(folder_ / "part.safetensors", part, 1);
    EXPECT_NE(refusal(same, {initial.model, folder_ / "part.safetensors"})
                  .find("part.safetensors lacks the tensor"),
              std::string::npos);
    Model other = load_model(initial.model);
    save_model(folder_ / "other.safetensors", other);
    test::overwrite_first_value(folder_ / "other.safetensors", other.tensors[0].name, NAN);
    EXPECT_NE(refusal(same, {folder_ / "other.safetensors", {}}).find("has a value that is not finite"),
              std::string::npos);
    other.spec.leaky_slope = 0.1;
    save_model(folder_ / "other.safetensors", other);
    EXPECT_NE(refusal(same, {folder_ / "other.safetensors", {}}).find("was not written by progan train"),
              std::string::npos);
}

TEST_F(TrainingRunTest, ResumingAnywhereGivesBitEqualWeights) {
    write_discs(20);
    for (const Loss loss : {Loss::logistic_r1, Loss::wgan_gp}) {
        configuration_.loss = loss;
        places_.out = folder_ / (loss == Loss::wgan_gp ? "whole_gp" : "whole");
        TrainingRun(configuration_, places_).run({});
        const TrainerState whole = state_in(places_.out);
        // Within a level, at the last step before one, and at its beginning.
        for (const int stop : {3, 5, 6, 20}) {
            SCOPED_TRACE(stop);
            places_.out = folder_ / ("stopped" + std::to_string(stop) + (loss == Loss::wgan_gp ? "gp" : ""));
            {
                TrainingRun run(configuration_, places_);
                for (int i = 0; i < stop; ++i) run.step();
                run.save_checkpoint();
                run.step();  // lost
            }
            TrainingRun::resume({}, places_)->run({});
            expect_equal(state_in(places_.out), whole);
        }
    }
}

TEST_F(TrainingRunTest, ResumingKeepsTheAugmentation) {
    write_discs(24);
    configuration_.held_back = 8;
    for (const Augment augment : {Augment::fixed, Augment::adaptive}) {
        configuration_.augment = augment;
        configuration_.augment_probability = augment == Augment::fixed ? 0.7 : 0;
        const std::string name(kAugmentNames.name(augment));
        places_.out = folder_ / name;
        TrainingRun(configuration_, places_).run({});
        const TrainingCheckpoint whole = read_training_checkpoint(places_.out / "checkpoint.safetensors");
        EXPECT_NE(whole.augment.real_sign, 0);
        ASSERT_TRUE(whole.best);
        places_.out = folder_ / (name + " stopped");
        {
            TrainingRun run(configuration_, places_);
            for (int i = 0; i < 21; ++i) run.step();
            run.save_checkpoint();
            run.step();  // lost
        }
        TrainingRun::resume({}, places_)->run({});
        const TrainingCheckpoint again = read_training_checkpoint(places_.out / "checkpoint.safetensors");
        expect_equal(again.state, whole.state);
        EXPECT_EQ(again.augment, whole.augment);
        EXPECT_EQ(again.best->images, whole.best->images);
        EXPECT_EQ(again.best->distance, whole.best->distance);
    }
    EXPECT_NE(state_in(folder_ / "fixed").tensors[0].values, state_in(folder_ / "ada").tensors[0].values);
}

TEST_F(TrainingRunTest, ARunOfAnEarlierVersionContinuesWithoutAugmentationAndHoldsNothingBack) {
    write_discs(24);
    configuration_.augment = Augment::none;
    configuration_.held_back = 0;
    places_.out = folder_ / "whole";
    TrainingRun(configuration_, places_).run({});
    const TrainerState whole = state_in(places_.out);
    places_.out = folder_ / "old";
    {
        TrainingRun run(configuration_, places_);
        for (int i = 0; i < 10; ++i) run.step();
        run.save_checkpoint();
    }
    make_checkpoint_old();
    const auto run = TrainingRun::resume({}, places_);
    EXPECT_EQ(run->configuration(), configuration_);
    run->run({});
    expect_equal(state_in(places_.out), whole);
    EXPECT_EQ(
        error_of([&] { TrainingRun::resume([](auto& c) { c.augment = Augment::adaptive; }, places_); }),
        "The run in " + places_.out.string() +
            " was started with \"augment\" \"none\", not \"ada\", which cannot change during a run. Omit "
            "the option, or start a new run in another folder.");
}

TEST_F(TrainingRunTest, HeldBackPicturesAreComparedWithButNotTrainedOn) {
    write_discs(24);
    configuration_.held_back = 8;
    configuration_.augment = Augment::none;
    places_.out = folder_ / "one";
    TrainingRun(configuration_, places_).run({});
    const TrainingCheckpoint one = read_training_checkpoint(places_.out / "checkpoint.safetensors");
    const PictureSplit split = split_pictures(24, 8, configuration_.seed);
    Image white(16, 16);
    std::fill(white.rgb.begin(), white.rgb.end(), std::uint8_t{255});
    for (const std::size_t index : split.held_back) write_png(picture(index), white);
    places_.out = folder_ / "two";
    TrainingRun(configuration_, places_).run({});
    const TrainingCheckpoint two = read_training_checkpoint(places_.out / "checkpoint.safetensors");
    expect_equal(two.state, one.state);
    ASSERT_TRUE(one.best && two.best);
    EXPECT_NE(one.best->distance, two.best->distance);
    write_png(picture(split.trained[3]), white);
    places_.out = folder_ / "three";
    TrainingRun(configuration_, places_).run({});
    EXPECT_NE(state_in(places_.out).tensors[0].values, one.state.tensors[0].values);
}

TEST_F(TrainingRunTest, TheBestSnapshotIsKept) {
    write_discs(24);
    configuration_.held_back = 8;
    TrainingRun run(configuration_, places_);
    run.run({});
    double least = 0;
    std::string best;
    int measured = 0;
    for (const nlohmann::json& line : events(places_.out)) {
        if (!line.contains("swd")) continue;
        ++measured;
        EXPECT_EQ(line.at("resolution"), 16);  // smaller ones have no distance
        EXPECT_GT(line.at("ms_ssim_pictures"), 0);
        EXPECT_TRUE(line.contains("score_held_back"));
        if (!best.empty() && line.at("swd") >= least) continue;
        least = line.at("swd");
        best = line.at("model");
    }
    EXPECT_GE(measured, 8);
    EXPECT_EQ(run.best()->distance, least);
    EXPECT_EQ(load_model(places_.out / "best.safetensors").tensors[0].values,
              load_model(places_.out / best).tensors[0].values);
    EXPECT_EQ(events(places_.out).front().at("held_back"), 8);
}

TEST_F(TrainingRunTest, AKilledRunGoesOnFromItsLastCheckpoint) {
    write_discs(20);
    places_.out = folder_ / "whole";
    TrainingRun(configuration_, places_).run({});
    const TrainerState whole = state_in(places_.out);
    places_.out = folder_ / "killed";
    const pid_t child = fork();
    if (child == 0) {
        execl(PROGAN_PROGRAM, "progan", "train", "--data", places_.data.c_str(), "--out", places_.out.c_str(),
              "--resolution", "16", "--latent", "8", "--channels", "8,8,8", "--images-per-phase", "48",
              "--batch", "8", "--device", "cpu", nullptr);
        _exit(127);
    }
    // As soon as it has come to the second level, whatever it is doing then.
    const auto reached = [&] {
        std::ifstream file(places_.out / "events.jsonl");
        for (std::string line; std::getline(file, line);)
            if (line.find(R"("phase","images":48)") != std::string::npos ||
                line.find("\"finish\"") != std::string::npos)
                return true;
        return false;
    };
    while (!reached() && waitpid(child, nullptr, WNOHANG) == 0) usleep(1000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    ASSERT_TRUE(fs::exists(places_.out / "checkpoint.safetensors"));
    TrainingRun::resume({}, places_)->run({});
    expect_equal(state_in(places_.out), whole);
    std::int64_t last = 0;
    for (const nlohmann::json& line : events(places_.out)) {  // what was done twice is told once
        EXPECT_GE(line.at("images").get<std::int64_t>(), last);
        last = line.at("images");
    }
}

TEST_F(TrainingRunTest, StoppingLeavesACheckpointOfThatVeryStep) {
    write_discs(20);
    TrainingRun run(configuration_, places_);
    EXPECT_THROW(run.run([](const TrainingProgress& progress) {
        if (progress.images >= 80) throw Cancelled();
    }),
                 Cancelled);
    EXPECT_EQ(TrainingRun::resume({}, places_)->images(), 80);
}

TEST_F(TrainingRunTest, AnotherConfigurationIsRefusedOrTakenOnPurpose) {
    write_discs(20);
    {
        TrainingRun run(configuration_, places_);
        for (int i = 0; i < 8; ++i) run.step();  // 64 images: the second level fades in
        run.save_checkpoint();
    }
    EXPECT_NE(
        error_of([&] { TrainingRun run(configuration_, places_); }).find("already contains a training run"),
        std::string::npos);
    EXPECT_EQ(
        error_of([&] { TrainingRun::resume([](TrainConfiguration& c) { c.batches = {16}; }, places_); }),
        "The run in " + places_.out.string() +
            " was started with \"batches\" [8], not [16], which cannot change during a run. Omit the option, "
            "or "
            "start a new run in another folder.");
    EXPECT_NE(
        error_of([&] {
            TrainingRun::resume([](TrainConfiguration& c) { c.images_per_phase = {1000, 48}; }, places_);
        }).find("only phases that have not ended can change"),
        std::string::npos);
    EXPECT_EQ(TrainingRun::resume([](TrainConfiguration& c) { c.images_per_phase = {1000}; }, places_)
                  ->configuration()
                  .images_per_phase,
              (std::vector<std::int64_t>{48, 1000}));  // the phase that has ended keeps its own
    {
        const auto longer = TrainingRun::resume(
            [](TrainConfiguration& c) {
                c.images_per_phase = {48, 48, 96};
                c.learning_rates = {0.001};
            },
            places_);
        EXPECT_EQ(longer->images(), 64);
        EXPECT_EQ(total_images(longer->configuration()), 48 + 96 + 192);
        for (int i = 0; i < 5; ++i) longer->step();  // 104 images: the second level trains
        longer->save_checkpoint();
    }
    EXPECT_NE(
        error_of([&] {
            TrainingRun::resume([](TrainConfiguration& c) { c.images_per_phase = {48, 57, 96}; }, places_);
        }).find("would fade in again. Give that resolution at most 56 images per phase."),
        std::string::npos);
    EXPECT_EQ(TrainingRun::resume(
                  [](TrainConfiguration& c) {
                      c.images_per_phase = {48, 56, 96};
                  },
                  places_)
                  ->images(),
              104);
    places_.out = folder_ / "nothing";
    EXPECT_NE(error_of([&] { TrainingRun::resume({}, places_); }).find("contains no training run to resume"),
              std::string::npos);
}

TEST_F(TrainingRunTest, ALossThatIsNoNumberEndsTheRunAndTheCheckpointStands) {
    write_discs(20);
    configuration_.images_per_phase = {4000};
    {
        TrainingRun run(configuration_, places_);
        for (int i = 0; i < 3; ++i) run.step();
        run.save_checkpoint();
    }
    const fs::path file = places_.out / "checkpoint.safetensors";
    test::overwrite_first_value(file, "discriminator.levels.0.score.bias", std::numeric_limits<float>::max());
    const std::string before = read_text_file(file, 1 << 24);
    const auto run = TrainingRun::resume({}, places_);
    const std::string sentence = error_of([&] { run->run({}); });
    EXPECT_NE(sentence.find("Training diverged after 32 images (step 4): a loss is inf. The last good "
                            "checkpoint, of 24 images, is intact"),
              std::string::npos)
        << sentence;
    EXPECT_TRUE(read_text_file(file, 1 << 24) == before);
}

TEST_F(TrainingRunTest, ADivergedRunIsRetriedFromItsLastCheckpointWithHalfTheLearningRate) {
    write_discs(20);
    configuration_.on_divergence = OnDivergence::retry;
    configuration_.learning_rates = {0.002, 0.001};
    {
        TrainingRun run(configuration_, places_);
        for (int i = 0; i < 3; ++i) run.step();
        run.save_checkpoint();
    }
    const fs::path file = places_.out / "checkpoint.safetensors", good = folder_ / "good";
    fs::copy_file(file, good);
    test::overwrite_first_value(file, "discriminator.levels.0.score.bias", std::numeric_limits<float>::max());
    const auto run = TrainingRun::resume({}, places_);
    fs::copy_file(good, file, fs::copy_options::overwrite_existing);
    std::vector<std::string> messages;
    run->run([&](const TrainingProgress& progress) {
        messages.insert(messages.end(), progress.messages.begin(), progress.messages.end());
    });
    EXPECT_EQ(messages,
              (std::vector<std::string>{"Training diverged after 32 images (step 4) and continues from 24 "
                                        "images with half the learning rate."}));
    EXPECT_TRUE(run->position().finished);
    EXPECT_EQ(read_training_checkpoint(file).configuration.learning_rates,
              (std::vector<double>{0.001, 0.0005}));
    int retries = 0;
    for (const nlohmann::json& line : events(places_.out)) retries += line.at("event") == "retry" ? 1 : 0;
    EXPECT_EQ(retries, 1);
}

TEST_F(TrainingRunTest, ARunThatDivergesAgainAndAgainEnds) {
    write_discs(20);
    { TrainingRun run(configuration_, places_); }
    const fs::path file = places_.out / "checkpoint.safetensors";
    test::overwrite_first_value(file, "discriminator.levels.0.score.bias", std::numeric_limits<float>::max());
    const auto run =
        TrainingRun::resume([](TrainConfiguration& c) { c.on_divergence = OnDivergence::retry; }, places_);
    EXPECT_NE(
        error_of([&] { run->run({}); }).find("Training diverged after 8 images (step 1): a loss is inf"),
        std::string::npos);
    EXPECT_EQ(run->configuration().learning_rates[0], 0.002 / 32);
    const nlohmann::json last = events(places_.out).back();
    EXPECT_EQ(last.at("event"), "diverged");
    EXPECT_EQ(last.at("step"), 1);
}

/// A weight whose losses are finite, while the squares of its gradients are not, and with them the moments.
TEST_F(TrainingRunTest, MomentsThatAreNotFiniteNeverReplaceAGoodCheckpoint) {
    write_discs(20);
    for (const int phase : {8, 4000}) {  // a checkpoint that is due, and one because the run is stopped
        SCOPED_TRACE(phase);
        configuration_.images_per_phase = {phase};
        places_.out = folder_ / std::to_string(phase);
        { TrainingRun run(configuration_, places_); }
        const fs::path file = places_.out / "checkpoint.safetensors";
        test::overwrite_first_value(file, "discriminator.levels.0.score.weight", 1e12f);
        const std::string before = read_text_file(file, 1 << 24);
        const auto run = TrainingRun::resume({}, places_);
        const std::string sentence =
            error_of([&] { run->run([](const TrainingProgress&) { throw Cancelled(); }); });
        EXPECT_NE(sentence.find("Training diverged after 8 images (step 1): the tensor '"), std::string::npos)
            << sentence;
        EXPECT_NE(sentence.find("The last good checkpoint, of 0 images, is intact"), std::string::npos)
            << sentence;
        EXPECT_TRUE(read_text_file(file, 1 << 24) == before);
        EXPECT_NO_THROW(load_model(places_.out / "model.safetensors"));
        EXPECT_FALSE(fs::exists(places_.out / "snapshots/0000000008.safetensors"));
    }
}

TEST_F(TrainingRunTest, ACheckpointWithAWeightThatIsNotFiniteIsRefused) {
    write_discs(20);
    { TrainingRun run(configuration_, places_); }
    const fs::path file = places_.out / "checkpoint.safetensors";
    test::overwrite_first_value(file, "discriminator.levels.0.score.bias", NAN);
    const std::string sentence = error_of([&] { TrainingRun::resume({}, places_); });
    EXPECT_NE(sentence.find("tensor 'discriminator.levels.0.score.bias' has a value that is not finite"),
              std::string::npos)
        << sentence;
}

TEST_F(TrainingRunTest, ADamagedCheckpointIsRefused) {
    write_discs(20);
    { TrainingRun run(configuration_, places_); }
    const fs::path file = places_.out / "checkpoint.safetensors";
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_NE(error_of([&] { TrainingRun::resume({}, places_); }).find("checkpoint.safetensors"),
              std::string::npos);
}

double distance_to_discs(Generator& generator) {
    SwdOptions options;
    options.patches_per_image = 32;
    options.directions = 64;
    PatchSet fakes(16, options, 0), reals(16, options, 1);
    for (std::uint32_t i = 0; i < 512; ++i) {
        fakes.add(
            generator.generate(latent_from_seed(i, 8, SeedMode::numpy), generator.spec().last_level, 1));
        reals.add(disc(1000 + i));
    }
    return sliced_wasserstein(fakes, reals)[0].distance;
}

TEST_F(TrainingRunTest, LearnsInSecondsWhatAFewDiscsLookLike) {
    write_discs(64);
    configuration_.channels = {32, 32, 16};
    configuration_.images_per_phase = {1500, 2000, 6000};
    configuration_.batches = {16};
    configuration_.learning_rates = {0.004};
    configuration_.ema_half_life = 1000;
    TrainingRun run(configuration_, places_);
    SchedulePoint whole;
    whole.level = 2;
    const double before = distance_to_discs(*make_cpu_generator(run.trainer().model(whole)));
    run.run({});
    const double after = distance_to_discs(*make_cpu_generator(run.trainer().model(whole)));
    RecordProperty("swd_before", static_cast<int>(before));
    RecordProperty("swd_after", static_cast<int>(after));
    EXPECT_LT(after, before / 2) << before;
}

}  // namespace
}  // namespace progan
