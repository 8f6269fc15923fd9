#include "core/documents/favourites.h"

#include <bit>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <set>

#include "core/files/atomic_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

Favourite sample() {
    Favourite favourite;
    favourite.id = "0123abcd";
    favourite.name = "Anna \"笑顔\" \\ 1";
    favourite.tags = {"smile", "ünïcode", ""};
    favourite.rating = 4;
    favourite.albums = {"Cast", "笑顔"};
    favourite.created = "2026-05-04T09:08:07Z";
    favourite.seed = 4294967295u;
    favourite.latent = {0.1f, -2.5f, 0.0f};
    favourite.model_sha256 = std::string(64, 'a');
    favourite.model_name = "Toon heads";
    favourite.image = "favourites/0123abcd.png";
    return favourite;
}

class Favourites : public test::InTemporaryFolder {};

TEST_F(Favourites, RoundTripKeepsEverything) {
    Favourite second = sample();
    second.id = "2";
    second.seed.reset();
    second.tags.clear();
    second.rating = 0;
    second.albums.clear();
    const std::vector<Favourite> favourites{sample(), second};
    EXPECT_EQ(favourites_from_json(favourites_to_json(favourites), "f"), favourites);
    EXPECT_TRUE(favourites_from_json(favourites_to_json({}), "f").empty());
}

TEST_F(Favourites, FloatsSurviveBitForBitAndAreShort) {
    std::mt19937 random(11);
    Favourite favourite = sample();
    favourite.latent = {-0.0f, std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max(),
                        std::numeric_limits<float>::lowest(), 1.0f / 3};
    while (favourite.latent.size() < 10000) {
        const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        if (std::isfinite(value)) favourite.latent.push_back(value);
    }
    const Latent back = favourites_from_json(favourites_to_json({favourite}), "f")[0].latent;
    ASSERT_EQ(back.size(), favourite.latent.size());
    for (std::size_t i = 0; i < back.size(); ++i)
        ASSERT_EQ(std::bit_cast<std::uint32_t>(back[i]), std::bit_cast<std::uint32_t>(favourite.latent[i]))
            << i;
    EXPECT_NE(favourites_to_json({sample()}).find("[0.1, -2.5, 0.0]"), std::string::npos);
}

TEST_F(Favourites, PythonReadsTheDocumentedMembers) {
    const fs::path path = folder_ / "favourites.json";
    std::ofstream(path) << favourites_to_json({sample()});
    const std::string program = R"python(
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
favourite = document["favourites"][0]
print(document["version"], favourite["id"], ascii(favourite["name"]), favourite["seed"])
print(*map(ascii, favourite["tags"]), favourite["created"], favourite["latent"])
print(favourite["model"]["sha256"], favourite["model"]["name"], favourite["image"])
)python";
    EXPECT_EQ(test::output_of("python3 -c '" + program + "' '" + path.string() + "'"),
              R"(1 0123abcd 'Anna "\u7b11\u9854" \\ 1' 4294967295
'smile' '\xfcn\xefcode' '' 2026-05-04T09:08:07Z [0.1, -2.5, 0.0]
)" + std::string(64, 'a') +
                  " Toon heads favourites/0123abcd.png\n");
}

TEST_F(Favourites, UnknownMembersAreIgnoredAndOptionalOnesMayBeMissing) {
    const auto favourites = favourites_from_json(
        R"({"version":1,"more":{},"favourites":[{"id":"a","name":"n","latent":[1],"future":[1]}]})", "f");
    ASSERT_EQ(favourites.size(), 1u);
    EXPECT_EQ(favourites[0].latent, (Latent{1}));
    EXPECT_FALSE(favourites[0].seed);
    EXPECT_EQ(favourites[0].rating, 0);
    EXPECT_TRUE(favourites[0].albums.empty());
}

TEST_F(Favourites, AFaceWithoutStarsAndAlbumsIsWrittenAsItAlwaysWas) {
    Favourite plain = sample();
    plain.rating = 0;
    plain.albums.clear();
    const std::string text = favourites_to_json({plain});
    EXPECT_EQ(text.find("rating"), std::string::npos) << text;
    EXPECT_EQ(text.find("albums"), std::string::npos) << text;
}

TEST_F(Favourites, EditsOfChannelsSurviveAndAreNotWrittenWithoutNeed) {
    std::vector<Favourite> faces(2);
    for (std::size_t i = 0; i < 2; ++i) {
        faces[i].id = "a" + std::to_string(i);
        faces[i].name = "Face";
        faces[i].latent = {1, 2};
    }
    faces[1].edits = {{3, 17, 0}, {4, 2, 1.25f}};
    faces[1].edit_name = "without glasses";
    const std::string text = favourites_to_json(faces);
    EXPECT_EQ(favourites_from_json(text, "f"), faces);
    faces.pop_back();
    EXPECT_EQ(favourites_to_json(faces).find("edit"), std::string::npos);
    // What is damaged would be another face: that one is left out.
    std::string damaged = text;
    damaged.replace(damaged.find("1.25"), 4, "7.25");
    EXPECT_EQ(test::error_of([&] { favourites_from_json(damaged, "f"); }),
              "f: favourites[1].edits[1].strength is 7.25, but must be a number from 0 to 2.");
}

