#include "core/map/face_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <random>

#include "core/image/image_file.h"
#include "core/image/resize.h"
#include "core/map/face_map_files.h"
#include "core/map/map_stroke.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;
using test::error_of;

// The layout.

constexpr std::size_t kDimensions = 4;

/// side * side points in a few clusters, in a random order; cluster_of says which.
struct Planted {
    std::vector<float> points;
    std::vector<int> cluster_of;
};
Planted planted(int side, int clusters) {
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0, 1);
    std::vector<std::array<float, kDimensions>> centers(static_cast<std::size_t>(clusters));
    for (auto& center : centers)
        for (float& value : center) value = 10 * normal(random);
    Planted result;
    for (int i = 0; i < side * side; ++i) {
        const int cluster = static_cast<int>(random() % static_cast<unsigned>(clusters));
        result.cluster_of.push_back(cluster);
        for (const float value : centers[static_cast<std::size_t>(cluster)])
            result.points.push_back(value + normal(random));
    }
    return result;
}

GridCells laid_out(GridLayout layout) {
    while (layout.step()) {
    }
    return layout.cells();
}

/// The share of horizontal and vertical neighbors that come from one cluster: counted here, not by the code
/// under test.
double same_cluster(const Planted& faces, const GridCells& cells, int side) {
    int same = 0, all = 0;
    const auto cluster = [&](int x, int y) {
        return faces.cluster_of[static_cast<std::size_t>(cells[static_cast<std::size_t>(y * side + x)])];
    };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (x + 1 < side) ++all, same += cluster(x, y) == cluster(x + 1, y);
            if (y + 1 < side) ++all, same += cluster(x, y) == cluster(x, y + 1);
        }
    return static_cast<double>(same) / all;
}

TEST(GridLayout, PlantedClustersLieTogether) {
    constexpr int kSide = 20;
    const Planted faces = planted(kSide, 8);
    const GridCells cells = laid_out(GridLayout(faces.points, kDimensions, kSide));
    ASSERT_TRUE(is_permutation(cells, kSide * kSide));
    GridCells by_chance(cells.size());
    std::iota(by_chance.begin(), by_chance.end(), 0);
    EXPECT_LT(same_cluster(faces, by_chance, kSide), 0.25);
    EXPECT_GT(same_cluster(faces, cells, kSide), 0.75);
    EXPECT_NEAR(neighbor_distance(faces.points, kDimensions, by_chance), 1, 0.06);
    EXPECT_LT(neighbor_distance(faces.points, kDimensions, cells), 0.35);
}

TEST(GridLayout, PointsOfAPlaneComeBackAsThePlane) {
    constexpr int kSide = 12;
    std::vector<float> points;
    for (int i = 0; i < kSide * kSide; ++i) {
        const int shuffled = i * 89 % (kSide * kSide);  // 89 and 144 have no common divisor
        const int column = shuffled % kSide, row = shuffled / kSide;
        points.push_back(static_cast<float>(column));
        points.push_back(static_cast<float>(row) * 0.99f);
    }
    const GridCells cells = laid_out(GridLayout(points, 2, kSide));
    ASSERT_TRUE(is_permutation(cells, kSide * kSide));
    // A perfect plane's neighbors are 1 apart, the mean of any two about 0.52 sides.
    EXPECT_LT(neighbor_distance(points, 2, cells), 1.6 / (0.52 * kSide));
}

TEST(GridLayout, TheSamePointsGiveTheSameLayoutAndOthersAnother) {
    const Planted faces = planted(9, 5);
    const GridCells once = laid_out(GridLayout(faces.points, kDimensions, 9));
    EXPECT_EQ(laid_out(GridLayout(faces.points, kDimensions, 9)), once);
    std::vector<float> others = faces.points;
    std::reverse(others.begin(), others.end());
    EXPECT_NE(laid_out(GridLayout(others, kDimensions, 9)), once);
}

