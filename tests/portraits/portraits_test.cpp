// The renderer of the default model's training pictures: four portraits, whose pictures and attributes are in
// tests/data/portraits.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/image/image_file.h"
#include "models/portraits/renderer/attributes.h"
#include "models/portraits/renderer/portrait.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/temporary_folder.h"

namespace portraits {
namespace {

namespace fs = std::filesystem;

const fs::path kReferences = fs::path(PROGAN_TEST_DATA) / "portraits";
/// A woman with glasses; a bald man with a beard who looks aside; an old man; a woman who laughs.
constexpr std::array<std::uint64_t, 4> kNumbers{4, 13, 21, 32};

const Body& body() {
    static const Body body(PORTRAITS_PACK);
    return body;
}

std::string name_of(std::uint64_t number) {
    return (number < 10 ? "0000" : "000") + std::to_string(number) + ".jpg";
}

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

double mean_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k)
        sum += std::abs(static_cast<int>(a[k]) - static_cast<int>(b[k]));
    return sum / static_cast<double>(a.size());
}

double brightness(const Picture& picture) {
    double sum = 0;
    for (const std::uint8_t v : picture.rgb) sum += v;
    return sum / static_cast<double>(picture.rgb.size());
}

struct Point {
    double x = 0, y = 0;
};

/// The irises are what changes with the eyes' color: the middle of what does, left and right of the
/// picture's middle.
std::array<Point, 2> irises(Person person, const Options& options) {
    person.expression.gaze_x = person.expression.gaze_y = 0;  // straight out of the head
    person.expression.eye_closure = 0;
    person.glasses.frame = Frame::none;
    person.eye_color = Vec3(.9f, .02f, .02f);
    const Picture red = draw_portrait(body(), person, options);
    person.eye_color = Vec3(.02f, .02f, .9f);
    const Picture blue = draw_portrait(body(), person, options);
    std::array<Point, 2> middles;
    std::array<double, 2> weights{};
    for (int y = 0; y < red.side; ++y)
        for (int x = 0; x < red.side; ++x) {
            const auto at = static_cast<std::size_t>(y * red.side + x) * 3;
            const double change = std::abs(red.rgb[at] - blue.rgb[at]);
            const std::size_t half = x < red.side / 2 ? 0 : 1;
            middles[half].x += change * (x + .5);
            middles[half].y += change * (y + .5);
            weights[half] += change;
        }
    for (std::size_t k = 0; k < 2; ++k) {
        EXPECT_GT(weights[k], 0) << "an eye is not seen";
        middles[k] = {middles[k].x / weights[k], middles[k].y / weights[k]};
    }
    return middles;
}

TEST(Portraits, FourAreThePicturesThatTheyAlwaysWere) {
    for (const std::uint64_t number : kNumbers) {
        const Picture picture = draw_portrait(body(), draw_person(number));
        const progan::Image reference = progan::read_image(kReferences / name_of(number));
        ASSERT_EQ(picture.side, reference.width);
        EXPECT_LT(mean_difference(picture.rgb, reference.rgb), 2.0) << name_of(number);
    }
}

TEST(Portraits, AnotherPersonIsAnotherPicture) {
    const progan::Image reference = progan::read_image(kReferences / name_of(kNumbers[0]));
    EXPECT_GT(mean_difference(draw_portrait(body(), draw_person(kNumbers[2])).rgb, reference.rgb), 10.0);
}

TEST(Portraits, EyesAreAligned) {
    Options coarse;
    coarse.samples = 2;
    for (const std::uint64_t number : kNumbers) {
        const auto [left, right] = irises(draw_person(number), coarse);
        EXPECT_NEAR((left.x + right.x) / 2, 64.0, 1.0) << number;
        EXPECT_NEAR((left.y + right.y) / 2, 60.8, 1.5) << number;
        EXPECT_NEAR(right.x - left.x, 30.0, 6.0) << number;  // 30 on average: faces differ
        EXPECT_NEAR(right.y - left.y, 0.0, 1.5) << number;
    }
}

