// A journey made, looked at, evened out, kept and opened again by mouse and keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "core/documents/journey_file.h"
#include "core/image/image_file.h"
#include "core/model/devices/local_backend.h"
#include "core/support/paths.h"
#include "tests/window/drop_source.h"
#include "tests/window/recording_window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class TimelineTest : public RecordingWindowTest {
  protected:
    std::unique_ptr<Explorer> start() {
        auto explorer = RecordingWindowTest::start();
        unfold_timeline(*explorer);
        return explorer;
    }
    static const Probe& journey(const Probe& probe) { return probe["state"]["journey"]; }
    static std::vector<std::int64_t> keys(const Probe& probe) { return journey(probe)["keys"]; }
    static std::string hash(const Probe& probe) { return probe["state"]["image_hash"]; }

    /// The middle of the ruler, where a frame is.
    static Explorer::Point at(const Explorer& explorer, double frame) {
        const Probe probe = explorer.wait_until("the ruler is there", [](const Probe& p) {
            return p["widgets"].contains("Timeline/Ruler") && p["state"]["journey"].is_object();
        });
        const Probe& ruler = probe["widgets"]["Timeline/Ruler"];
        const Probe& shown = journey(probe);
        const bool closed = shown["repeat"] == "loop";
        const double length = shown["frames"].get<double>() - (closed ? 0 : 1),
                     seen = length / shown["zoom"].get<double>();
        const double x =
            ruler[0].get<double>() + (frame - shown["left"].get<double>()) / seen * ruler[2].get<double>();
        return {static_cast<int>(std::lround(x)),
                static_cast<int>(ruler[1].get<double>() + ruler[3].get<double>() / 2)};
    }
    static std::string move_to(Explorer::Point point) {
        return "mousemove " + std::to_string(point.x) + " " + std::to_string(point.y) + " then ";
    }

    /// A click on the ruler: about that frame.
    void go_to(const Explorer& explorer, double frame) {
        desktop_->input(move_to(at(explorer, frame)) + "mousedown 1 then mouseup 1");
        explorer.wait_until("the playhead is there", [&](const Probe& p) {
            return std::abs(p["state"]["frame"].get<double>() - frame) < 6;
        });
    }
    void choose(const Explorer& explorer, const std::string& list, const std::string& value,
                const std::string& member) {
        explorer.click("Timeline/" + list);
        explorer.click("Timeline/" + list + "/" + value);
        explorer.wait_until(value + " is chosen", [&](const Probe& p) {
            std::string spelled = journey(p)[member];
            std::replace(spelled.begin(), spelled.end(), '-',
                         value.find(' ') != std::string::npos ? ' ' : '-');
            return spelled == value && !p["widgets"].contains("Timeline/" + list + "/" + value);
        });
    }
    void set_seconds(const Explorer& explorer, double seconds, std::int64_t frames) {
        desktop_->input(move_to(explorer.hover("Timeline/Seconds")) +
                        "mousedown 1 then mouseup 1 then mousedown 1 then mouseup 1 then key ctrl+a");
        explorer.type(std::to_string(seconds));
        explorer.press_keys("Return");
        explorer.wait_until("it is as long", [&](const Probe& p) { return journey(p)["frames"] == frames; });
    }
    void add_seed(const Explorer& explorer, double frame, const std::string& seed) {
        go_to(explorer, frame);
        const std::size_t before = keys(explorer.probe()).size();
        explorer.click("Timeline/Add");
        explorer.click("Timeline/Add/Seed");
        explorer.press_keys("ctrl+a");
        explorer.type(seed);
        explorer.press_keys("Return");
        explorer.wait_until("the key is there", [&](const Probe& p) { return keys(p).size() == before + 1; });
    }
    static Probe prefetched(const Explorer& explorer) {
        return explorer.wait_until("all is baked", [](const Probe& p) {
            return !journey(p)["measuring"].get<bool>() &&
                   p["counters"]["baked_frames"] == journey(p)["frames"];
        });
    }
    /// A closed journey of 1500 frames with five keys, opened as a file that is dropped.
    Probe open_a_minute_of_five_keys(const Explorer& explorer) {
        Journey minute;
        minute.repeat = Repeat::loop;
        minute.model_sha256 = explorer.probe()["state"]["model_sha256"];
        for (const auto& [seed, frames] :
             {std::pair{15u, 300}, {3u, 450}, {21u, 250}, {16u, 250}, {22u, 250}})
            minute.keyframes.push_back(
                {{latent_from_seed(seed, 128, SeedMode::numpy), seed, "Seed " + std::to_string(seed)},
                 frames});
        const fs::path file = folder_ / "five.json";
        save_journey(file, minute);
        drop_file(desktop_->display(), "ProGAN Explorer", file, kWidth / 2, kHeight / 3);
        return explorer.wait_until("the five keys are there", [&](const Probe& p) {
            return keys(p) == key_frames(minute) && p["widgets"].contains("Timeline/Key/4");
        });
    }
};

