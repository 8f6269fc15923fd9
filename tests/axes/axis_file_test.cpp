// Axes as .npz: back and forth, to and from NumPy, and damaged.
#include "core/axes/axis_file.h"

#include <gtest/gtest.h>

#include <random>

#include "core/files/atomic_file.h"
#include "core/files/npz.h"
#include "core/latent/latents_npy.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class AxisFiles : public test::InTemporaryFolder {
  protected:
    AxisFile example() const {
        AxisFile file{std::string(64, 'a'), "Model", {}};
        for (std::uint32_t i = 0; i < 3; ++i) {
            Axis axis;
            axis.id = "sefa-" + std::to_string(i + 1);
            axis.name = i == 1 ? "Lächeln \"breit\"" : "Axis " + std::to_string(i);
            axis.method = i == 2 ? AxisMethod::taught : AxisMethod::sefa;
            axis.level = static_cast<int>(i);
            axis.direction = latent_from_seed(i + 1, 5, SeedMode::numpy);
            const auto scale = static_cast<float>(1 / length(axis.direction));
            for (float& component : axis.direction) component *= scale;
            axis.effect = 1.5 / (i + 1);
            axis.pinned = i == 0;
            axis.hidden = i == 1;
            if (i == 2) {
                axis.more = {latent_from_seed(8, 5, SeedMode::numpy),
                             latent_from_seed(9, 5, SeedMode::numpy)};
                axis.less = {latent_from_seed(10, 5, SeedMode::numpy)};
                axis.accuracy = 0.875;
                axis.low = "jung";
                axis.high = "älter";
                axis.attribute = "alter, \"Jahre\"";
                axis.range = 40;
                axis.order = 2;
            }
            file.axes.push_back(std::move(axis));
        }
        return file;
    }
    std::string python(const std::string& code) const {
        return test::output_of("cd '" + folder_.string() + "' && /usr/bin/python3 -c \"import numpy as np; " +
                               code + "\"");
    }
    std::string refusal(const std::string& bytes) const {
        return test::error_of([&] { axes_from_bytes(bytes, "axes.npz"); });
    }
};

TEST_F(AxisFiles, ComeBackBitForBit) {
    save_axes(folder_ / "axes.npz", example());
    EXPECT_EQ(load_axes(folder_ / "axes.npz"), example());
    EXPECT_EQ(axes_to_npz(example()), axes_to_npz(example()));
    const KeptAxes kept = load_kept_axes(folder_ / "axes.npz", 5);
    EXPECT_TRUE(kept.found);
    EXPECT_EQ(kept.axes, example().axes);
    EXPECT_FALSE(load_kept_axes(folder_ / "none.npz", 5).found);
}

TEST_F(AxisFiles, NumPyReadsThem) {
    save_axes(folder_ / "axes.npz", example());
    const std::string out = python(
        "import json; f = np.load('axes.npz'); d = f['directions']; "
        "print(d.shape, d.dtype, f['effects'].tolist(), json.loads(f['axes.json'])['axes'][2]['method'], "
        "bool(abs(np.linalg.norm(d, axis=1) - 1).max() < 1e-6))");
    EXPECT_EQ(out, "(3, 5) float32 [1.5, 0.75, 0.5] taught True\n");
    save_boundary(folder_ / "boundary.npy", example().axes[0]);
    EXPECT_EQ(python("b = np.load('boundary.npy'); print(b.shape, b.dtype)"), "(1, 5) float32\n");
}

TEST_F(AxisFiles, BoundariesOfNumPyAreRead) {
    python(
        "b = np.array([[3., 0, -4., 0]]); np.save('smile.npy', b); np.save('flat.npy', "
        "b[0].astype(np.float32)); "
        "np.savez('several.npz', age=b, hair=np.eye(4), scores=np.arange(3), boundary=-b); "
        "np.savez_compressed('small.npz', boundary=b); np.savez('none.npz', scores=np.arange(3))");
    const Latent expected{0.6f, 0, -0.8f, 0};
    for (const char* name : {"smile.npy", "flat.npy", "small.npz"}) {
        const AxisFile file = load_axes(folder_ / name);
        ASSERT_EQ(file.axes.size(), 1u) << name;
        EXPECT_EQ(file.axes[0].direction, expected) << name;
        EXPECT_EQ(file.axes[0].name, std::filesystem::path(name).stem().string());
        EXPECT_EQ(file.axes[0].method, AxisMethod::imported);
        EXPECT_EQ(file.axes[0].effect, 0);
    }
    const AxisFile several = load_axes(folder_ / "several.npz");
    std::string names;
    for (const Axis& axis : several.axes) names += axis.name + ", ";
    EXPECT_EQ(names,
              "several age, several, several hair 1, several hair 2, several hair 3, several hair 4, ");
    EXPECT_EQ(several.axes[1].direction, (Latent{-0.6f, 0, 0.8f, 0}));  // the sign is kept
    EXPECT_NE(test::error_of([&] { load_axes(folder_ / "none.npz"); }).find("contains no directions"),
              std::string::npos);
}