TEST(GridLayout, AFinerLayoutKeepsTheCoarseOnesPlaces) {
    constexpr int kCoarse = 8, kFine = 16;
    const Planted faces = planted(kFine, 6);
    const GridCells coarse =
        laid_out(GridLayout({faces.points.begin(), faces.points.begin() + kCoarse * kCoarse * kDimensions},
                            kDimensions, kCoarse));
    const GridCells fine = laid_out(GridLayout(faces.points, kDimensions, kFine, coarse));
    ASSERT_TRUE(is_permutation(fine, kFine * kFine));
    EXPECT_LT(neighbor_distance(faces.points, kDimensions, fine), 0.4);
    double moved = 0;  // as a part of the grid's side
    for (int cell = 0; cell < kCoarse * kCoarse; ++cell) {
        const auto at =
            std::find(fine.begin(), fine.end(), coarse[static_cast<std::size_t>(cell)]) - fine.begin();
        const int column = cell % kCoarse, row = cell / kCoarse;
        const auto fine_column = at % kFine, fine_row = at / kFine;
        moved += std::hypot((column + 0.5) / kCoarse - (static_cast<double>(fine_column) + 0.5) / kFine,
                            (row + 0.5) / kCoarse - (static_cast<double>(fine_row) + 0.5) / kFine);
    }
    EXPECT_LT(moved / (kCoarse * kCoarse), 0.2);  // by chance: 0.52
}

TEST(GridLayout, SmallAndDegenerateGrids) {
    EXPECT_EQ(laid_out(GridLayout({1, 2, 3, 4}, 4, 1)), GridCells{0});
    EXPECT_TRUE(is_permutation(laid_out(GridLayout({1, 2, 3, 4}, 1, 2)), 4));
    const GridCells equal = laid_out(GridLayout(std::vector<float>(25 * 3, 1.5f), 3, 5));
    EXPECT_TRUE(is_permutation(equal, 25));
    EXPECT_EQ(neighbor_distance(std::vector<float>(25 * 3, 1.5f), 3, equal), 0);
    EXPECT_NE(error_of([] { GridLayout({1, 2, 3}, 1, 2); }), "no error");
    EXPECT_NE(error_of([] { GridLayout(std::vector<float>(16), 1, 4, GridCells{0, 0, 1, 2}); }), "no error");
    EXPECT_FALSE(is_permutation(GridCells{0, 2, 2}, 3));
    EXPECT_FALSE(is_permutation(GridCells{0, 1, 3}, 3));
    EXPECT_FALSE(is_permutation(GridCells{0, -1, 1}, 3));
    EXPECT_FALSE(is_permutation(GridCells{0, 1}, 3));
}

// Likeness.

Image plain(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    Image image(32, 32);
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
        image.rgb[i] = r;
        image.rgb[i + 1] = g;
        image.rgb[i + 2] = b;
    }
    return image;
}

TEST(FaceLikeness, ColorsAreThoseOfCieLab) {
    // The middle counts fully. Values of sRGB red, and of mid gray, as published for D65.
    const std::vector<float> red = face_colors(plain(255, 0, 0)), gray = face_colors(plain(119, 119, 119));
    const std::size_t middle = (8 * 16 + 8) * 3;
    const float weight = gray[middle] / 50.03f;
    EXPECT_GT(weight, 0.95f);
    EXPECT_LE(weight, 1.001f);
    EXPECT_NEAR(red[middle] / weight, 53.24f, 0.1f);
    EXPECT_NEAR(red[middle + 1] / weight, 80.09f, 0.2f);
    EXPECT_NEAR(red[middle + 2] / weight, 67.20f, 0.2f);
    EXPECT_NEAR(gray[middle + 1], 0, 0.05f);
    EXPECT_LT(gray[0] / 50.03f, 0.6f);  // the rim counts less
}

TEST(FaceLikeness, FeaturesKeepTheDistancesOfFewFaces) {
    std::vector<float> colors;
    for (int i = 0; i < 6; ++i) {
        const std::vector<float> face = face_colors(plain(static_cast<std::uint8_t>(40 * i), 90, 200));
        colors.insert(colors.end(), face.begin(), face.end());
    }
    const FaceLikeness likeness(colors, 6);
    EXPECT_EQ(likeness.feature_count(), 5u);
    const auto distance = [](std::span<const float> a, std::span<const float> b) {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return std::sqrt(sum);
    };
    const auto face = [&](std::size_t i) {
        return std::span<const float>(colors).subspan(i * kFaceColors, kFaceColors);
    };
    for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const double whole = distance(face(i), face(j));
            EXPECT_NEAR(distance(likeness.features(face(i)), likeness.features(face(j))), whole,
                        0.01 * whole);
        }
    EXPECT_NE(error_of([&] { FaceLikeness(face(0), 1); }), "no error");
}