TEST(Portraits, EyesLieAtTheSamePartOfALargerPicture) {
    Options twice;
    twice.side = 256;
    twice.samples = 2;
    const auto [left, right] = irises(draw_person(kNumbers[0]), {});
    const auto [large_left, large_right] = irises(draw_person(kNumbers[0]), twice);
    EXPECT_NEAR(large_left.x, 2 * left.x, 1.0);
    EXPECT_NEAR(large_right.y, 2 * right.y, 1.0);
}

TEST(Portraits, AttributesAreWritten) {
    const std::vector<std::string> lines = lines_of(kReferences / "attributes.csv");
    ASSERT_EQ(lines.size(), 1 + kNumbers.size());
    EXPECT_EQ(attribute_header(), lines[0]);
    for (std::size_t k = 0; k < kNumbers.size(); ++k)
        EXPECT_EQ(attribute_line(name_of(kNumbers[k]), draw_person(kNumbers[k])), lines[k + 1]);
}

TEST(Portraits, AttributesStayWithinTheirRanges) {
    int women = 0, glasses = 0;
    std::set<HairStyle> styles;
    constexpr int kPeople = 1000;
    for (std::uint64_t number = 0; number < kPeople; ++number) {
        const Person person = draw_person(number);
        const Head& head = person.head;
        EXPECT_TRUE(head.age >= 18 && head.age <= 78) << number;
        EXPECT_NEAR(head.target_mix[0] + head.target_mix[1] + head.target_mix[2], 1, 1e-5) << number;
        EXPECT_TRUE(person.expression.smile >= -.45f && person.expression.smile <= 1) << number;
        EXPECT_LE(std::fabs(person.expression.yaw), 20) << number;
        EXPECT_LE(std::fabs(person.expression.pitch), 10) << number;
        EXPECT_TRUE(!head.feminine() || person.beard.density == 0) << number;
        for (const auto& [target, weight] : head.morphs) {
            EXPECT_TRUE(body().targets.has(target)) << target;
            EXPECT_TRUE(weight >= 0 && weight <= 1.5f) << target;
        }
        women += head.feminine() ? 1 : 0;
        glasses += person.glasses.frame != Frame::none ? 1 : 0;
        styles.insert(person.hair.style);
    }
    EXPECT_NEAR(women, kPeople * .5, 60);
    EXPECT_NEAR(glasses, kPeople * .13, 40);
    EXPECT_EQ(styles.size(), static_cast<std::size_t>(kHairStyles));
}

TEST(Portraits, APictureDependsOnItsNumberAlone) {
    const Picture alone = draw_portrait(body(), draw_person(kNumbers[1]));
    draw_portrait(body(), draw_person(kNumbers[0]));
    EXPECT_EQ(draw_portrait(body(), draw_person(kNumbers[1])).rgb, alone.rgb);
}

TEST(Portraits, AnAttributeThatIsSetShows) {
    Person person = draw_person(kNumbers[0]);
    const Picture before = draw_portrait(body(), person);
    ASSERT_TRUE(set_attribute(person, "skin_tone", .9f, false));
    EXPECT_LT(brightness(draw_portrait(body(), person)), brightness(before) - 5);
    EXPECT_NE(attribute_line("a", person).find(",0.900,"), std::string::npos);
    ASSERT_TRUE(set_attribute(person, "gender", 1, false));
    EXPECT_FLOAT_EQ(person.head.gender, 1);
    EXPECT_TRUE(set_attribute(person, "nose/nose-hump-incr", 1, body().targets.has("nose/nose-hump-incr")));
    EXPECT_FALSE(set_attribute(person, "nosiness", 1, body().targets.has("nosiness")));
}

class PortraitsProgram : public progan::test::InTemporaryFolder {
  protected:
    int run(const std::vector<std::string>& arguments) {
        std::vector<std::string> command{PORTRAITS_PROGRAM};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return progan::test::Process(command, {}, folder_ / "output").wait(240).value_or(-1);
    }
    std::string output() const {
        std::ostringstream text;
        text << std::ifstream(folder_ / "output").rdbuf();
        return text.str();
    }
};