TEST_F(Favourites, AnAlbumThatIsNamedTwiceIsOne) {
    const auto favourites = favourites_from_json(
        R"({"version":1,"favourites":[{"id":"a","name":"n","latent":[1],"albums":["x","y","x"]}]})", "f");
    EXPECT_EQ(favourites[0].albums, (std::vector<std::string>{"x", "y"}));
}

TEST_F(Favourites, WhatIsWrongIsNamedWithTheFile) {
    const auto entry = [](const std::string& members) {
        return R"({"version":1,"favourites":[{)" + members + "}]}";
    };
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "not valid JSON"},
        {"{\"version\":1,", "not valid JSON"},
        {"[]", "is a list of 0, but must be an object"},
        {R"({"version":2,"favourites":[]})", "version 2"},
        {R"({"version":1,"favourites":{}})", "favourites is an object, but must be a list"},
        {R"({"version":1,"favourites":[3]})", "favourites[0] is 3"},
        {entry(R"("name":"n","latent":[1])"), "favourites[0] has no \"id\""},
        {entry(R"("id":"../x","name":"n","latent":[1])"), "id is '../x'"},
        {entry(R"("id":"a","latent":[1])"), "\"name\""},
        {entry(R"("id":"a","name":"n")"), "\"latent\""},
        {entry(R"("id":"a","name":"n","latent":[])"), "latent is a list of 0"},
        {entry(R"("id":"a","name":"n","latent":[1,"2"])"), "latent[1] is '2'"},
        {entry(R"("id":"a","name":"n","latent":[1e39])"), "must be a finite number"},
        {entry(R"("id":"a","name":"n","latent":[1],"seed":-1)"), "seed is -1"},
        {entry(R"("id":"a","name":"n","latent":[1],"seed":4294967296)"), "seed is 4294967296"},
        {entry(R"("id":"a","name":"n","latent":[1],"tags":"x")"), "tags is 'x'"},
        {entry(R"("id":"a","name":"n","latent":[1],"rating":6)"), "rating is 6, but must be"},
        {entry(R"("id":"a","name":"n","latent":[1],"rating":2.5)"), "rating is 2.5"},
        {entry(R"("id":"a","name":"n","latent":[1],"albums":["x",""])"), "albums[1] is ''"},
        {entry(R"("id":"a","name":"n","latent":[1],"image":"/etc/passwd")"), "image is '/etc/passwd'"},
        {entry(R"("id":"a","name":"n","latent":[1],"image":"a/../../b.png")"), "image is 'a/../../b.png'"},
        {R"({"version":1,"favourites":[{"id":"a","name":"n","latent":[1]},{"id":"a","name":"m","latent":[1]}]})",
         "same id"},
    };
    for (const auto& [text, expected] : cases) {
        const std::string error = test::error_of([&text = text] { favourites_from_json(text, "my.json"); });
        EXPECT_NE(error.find(expected), std::string::npos) << text << " -> " << error;
        EXPECT_NE(error.find("my.json"), std::string::npos) << error;
    }
}

TEST_F(Favourites, DamagedFilesAreReadOrRefusedInOneSentence) {
    const std::string sound = favourites_to_json({sample()});
    std::mt19937 random(2);
    int readable = 0, refused = 0;
    for (int i = 0; i < 5000; ++i) {
        std::string damaged = sound;
        for (unsigned changes = random() % 4 + 1; changes > 0; --changes)
            damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        std::vector<Favourite> favourites;
        const std::string error =
            test::error_of([&] { favourites = favourites_from_json(damaged, "my.json"); });
        if (error != "no error") {
            ++refused;
            EXPECT_NE(error.find("my.json"), std::string::npos) << error;
            EXPECT_EQ(error.find('\n'), std::string::npos) << error;
            continue;
        }
        ++readable;  // then it is one that can be kept again
        EXPECT_EQ(favourites_from_json(favourites_to_json(favourites), "f"), favourites) << damaged;
        for (const Favourite& favourite : favourites) {
            EXPECT_FALSE(favourite.id.empty());
            EXPECT_FALSE(favourite.latent.empty());
            for (const float component : favourite.latent) EXPECT_TRUE(std::isfinite(component));
        }
    }
    EXPECT_GT(readable, 0);
    EXPECT_GT(refused, 0);
    EXPECT_NE(test::error_of([&] { favourites_from_json(std::string(200000, '['), "f"); }), "no error");
}

TEST_F(Favourites, AMissingFileIsAnEmptyList) {
    const LoadedFavourites loaded = load_favourites(folder_ / "favourites.json");
    EXPECT_TRUE(loaded.favourites.empty());
    EXPECT_EQ(loaded.warning, "");
}