// The map.

/// Faces of one color each, which tell their latent; counts what it makes.
class ColorGenerator final : public Generator {
  public:
    ColorGenerator() {
        spec_.latent_size = 8;
        spec_.last_level = 3;
    }
    const ModelSpec& spec() const override { return spec_; }
    Image generate(std::span<const float> latent, int level, double) override {
        ++made;
        Image image(resolution(level), resolution(level));
        for (std::size_t i = 0; i < image.rgb.size(); ++i)
            image.rgb[i] = static_cast<std::uint8_t>(std::clamp(128 + 50 * latent[i % 3], 0.0f, 255.0f));
        return image;
    }
    std::vector<float> generate_values(std::span<const float>, int, double) override { return {}; }

    int made = 0;

  private:
    ModelSpec spec_;
};

class FaceMapTest : public test::InTemporaryFolder {
  protected:
    FaceMapOptions options(int faces) const {
        FaceMapOptions result;
        result.faces = faces;
        result.model_sha256 = std::string(64, 'b');
        result.folder = folder_;
        return result;
    }

    /// Runs a map's job to its end; every map it showed on the way goes to `seen`.
    std::shared_ptr<const FaceMap> build(const FaceMapOptions& options) {
        const auto job = make_face_map_job(generator, options);
        std::int64_t before = -1;
        seen.clear();
        while (true) {
            const JobProgress progress = job->step();
            EXPECT_GE(progress.done, before);
            before = progress.done;
            if (progress.done >= progress.total) break;
            if (auto map = job->so_far()) {
                EXPECT_FALSE(job->so_far()) << "the same map twice";
                seen.push_back(*map);
            }
        }
        seen.push_back(job->value());
        return seen.back();
    }

    fs::path file(const std::string& name) const { return folder_ / std::string(64, 'b') / "numpy" / name; }

    std::shared_ptr<ColorGenerator> generator = std::make_shared<ColorGenerator>();
    std::vector<std::shared_ptr<const FaceMap>> seen;
};

TEST_F(FaceMapTest, GrowsInPassesAndMakesEveryFaceOnce) {
    const auto map = build(options(1024));
    ASSERT_TRUE(map);
    EXPECT_EQ(map->side, 32);
    EXPECT_TRUE(is_permutation(map->cells, 1024));
    EXPECT_FALSE(map->sorting);
    EXPECT_EQ(generator->made, 1024);
    std::vector<int> sides;
    for (const auto& shown : seen) {
        EXPECT_TRUE(is_permutation(shown->cells, static_cast<std::size_t>(shown->side * shown->side)));
        EXPECT_GE(shown->strips.size() * kStripFaces, shown->cells.size());
        if (sides.empty() || sides.back() != shown->side) sides.push_back(shown->side);
    }
    EXPECT_EQ(sides, (std::vector<int>{8, 16, 32}));
    EXPECT_LT(map->neighbor_distance, 0.4);
}

TEST_F(FaceMapTest, TilesAreTheSeedsFaces) {
    const auto map = build(options(64));
    ASSERT_EQ(map->strips.size(), 2u);
    EXPECT_EQ(map->tile, 64);
    for (const int seed : {0, 31, 32, 63}) {
        const Image face =
            generator->generate(latent_from_seed(static_cast<std::uint32_t>(seed), 8, SeedMode::numpy), 3, 1);
        const Image& strip = map->strips[static_cast<std::size_t>(seed / 32)]->levels[0];
        ASSERT_EQ(strip.width, 2048);
        ASSERT_EQ(strip.height, 64);
        const std::uint8_t* pixel = strip.rgb.data() + (33 * 2048 + seed % 32 * 64 + 20) * 3;
        const std::size_t source = (33 / 2 * 32 + 20 / 2) * 3;
        for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(pixel[c], face.rgb[source + c]) << seed;
    }
    EXPECT_EQ(map->strips[0]->levels.size(), 7u);
    EXPECT_EQ(map->strips[0]->levels.back().width, 32);
}