TEST_F(AxisFiles, WhatIsDamagedIsRefusedByASentence) {
    const std::string good = axes_to_npz(example());
    EXPECT_NE(refusal(good.substr(0, good.size() / 2)).find("truncated or damaged"), std::string::npos);
    std::string flipped = good;
    flipped[good.find("\x93NUMPY") + 140] ^= 1;  // inside an array: the checksum tells
    EXPECT_NE(refusal(flipped).find("damaged"), std::string::npos);
    EXPECT_NE(refusal("").find("not a NumPy"), std::string::npos);
    EXPECT_NE(refusal("PK\x03\x04").find("damaged"), std::string::npos);
    const Latent zero(4, 0);
    EXPECT_NE(refusal(latents_to_npy(std::span(&zero, 1), "")).find("length 0"), std::string::npos);

    const NpzEntries entries = read_npz(good, "axes.npz");
    const auto with = [&](const std::string& from, const std::string& to) {
        NpzEntries changed = entries;
        std::string& text = changed["axes.json"];
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        return refusal(write_zip(changed));
    };
    EXPECT_NE(with("\"version\": 1", "\"version\": 2").find("version 2"), std::string::npos);
    EXPECT_NE(with("\"sefa-2\"", "\"sefa-1\"").find("same id"), std::string::npos);
    EXPECT_NE(with("\"sefa-2\"", "7").find("axes[1].id is 7"), std::string::npos);
    EXPECT_NE(with("\"taught\"", "\"guessed\"")
                  .find("method is 'guessed', but must be sefa, pca, taught, imported or labels"),
              std::string::npos);
    EXPECT_NE(with("\"pinned\": true", "\"pinned\": 3").find("pinned is 3"), std::string::npos);
    EXPECT_NE(with("0.875", "8").find("accuracy is 8"), std::string::npos);
    EXPECT_NE(with("\"less\": [", "\"less\": [[1, 2],").find("less[0] has 2 numbers"), std::string::npos);
    EXPECT_NE(with("{", "").find("not valid JSON"), std::string::npos);
    NpzEntries without = entries;
    without.erase("directions.npy");
    EXPECT_NE(refusal(write_zip(without)).find("no directions.npy"), std::string::npos);
    NpzEntries fewer = entries;
    fewer["directions.npy"] = latents_to_npy(std::vector<Latent>{{1, 0, 0, 0, 0}}, "");
    EXPECT_NE(refusal(write_zip(fewer)).find("1 directions and 3 axes"), std::string::npos);
}

TEST_F(AxisFiles, AnyDamageIsRefusedOrReadAndNeverACrash) {
    const std::string good = axes_to_npz(example());
    std::mt19937 random(1);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string damaged = good;
        for (int k = 0; k <= i % 3; ++k) damaged[random() % damaged.size()] = static_cast<char>(random());
        if (i % 5 == 0) damaged.resize(random() % damaged.size());
        try {
            for (const Axis& axis : axes_from_bytes(damaged, "axes.npz").axes)
                EXPECT_NEAR(length(axis.direction), 1, 2e-3);
        } catch (const Error&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 2000);
}

TEST_F(AxisFiles, WhatCannotBeReadIsSetAside) {
    const std::filesystem::path path = axes_path(folder_, "abc");
    EXPECT_EQ(path, folder_ / "axes" / "abc.npz");
    write_file_atomically(path, std::string_view("not axes"));
    const KeptAxes kept = load_kept_axes(path, 5);
    EXPECT_FALSE(kept.found);
    EXPECT_NE(kept.warning.find("renamed to abc.npz.unreadable-1, unchanged"), std::string::npos);
    EXPECT_EQ(read_text_file(folder_ / "axes" / "abc.npz.unreadable-1", 100), "not axes");
    EXPECT_FALSE(std::filesystem::exists(path));
    save_axes(path, example());
    EXPECT_NE(load_kept_axes(path, 6).warning.find("its model takes 6"), std::string::npos);
}

TEST_F(AxisFiles, ADamagedOrDoubledAxisLeavesTheOthersAndIsKeptAside) {
    NpzEntries entries = read_npz(axes_to_npz(example()), "axes.npz");
    std::string& text = entries["axes.json"];
    text.replace(text.find("\"sefa-2\""), 8, "7");
    const std::string bytes = write_zip(entries);
    write_file_atomically(folder_ / "axes.npz", bytes);
    const KeptAxes kept = load_kept_axes(folder_ / "axes.npz", 5);
    EXPECT_TRUE(kept.found);
    EXPECT_EQ(kept.axes, (std::vector<Axis>{example().axes[0], example().axes[2]}));
    EXPECT_NE(kept.warning.find("1 of the axes could not be read"), std::string::npos) << kept.warning;
    EXPECT_EQ(read_text_file(folder_ / "axes.npz.unreadable-1", 100000), bytes);
    AxisFile twice = example();
    twice.axes[1].id = twice.axes[0].id;
    save_axes(folder_ / "axes.npz", twice);
    EXPECT_EQ(load_kept_axes(folder_ / "axes.npz", 5).axes.size(), 2u);
    EXPECT_NE(load_kept_axes(folder_ / "axes.npz", 5).warning.find("same id"), std::string::npos);
}

TEST(AxisFileNames, AreThoseOfNumPy) {
    EXPECT_TRUE(is_axis_file_name("a/b.NPZ"));
    EXPECT_TRUE(is_axis_file_name("boundary.npy"));
    EXPECT_FALSE(is_axis_file_name("npz"));
    EXPECT_FALSE(is_axis_file_name("a.json"));
}

}  // namespace
}  // namespace progan