TEST_F(Favourites, AnUnreadableFileIsKeptAside) {
    const fs::path path = folder_ / "favourites.json";
    std::ofstream(path) << R"({"version": 1, "favour)";
    const LoadedFavourites loaded = load_favourites(path);
    EXPECT_TRUE(loaded.favourites.empty());
    EXPECT_NE(loaded.warning.find("favourites.json.unreadable-1"), std::string::npos) << loaded.warning;
    EXPECT_FALSE(fs::exists(path));
    EXPECT_EQ(read_text_file(folder_ / "favourites.json.unreadable-1", 100), R"({"version": 1, "favour)");
}

TEST_F(Favourites, ADamagedOrDoubledOneLeavesTheOthersAndIsKeptAside) {
    const fs::path path = folder_ / "favourites.json";
    const std::string text = R"({"version": 1, "favourites": [
        {"id": "a", "name": "first", "latent": [1, 2]},
        {"id": "b", "name": "no number", "latent": [1, "x"]},
        {"id": "a", "name": "twice", "latent": [3, 4]},
        {"name": "without an id", "latent": [1, 2]},
        "nothing",
        {"id": "c", "name": "last", "latent": [5, 6]}]})";
    std::ofstream(path) << text;
    const LoadedFavourites loaded = load_favourites(path);
    ASSERT_EQ(loaded.favourites.size(), 2u);
    EXPECT_EQ(loaded.favourites[0].name, "first");
    EXPECT_EQ(loaded.favourites[1].name, "last");
    EXPECT_TRUE(loaded.found);
    EXPECT_NE(loaded.warning.find("4 of the favourites could not be read"), std::string::npos)
        << loaded.warning;
    EXPECT_NE(loaded.warning.find("favourites.json.unreadable-1"), std::string::npos) << loaded.warning;
    EXPECT_EQ(read_text_file(folder_ / "favourites.json.unreadable-1", 10000), text);
    EXPECT_EQ(read_text_file(path, 10000), text);  // until it is rewritten
    EXPECT_NE(load_favourites(path).warning.find("unreadable-1"), std::string::npos);  // one copy is enough
    EXPECT_FALSE(fs::exists(folder_ / "favourites.json.unreadable-2"));
}

TEST_F(Favourites, ADamagedRatingOrAlbumCostsNoFace) {
    const fs::path path = folder_ / "favourites.json";
    const std::string text = R"({"version": 1, "favourites": [
        {"id": "a", "name": "six", "latent": [1, 2], "rating": 6, "albums": ["Cast"]},
        {"id": "b", "name": "number", "latent": [3, 4], "rating": 3, "albums": ["Cast", 7, "Crew"]},
        {"id": "c", "name": "no list", "latent": [5, 6], "rating": "x", "albums": "Cast"},
        {"id": "d", "name": "sound", "latent": [7, 8], "rating": 5, "albums": ["Cast"]}]})";
    std::ofstream(path) << text;
    const LoadedFavourites loaded = load_favourites(path);
    ASSERT_EQ(loaded.favourites.size(), 4u);
    using Albums = std::vector<std::string>;
    const std::vector<std::pair<int, Albums>> expected{
        {0, {"Cast"}}, {3, {"Cast", "Crew"}}, {0, {}}, {5, {"Cast"}}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(loaded.favourites[i].rating, expected[i].first) << i;
        EXPECT_EQ(loaded.favourites[i].albums, expected[i].second) << i;
    }
    EXPECT_EQ(loaded.warning,
              "4 of the ratings and albums could not be read; the faces are kept without them. " +
                  path.string() +
                  ": favourites[0].rating is 6, but must be an integer from 0 to 5. The original file is "
                  "kept as favourites.json.unreadable-1.");
    EXPECT_EQ(read_text_file(folder_ / "favourites.json.unreadable-1", 10000), text);
}

TEST_F(Favourites, ReadingAnotherFileLeavesItAsItIs) {
    const fs::path path = folder_ / "theirs.json";
    const std::string text = R"({"version": 1, "favourites": [
        {"id": "a", "name": "first", "latent": [1, 2], "rating": -1},
        {"id": "b", "name": "no number", "latent": [1, "x"]}]})";
    std::ofstream(path) << text;
    const ReadFavourites read = read_favourites(path);
    ASSERT_EQ(read.favourites.size(), 1u);
    ASSERT_EQ(read.left_out.size(), 1u);
    EXPECT_NE(read.left_out[0].find("favourites[1].latent[1] is 'x'"), std::string::npos) << read.left_out[0];
    ASSERT_EQ(read.incomplete.size(), 1u);
    EXPECT_NE(read.incomplete[0].find("favourites[0].rating is -1"), std::string::npos) << read.incomplete[0];
    EXPECT_EQ(read_text_file(path, 10000), text);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
    std::ofstream(path) << "{";
    EXPECT_NE(test::error_of([&] { read_favourites(path); }).find("theirs.json"), std::string::npos);
}

TEST_F(Favourites, IdsAreUniqueAndTimesAreIso8601) {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) ids.insert(new_favourite_id());
    EXPECT_EQ(ids.size(), 1000u);
    EXPECT_TRUE(std::regex_match(*ids.begin(), std::regex("[0-9a-f]{32}")));
    EXPECT_TRUE(std::regex_match(utc_now_iso8601(), std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")));
}

}  // namespace
}  // namespace progan