TEST_F(FaceMapTest, ThePictureOfACellIsMostAlikeItself) {
    const auto map = build(options(64));
    for (const int cell : {0, 17, 63}) {
        const auto seed = static_cast<std::uint32_t>(map->cells[static_cast<std::size_t>(cell)]);
        const Image face = generator->generate(latent_from_seed(seed, 8, SeedMode::numpy), 3, 1);
        EXPECT_EQ(most_alike(*map, face), cell);
    }
    EXPECT_EQ(most_alike(FaceMap{}, plain(1, 2, 3)), std::nullopt);
    EXPECT_EQ(most_alike(*map, Image{}), std::nullopt);
}

TEST_F(FaceMapTest, IsKeptAndComesBackWithoutMakingAFace) {
    const auto before = build(options(256));
    generator->made = 0;
    const auto after = build(options(256));
    EXPECT_EQ(generator->made, 0);
    EXPECT_EQ(after->made, 0);
    EXPECT_EQ(before->made, 256);
    EXPECT_EQ(seen.size(), 1u);  // at once, not pass after pass
    EXPECT_EQ(after->cells, before->cells);
    EXPECT_EQ(*after->features, *before->features);
    ASSERT_EQ(after->strips.size(), before->strips.size());
    for (std::size_t i = 0; i < after->strips.size(); ++i)
        EXPECT_EQ(after->strips[i]->levels[0], before->strips[i]->levels[0]);
    FaceMapOptions other = options(256);
    other.model_sha256 = std::string(64, 'c');
    build(other);
    EXPECT_EQ(generator->made, 256);  // another model's map is another
    other = options(256);
    other.seed_mode = SeedMode::torch;
    build(other);
    EXPECT_EQ(generator->made, 512);
}

TEST_F(FaceMapTest, ALargerMapBeginsWithTheSmaller) {
    const auto small = build(options(1024));
    generator->made = 0;
    const auto large = build(options(4096));
    EXPECT_EQ(generator->made, 4096 - 1024);
    EXPECT_EQ(large->side, 64);
    EXPECT_EQ(large->tile, 32);
    EXPECT_TRUE(is_permutation(large->cells, 4096));
    EXPECT_EQ(seen.front()->cells, small->cells);  // the smaller is seen meanwhile
    EXPECT_EQ(seen.front()->tile, 32);
    EXPECT_EQ(seen.front()->strips[0]->levels[0],
              resize(small->strips[0]->levels[0], 1024, 32, ResizeFilter::smooth));
    EXPECT_LT(large->neighbor_distance, 0.35);
}

TEST_F(FaceMapTest, TheSameAgainWithoutFilesAndInOtherSlices) {
    FaceMapOptions unkept = options(256);
    unkept.folder.clear();
    const auto once = build(unkept);
    EXPECT_TRUE(fs::is_empty(folder_));
    EXPECT_EQ(build(unkept)->cells, once->cells);
    EXPECT_EQ(build(options(256))->cells, once->cells);
}

TEST_F(FaceMapTest, DamagedFilesAreMadeAgain) {
    const auto whole = build(options(256));
    std::ofstream(file("faces-64px-0032.png")) << "not a picture";
    fs::resize_file(file("faces-64px-0064.png"), fs::file_size(file("faces-64px-0064.png")) / 2);
    write_png(file("faces-64px-0096.png"), Image(64, 64));  // a picture, but not of a strip
    std::ofstream(file("layout-256.json")) << R"({"version":1,"seeds":[0,0,1]})";
    generator->made = 0;
    const auto again = build(options(256));
    EXPECT_EQ(generator->made, 3 * 32);
    EXPECT_TRUE(is_permutation(again->cells, 256));
    ASSERT_EQ(again->strips.size(), whole->strips.size());
    for (std::size_t i = 0; i < again->strips.size(); ++i)
        EXPECT_EQ(again->strips[i]->levels[0], whole->strips[i]->levels[0]);
    EXPECT_EQ(read_image(file("faces-64px-0032.png")), whole->strips[1]->levels[0]);
    generator->made = 0;
    build(options(256));
    EXPECT_EQ(generator->made, 0);  // and it is whole again
}

TEST_F(FaceMapTest, ACancelledBuildLeavesNothingHalf) {
    {
        const auto job = make_face_map_job(generator, options(1024));
        while (generator->made < 130) job->step();
    }  // destroyed unfinished
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
        if (!entry.is_regular_file()) continue;
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".png"))
            EXPECT_EQ(read_image(entry.path()).width, 2048) << name;
        else
            EXPECT_EQ(name, "layout-64.json");
    }
    const int before = generator->made;
    build(options(256));
    EXPECT_LE(generator->made, before + 256 - 128);  // it continues where it was
}

