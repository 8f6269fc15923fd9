// Containers under damage: every file of tests/data/checkpoints, cut and flipped at random.
#include "core/import/checkpoint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "core/import/import.h"
#include "core/support/error.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/fixtures/valid_model.h"
#include "tests/import/reads_hdf5.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

const fs::path kGood = PROGAN_TEST_DATA "/checkpoints/good";

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class DamagedCheckpoint : public test::InTemporaryFolder {
  protected:
    /// Opens what may be damaged and counts what came of it: a model that is one in every respect, or one
    /// sentence that names the file, or its other part of the same stem. Any other exception fails the test.
    void open_damaged(const fs::path& path) {
        try {
            test::expect_valid(open_any_model(path));
            ++models_;
        } catch (const Error& error) {
            const std::string sentence = error.what();
            EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
            EXPECT_NE(sentence.find((path.parent_path() / path.stem()).string()), std::string::npos)
                << sentence;
            ++errors_;
        }
    }

    int models_ = 0, errors_ = 0;

    /// Each of the containers once.
    std::vector<fs::path> samples() const {
        std::vector<fs::path> samples{
            kGood / "akanimax_v3/depth_4_epoch_2.bin", kGood / "gan_zoo/celeba_s2_i80000.pth",
            kGood / "nvidia_fused/network-snapshot.pkl", kGood / "nvidia_protocol_0/network-snapshot.pkl",
            kGood / "rosinality/120000.model"};
        if (test::kReadsHdf5)
            for (const char* sample :
                 {"keras_tuned/model_016x016-tuned.h5", "keras_plain_archive/tuned.keras"})
                samples.push_back(kGood / sample);
        return samples;
    }
};

TEST_F(DamagedCheckpoint, CutAnywhereItIsAnErrorOrAModel) {
    std::mt19937 random(1);
    for (const fs::path& sample : samples()) {
        const std::string whole = contents(sample);
        ASSERT_FALSE(whole.empty()) << sample;
        for (int i = 0; i < 40; ++i) {
            const fs::path path = folder_ / "cut.bin";
            std::ofstream(path, std::ios::binary) << whole.substr(0, random() % whole.size());
            open_damaged(path);
        }
    }
    EXPECT_EQ(models_ + errors_, static_cast<int>(samples().size()) * 40);
    EXPECT_GT(errors_, 0);
}

TEST_F(DamagedCheckpoint, FlippedAnywhereItIsAnErrorOrAModel) {
    std::mt19937 random(2);
    for (const fs::path& sample : samples()) {
        const std::string whole = contents(sample);
        for (int i = 0; i < 80; ++i) {
            std::string bytes = whole;
            // Half of the damage goes where the structure is, at the beginning.
            const std::size_t range = i % 2 ? bytes.size() : std::min<std::size_t>(bytes.size(), 3000);
            for (int flips = 0; flips < 4; ++flips) bytes[random() % range] = static_cast<char>(random());
            const fs::path path = folder_ / "flipped.bin";
            std::ofstream(path, std::ios::binary) << bytes;
            open_damaged(path);
        }
    }
    EXPECT_GT(models_, 0);  // damage to weights alone
    EXPECT_GT(errors_, 0);
}

TEST_F(DamagedCheckpoint, ADamagedTensorFlowIndexIsAnErrorOrAModel) {
    std::mt19937 random(3);
    const std::string index = contents(kGood / "tfgan/model.ckpt-123.index");
    fs::copy(kGood / "tfgan/model.ckpt-123.data-00000-of-00001", folder_ / "m.data-00000-of-00001");
    for (int i = 0; i < 400; ++i) {
        std::string bytes = index;
        if (i % 3 == 0) bytes.resize(random() % bytes.size());
        for (int flips = 0; flips < 3 && !bytes.empty(); ++flips)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        std::ofstream(folder_ / "m.index", std::ios::binary) << bytes;
        open_damaged(folder_ / "m.index");
    }
    EXPECT_EQ(models_ + errors_, 400);
    EXPECT_GT(errors_, 0);
}

TEST(Checkpoint, NamesWhatStandsBesideTheTensors) {
    const Checkpoint checkpoint = open_checkpoint(kGood / "gan_zoo/celeba_s2_i80000.pth");
    EXPECT_EQ(checkpoint.container, "torch-legacy");
    EXPECT_EQ(checkpoint.number("config.leakyReluLeak"), 0.2);
    EXPECT_EQ(checkpoint.texts.at("config.lossCriterion"), "WGANGP");
    EXPECT_EQ(checkpoint.lists.at("config.depthOtherScales"), (std::vector<double>{8, 6}));
    std::vector<std::string> paths;
    for (const TensorGroup& group : checkpoint.groups) paths.push_back(group.path);
    EXPECT_EQ(paths, (std::vector<std::string>{"netG", "netD", "avgG"}));
}

TEST(Checkpoint, AFolderIsACheckpointByAnyOfItsFiles) {
    for (const char* name :
         {"progan-128_1", "progan-128_1/saved_model.pb", "progan-128_1/tfhub_module.pb",
          "progan-128_1/variables/variables.index", "progan-128_1/variables/variables.data-00000-of-00001"})
        EXPECT_EQ(open_checkpoint(kGood / "hub" / name).groups.size(), 1u) << name;
    EXPECT_EQ(open_checkpoint(kGood / "tfgan" / "checkpoint").groups.size(), 1u);
    EXPECT_EQ(open_checkpoint(kGood / "tfgan").groups.size(), 1u);
}

}  // namespace
}  // namespace progan