TEST_F(TimelineTest, FiveKeysAreMadeByMenuDragAndKey) {
    auto explorer = start();
    // Two that were there, a seed, a favourite that is dragged, and the face shown.
    choose(*explorer, "Repeat", "loop", "repeat");
    set_seconds(*explorer, 60, 1500);
    EXPECT_EQ(keys(explorer->probe()), (std::vector<std::int64_t>{0, 750}));
    add_seed(*explorer, 300, "3");
    explorer->press_keys("Page_Down");
    explorer->wait_until("another face", [](const Probe& p) { return p["state"]["follow"] == "sliders"; });
    explorer->press_keys("ctrl+s");
    const Explorer::Point favourite = explorer->hover("Favourite/0"), there = at(*explorer, 1000);
    desktop_->input(move_to(favourite) + "mousedown 1 then mousemove_relative -- -40 20 then mousemove " +
                    std::to_string(there.x) + " " + std::to_string(there.y + 60) + " then mouseup 1");
    explorer->wait_until("the favourite is a key", [](const Probe& p) { return keys(p).size() == 4; });
    go_to(*explorer, 1250);
    explorer->press_keys("Page_Down");
    explorer->wait_until("another face", [](const Probe& p) { return p["state"]["follow"] == "sliders"; });
    explorer->press_keys("k");
    const Probe probe =
        explorer->wait_until("there are five keys", [](const Probe& p) { return keys(p).size() == 5; });
    EXPECT_EQ(journey(probe)["frames"], 1500);
    EXPECT_EQ(journey(probe)["fps"], 25);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TimelineTest, AKeyMovesInTimeUnderTheHand) {
    auto explorer = start();
    const std::vector<std::int64_t> before = keys(open_a_minute_of_five_keys(*explorer));
    const Explorer::Point second = explorer->hover("Timeline/Key/1");
    desktop_->input(move_to(second) +
                    "mousedown 1 then mousemove_relative -- -40 0 then "
                    "mousemove_relative -- -40 0 then mouseup 1");
    const Probe probe = explorer->wait_until("the key has moved", [&](const Probe& p) {
        return keys(p)[1] < before[1] - 70 && p["state"]["frame"] == keys(p)[1];
    });
    EXPECT_EQ(keys(probe)[0], 0);
    EXPECT_EQ(keys(probe)[2], before[2]);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TimelineTest, ScrubbedWhenPrefetchedItMakesNoFace) {
    auto explorer = start();
    open_a_minute_of_five_keys(*explorer);
    const Probe before = prefetched(*explorer);
    const auto gained = [&](const Probe& p, const char* counter) {
        return p["counters"][counter].get<std::uint64_t>() - before["counters"][counter].get<std::uint64_t>();
    };
    desktop_->input(move_to(at(*explorer, 20)) + "mousedown 1");
    drag_until(*explorer, at(*explorer, 750), 300, 5, "more than thirty faces were shown",
               [&](const Probe& p) { return gained(p, "faces") > 30; });
    desktop_->input(move_to(at(*explorer, 1300)) + "mouseup 1");
    explorer->wait_until("it was scrubbed", [](const Probe& p) { return p["state"]["frame"] > 1200; });
    const Probe probe = explorer->settled();
    EXPECT_EQ(gained(probe, "baked"), gained(probe, "faces"));
    std::printf(
        "Scrubbed %llu baked faces: p50 %.1f ms, p99 %.1f ms from the mouse to the swap, of which p99 "
        "%.2f ms to take the face\n",
        static_cast<unsigned long long>(gained(probe, "faces")),
        probe["counters"]["baked_p50_ms"].get<double>(), probe["counters"]["baked_p99_ms"].get<double>(),
        probe["counters"]["baked_work_p99_ms"].get<double>());
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TimelineTest, ItPlaysFromThePlayheadOn) {
    auto explorer = start();
    open_a_minute_of_five_keys(*explorer);
    go_to(*explorer, 1300);
    const int from = explorer->settled()["state"]["frame"];
    explorer->press_keys("space");
    explorer->wait_until("it plays", [&](const Probe& p) {
        return p["state"]["playing"] == true && p["state"]["frame"] > from;
    });
    explorer->press_keys("space");
    explorer->wait_until("it stands", [](const Probe& p) { return p["state"]["playing"] == false; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TimelineTest, EvenPacingLevelsTheChangeFromFrameToFrame) {
    auto explorer = start();
    open_a_minute_of_five_keys(*explorer);
    const double by_angle = prefetched(*explorer)["counters"]["change_ratio"];
    choose(*explorer, "Pacing", "even", "pacing");
    const Probe probe = prefetched(*explorer);
    EXPECT_EQ(journey(probe)["frames"], 1500);  // as long as before
    const double even = probe["counters"]["change_ratio"];
    std::printf("Largest to median change from frame to frame: %.2f by angle, %.2f evened out\n", by_angle,
                even);
    EXPECT_GT(by_angle, 1.5);
    EXPECT_LT(even, 1 + (by_angle - 1) / 2);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TimelineTest, AnEvenMinuteIsRecordedInEveryFormatWithAllItsFrames) {
    auto explorer = start();
    open_a_minute_of_five_keys(*explorer);
    choose(*explorer, "Pacing", "even", "pacing");
    prefetched(*explorer);
    explorer->press_keys("ctrl+r");
    enter(*explorer, "Record/Size", "64");
    explorer->click("Record/Close");
    explorer->wait_until("the dialog has closed",
                         [](const Probe& p) { return !p["widgets"].contains("Record/Start"); });
    for (const auto& [format, codec, ending] : {std::array{"GIF", "gif", ".gif"},
                                                {"MP4", "h264", ".mp4"},
                                                {"WebM", "vp9", ".webm"},
                                                {"APNG", "apng", ".apng"}}) {
        SCOPED_TRACE(format);
        record(*explorer, format, "minute", ending);
        const nlohmann::json stream = stream_of(recorded(std::string("minute") + ending));
        EXPECT_EQ(stream.at("codec_name"), codec);
        EXPECT_EQ(stream.at("nb_read_frames"), "1500");
    }
    record(*explorer, "PNG sequence", "minute", "");
    EXPECT_EQ(std::distance(fs::directory_iterator(recorded("minute")), {}), 1500 + 1);
    record(*explorer, "Contact sheet", "minute", ".png");
    EXPECT_GT(read_image(recorded("minute.png")).width, 4 * 64);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TimelineTest, AKeptJourneyComesBackByDropAndFromTheCommandLine) {
    auto explorer = start();
    open_a_minute_of_five_keys(*explorer);
    choose(*explorer, "Pacing", "even", "pacing");
    prefetched(*explorer);
    explorer->click("Timeline/Key/1");
    explorer->wait_until("the second key", [](const Probe& p) { return p["state"]["frame"] == keys(p)[1]; });
    for (int i = 0; i < 3; ++i) explorer->press_keys("Left");
    explorer->press_keys("i");
    for (int i = 0; i < 4; ++i) explorer->press_keys("Right");
    explorer->press_keys("o");
    const std::int64_t key = keys(explorer->probe())[1];
    const Probe probe = explorer->wait_until("in and out", [&](const Probe& p) {
        return journey(p)["played"] == Probe::array({key - 3, key + 1}) && p["state"]["frame"] == key + 1;
    });
    const std::string face = hash(explorer->settled());
    explorer->click("Timeline/Menu");
    explorer->click("Timeline/Menu/Name");
    explorer->press_keys("ctrl+a");
    explorer->type("walk");
    explorer->click("Timeline/Menu/Save");
    const fs::path file = explorer->data_dir() / "journeys/walk.json";
    explorer->wait_until("it is saved", [&](const Probe& p) {
        return p["state"]["notifications"].dump().find("walk.json") != std::string::npos;
    });

    // Changed, and opened again by drop: the very same journey.
    explorer->press_keys("bracketleft");
    explorer->press_keys("Delete");
    explorer->wait_until("a key is gone", [](const Probe& p) { return keys(p).size() == 4; });
    drop_file(desktop_->display(), "ProGAN Explorer", file, kWidth / 2, kHeight / 3);
    const Probe again =
        explorer->wait_until("it is back", [](const Probe& p) { return keys(p).size() == 5; });
    const Probe& same = journey(again);
    EXPECT_EQ(same["keys"], journey(probe)["keys"]);
    EXPECT_EQ(same["names"], journey(probe)["names"]);
    EXPECT_EQ(same["played"], journey(probe)["played"]);
    EXPECT_EQ(same["pacing"], "even");
    EXPECT_EQ(same["measuring"], false);
    explorer->click("Timeline/Key/1");
    explorer->press_keys("Right");
    const Probe end = explorer->wait_until("the out point", [&](const Probe& p) {
        return p["state"]["frame"] == key + 1 && Explorer::is_settled(p);
    });
    EXPECT_EQ(hash(end), face);
    EXPECT_EQ(explorer->quit(), 0);

    // The same pixels from the file alone, and from the command line.
    const Journey journey = load_journey(file, 128, SeedMode::numpy);
    ASSERT_EQ(frame_count(journey), 5);
    const std::unique_ptr<Generator> generator =
        open_local_backend()->create(load_model(default_model_path()), "cpu");
    EXPECT_EQ(hash_of(generator->generate(journey_latent(journey, 4), generator->spec().last_level, 1)),
              face);
    output_of(std::string(PROGAN_PROGRAM) + " interpolate --journey '" + file.string() + "' -o '" +
              (folder_ / "frames").string() + "' 2>&1");
    std::vector<fs::path> pictures;
    for (const auto& entry : fs::directory_iterator(folder_ / "frames"))
        if (entry.path().extension() == ".png") pictures.push_back(entry.path());
    std::sort(pictures.begin(), pictures.end());
    ASSERT_EQ(pictures.size(), 5u);
    EXPECT_EQ(hash_of(read_image(pictures[4])), face);
}

TEST_F(TimelineTest, KeysHaveAMenuAndTheStripIsZoomed) {
    auto explorer = start();
    const auto right_click = [&](const std::string& widget) {
        desktop_->input(move_to(explorer->hover(widget)) + "mousedown 3 then mouseup 3");
    };
    right_click("Timeline/Key/0");
    explorer->click("Timeline/Key/Duplicate");
    Probe probe = explorer->wait_until("there are three", [](const Probe& p) {
        return keys(p).size() == 3 && p["widgets"].contains("Timeline/Key/2");
    });
    EXPECT_EQ(keys(probe), (std::vector<std::int64_t>{0, 25, 50}));
    right_click("Timeline/Key/1");
    const Explorer::Point frames = explorer->hover("Timeline/Key/Frames");
    desktop_->input(move_to({frames.x - 30, frames.y}) + "click 1 then key ctrl+a");
    explorer->type("100");
    explorer->press_keys("Return");
    explorer->wait_until("the span is longer", [](const Probe& p) { return journey(p)["frames"] == 126; });
    explorer->press_keys("Escape");
    explorer->wait_until("the menu has closed",
                         [](const Probe& p) { return !p["widgets"].contains("Timeline/Key/Frames"); });
    choose(*explorer, "Method", "spline", "method");
    choose(*explorer, "Repeat", "once", "repeat");
    explorer->click("Timeline/Menu");
    explorer->click("Timeline/Menu/Reverse");
    probe = explorer->wait_until("it is reversed", [](const Probe& p) {
        return journey(p)["names"] == Probe::array({"Seed 26", "Seed 38", "Seed 38"});
    });
    EXPECT_EQ(keys(probe), (std::vector<std::int64_t>{0, 100, 125}));

    const Explorer::Point middle = at(*explorer, 60);
    desktop_->input(move_to(middle) + "keydown ctrl click 4 then click 4 then click 4 keyup ctrl");
    explorer->wait_until("it is zoomed", [](const Probe& p) { return journey(p)["zoom"] > 1.7; });
    EXPECT_NEAR(at(*explorer, 60).x, middle.x, 3);  // what was under the pointer is under it still
    go_to(*explorer, 60);
    explorer->click("Timeline/Edit this face");
    explorer->wait_until("the sliders turn it",
                         [](const Probe& p) { return p["state"]["follow"] == "sliders"; });
    EXPECT_EQ(explorer->quit(), 0);
    auto again = start();
    EXPECT_EQ(keys(again->probe()), (std::vector<std::int64_t>{0, 100, 125}));  // kept by the session
    EXPECT_EQ(journey(again->probe())["method"], "spline");
    EXPECT_EQ(again->quit(), 0);
}

TEST_F(TimelineTest, AKeyTakesAFavouriteOrASeedFromTheListOfFaces) {
    auto explorer = start();
    explorer->press_keys("ctrl+s");
    explorer->wait_until("the first face is kept",
                         [](const Probe& p) { return p["state"]["favourites"] == 1; });
    const auto open_list = [&](const std::string& key) {
        desktop_->input(move_to(explorer->hover(key)) + "mousedown 3 then mouseup 3");
        explorer->click("Timeline/Key/Replace");
    };
    const auto named = [&](const Probe::array_t& names) {
        explorer->wait_until("the key is replaced, and the menu has closed", [&](const Probe& p) {
            return journey(p)["names"] == Probe(names) && !p["widgets"].contains("Timeline/Key/Replace");
        });
    };
    open_list("Timeline/Key/1");
    explorer->click("Timeline/Key/Replace/Favourite/0");
    named({"Seed 38", "Seed 38"});
    open_list("Timeline/Key/0");
    explorer->click("Timeline/Key/Replace/Seed");
    explorer->press_keys("ctrl+a");
    explorer->type("4294967295");
    explorer->press_keys("Return");
    named({"Seed 4294967295", "Seed 38"});
    explorer->click("Timeline/Add");
    explorer->click("Timeline/Add/Current");
    explorer->wait_until("the current face is a key", [](const Probe& p) { return keys(p).size() == 3; });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