TEST_F(PortraitsProgram, ContinuesWhereItStopped) {
    const fs::path out = folder_ / "pictures";
    ASSERT_EQ(run({"4", "1", "--size", "32", "--out", out}), 0) << output();
    const auto first_time = fs::last_write_time(out / "00004.jpg");
    ASSERT_EQ(run({"4", "2", "--size", "32", "--out", out}), 0) << output();
    EXPECT_EQ(fs::last_write_time(out / "00004.jpg"), first_time);
    const std::vector<std::string> lines = lines_of(out / "attributes.csv");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0], attribute_header());
    EXPECT_EQ(lines[2].substr(0, 9), "00005.jpg");
    EXPECT_EQ(progan::read_image(out / "00005.jpg").width, 32);
}

TEST_F(PortraitsProgram, SaysWhatIsWrong) {
    EXPECT_EQ(run({"0", "1", "--out", folder_, "--pack", folder_ / "nowhere.bin"}), 1);
    EXPECT_NE(output().find("nowhere.bin cannot be read"), std::string::npos) << output();
    const fs::path half = folder_ / "half.bin";
    fs::copy_file(PORTRAITS_PACK, half);
    fs::resize_file(half, fs::file_size(half) / 2);
    EXPECT_EQ(run({"0", "1", "--out", folder_, "--pack", half}), 1);
    EXPECT_NE(output().find("half.bin is not a whole pack"), std::string::npos) << output();
    EXPECT_EQ(run({"0", "1", "--out", folder_, "--set", "nosiness=1"}), 1);
    EXPECT_NE(output().find("\"nosiness\" is neither"), std::string::npos) << output();
}

/// By column, of one line of a CSV file without quotes.
std::map<std::string, std::string> by_column(const std::string& header, const std::string& line) {
    std::map<std::string, std::string> values;
    std::istringstream names(header), cells(line);
    for (std::string name, cell; std::getline(names, name, ',');) {
        cell.clear();
        std::getline(cells, cell, ',');
        values[name] = cell;
    }
    return values;
}

class PortraitLabels : public progan::test::InTemporaryFolder {
  protected:
    int run(const fs::path& attributes) const {
        const std::string command = "python3 '" PROGAN_TEST_SOURCE_DIR "/models/portraits/labels.py' '" +
                                    attributes.string() + "' -o '" + (folder_ / "labels.csv").string() +
                                    "' >'" + (folder_ / "out.txt").string() + "' 2>&1";
        return std::system(command.c_str());
    }
};

TEST_F(PortraitLabels, SayWhatCanBeSeen) {
    ASSERT_EQ(run(kReferences / "attributes.csv"), 0);
    const std::vector<std::string> lines = lines_of(folder_ / "labels.csv");
    const std::vector<std::string> attributes = lines_of(kReferences / "attributes.csv");
    ASSERT_EQ(lines.size(), 1 + kNumbers.size());
    std::vector<std::map<std::string, std::string>> labels;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        labels.push_back(by_column(lines[0], lines[i]));
        const auto drawn = by_column(attributes[0], attributes[i]);
        EXPECT_EQ(labels.back()["file"], drawn.at("file"));
        EXPECT_NEAR(std::stod(labels.back()["age"]), std::stod(drawn.at("age")), 0.01);
        EXPECT_NEAR(std::stod(labels.back()["turn"]), std::stod(drawn.at("yaw")), 0.01);
    }
    auto &woman = labels[0], &bald = labels[1], &old_man = labels[2];
    EXPECT_EQ(woman["beard"], "");
    EXPECT_EQ(woman["glasses"], "1");
    EXPECT_NE(woman["hair_length"], "");
    for (const char* of_hair : {"hair_length", "hair_lightness", "grey_hair"}) EXPECT_EQ(bald[of_hair], "");
    EXPECT_GT(std::stod(bald["beard"]), 0.1);
    EXPECT_EQ(bald["glasses"], "0");
    EXPECT_GT(std::stod(old_man["grey_hair"]), 0.1);
    EXPECT_EQ(old_man["hair_lightness"], "") << "grey is no shade of fair";
}

TEST_F(PortraitLabels, RefuseAnotherFile) {
    std::ofstream(folder_ / "other.csv") << "file,age\n1.jpg,young\n";
    EXPECT_NE(run(folder_ / "other.csv"), 0);
    EXPECT_NE(lines_of(folder_ / "out.txt").at(0).find("other.csv is not an attributes.csv"),
              std::string::npos);
    EXPECT_FALSE(fs::exists(folder_ / "labels.csv"));
}

}  // namespace
}  // namespace portraits