TEST_F(FaceMapTest, AFolderThatCannotBeWrittenDoesNotCostTheMap) {
    std::ofstream(folder_ / "file") << "in the way";
    FaceMapOptions blocked = options(64);
    blocked.folder = folder_ / "file";
    EXPECT_TRUE(is_permutation(build(blocked)->cells, 64));
}

TEST_F(FaceMapTest, OnlyPassesCanBeAskedFor) {
    EXPECT_NE(error_of([&] { make_face_map_job(generator, options(1000)); }).find("1000"), std::string::npos);
}

// Strokes.

TEST(MapStroke, AStraightLineGoesEvenlyFromEndToEnd) {
    const std::vector<MapPoint> stroke{{0.05, 0.05}, {0.05, 0.35}, {0.05, 0.95}};  // 9 cells of 10
    const std::vector<int> cells = cells_along(stroke, 10);
    ASSERT_GE(cells.size(), 5u);
    EXPECT_EQ(cells.front(), 0);
    EXPECT_EQ(cells.back(), 90);
    for (const int cell : cells) EXPECT_EQ(cell % 10, 0);
    EXPECT_TRUE(std::is_sorted(cells.begin(), cells.end()));
}

TEST(MapStroke, LongOnesHaveTwelveKeysAndShortOnesTwo) {
    std::vector<MapPoint> zigzag;
    zigzag.reserve(50);
    for (int i = 0; i < 50; ++i) zigzag.push_back({i % 2 ? 0.99 : 0.01, i / 49.0});
    EXPECT_EQ(cells_along(zigzag, 32).size(), 12u);
    EXPECT_EQ(cells_along(std::vector<MapPoint>{{0.5, 0.5}, {0.54, 0.5}}, 32), (std::vector<int>{528, 529}));
    EXPECT_EQ(cells_along(std::vector<MapPoint>{{0.51, 0.51}, {0.52, 0.51}}, 32), std::vector<int>{528});
    EXPECT_EQ(cells_along(std::vector<MapPoint>{{0.51, 0.51}}, 32), std::vector<int>{528});
    EXPECT_TRUE(cells_along({}, 32).empty());
    EXPECT_EQ(cells_along(std::vector<MapPoint>{{-3, -1}, {7, 9}}, 2), (std::vector<int>{0, 3}));
}

TEST_F(FaceMapTest, AStrokesJourneyGoesThroughTheFacesUnderIt) {
    const auto map = build(options(64));
    const std::vector<int> cells{0, 9, 18};
    const Journey journey = journey_through(*map, cells, 8, 20);
    ASSERT_EQ(journey.keyframes.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto seed = static_cast<std::uint32_t>(map->cells[static_cast<std::size_t>(cells[i])]);
        EXPECT_EQ(journey.keyframes[i].seed, seed);
        EXPECT_EQ(journey.keyframes[i].latent, latent_from_seed(seed, 8, SeedMode::numpy));
        EXPECT_EQ(journey.keyframes[i].frames, 20);
    }
    EXPECT_EQ(journey.model_sha256, map->model_sha256);
}

TEST_F(FaceMapTest, RealFacesLieAmongTheirLike) {
    const std::shared_ptr<Generator> real = make_cpu_generator(load_model(default_model_path()));
    const auto job = make_face_map_job(real, options(256));
    JobProgress progress = job->step();
    while (progress.done < progress.total) progress = job->step();
    const std::shared_ptr<const FaceMap> map = job->value();
    EXPECT_LT(map->neighbor_distance, 0.65);  // 1 by chance; 0.60 with Portraits 128
    // The same said by pixels, without the features.
    std::vector<float> pixels;
    for (const auto& strip : map->strips)
        for (int slot = 0; slot < kStripFaces; ++slot)
            for (int y = 0; y < 8; ++y)
                for (int x = 0; x < 24; ++x)
                    pixels.push_back(
                        strip->levels[3].rgb[static_cast<std::size_t>(y * kStripFaces * 24 + slot * 24 + x)]);
    EXPECT_LT(neighbor_distance(pixels, 8 * 24, map->cells), 0.75);
}

}  // namespace
}  // namespace progan
