// Axes in the real window: found, turned by drag, wheel and typing, named, pinned, hidden, deleted, imported,
// and there again after a restart.
#include <gtest/gtest.h>
#include <algorithm>

#include <cmath>

#include "core/axes/axis_file.h"
#include "core/documents/favourites.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/latent/latents_npy.h"
#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "core/model/devices/local_backend.h"
#include "core/support/paths.h"
#include "tests/fixtures/random_model.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

Image face_of(const Latent& latent) {
    static const std::unique_ptr<Backend> backend = open_local_backend();
    static const std::unique_ptr<Generator> generator =
        backend->create(load_model(default_model_path()), "cpu");
    return generator->generate(latent, generator->spec().last_level, 1);
}

class AxesTest : public WindowTest {
  protected:
    static Probe axes_found(const Explorer& explorer) {
        return explorer.wait_until("axes are found", [](const Probe& p) {
            const Probe& axes = p["state"]["axes"];
            return !p["state"]["finding"].get<bool>() &&
                   std::count_if(axes.begin(), axes.end(), was_found) > 3;
        });
    }
    /// In the model, by the program: it does not come with the model.
    static bool was_found(const Probe& axis) {
        return axis["id"].get<std::string>().rfind("labels-", 0) != 0;
    }
    static const Probe* axis(const Probe& probe, const std::string& id) {
        for (const Probe& found : probe["state"]["axes"])
            if (found["id"] == id) return &found;
        return nullptr;
    }
    static std::size_t count(const Probe& probe) { return probe["state"]["axes"].size(); }
    static double turn(const Probe& probe, const std::string& id) {
        return probe["state"]["turns"].value(id, 0.0);
    }
    static fs::path kept_file(const Explorer& explorer, const Probe& probe) {
        return axes_path(explorer.data_dir(), probe["state"]["model_sha256"]);
    }
    std::string at(const Explorer::Point& point, int dx = 0) const {
        return std::to_string(point.x + dx) + " " + std::to_string(point.y);
    }
    void double_click(const Explorer& explorer, const std::string& widget) const {
        explorer.hover(widget);
        desktop_->input("mousedown 1 then mouseup 1 then mousedown 1 then mouseup 1");
    }
    /// The kept axes, once the file has what the condition wants.
    std::vector<Axis> kept_when(const Explorer& explorer, const Probe& probe,
                                const std::function<bool(const std::vector<Axis>&)>& condition) const {
        std::vector<Axis> axes;
        explorer.wait_until("the axes are saved", [&](const Probe&) {
            if (!fs::exists(kept_file(explorer, probe))) return false;
            axes = load_axes(kept_file(explorer, probe)).axes;
            return condition(axes);
        });
        return axes;
    }
    /// The axes in the order of their file, which is theirs in the list, once all that are found are in it.
    std::vector<Axis> found_and_kept(const Explorer& explorer) const {
        const Probe probe = axes_found(explorer);
        return kept_when(explorer, probe, [&](const auto& axes) { return axes.size() == count(probe); });
    }
    /// Turns the axis by one degree with the wheel: the axis used last has its filmstrip open.
    void show_strip(const Explorer& explorer, const std::string& id) const {
        desktop_->input("mousemove " + at(explorer.hover("Axis/" + id + "/Slider")) + " sleep 0.5 click 4");
        explorer.wait_until("one degree", [&](const Probe& p) { return turn(p, id) == 1; });
    }
};

TEST_F(AxesTest, AreFoundByThemselvesStrongestFirstAndKept) {
    auto explorer = start();
    const Probe probe = axes_found(*explorer);
    double before = 1e9;
    for (const Probe& found : probe["state"]["axes"]) {
        if (!was_found(found)) continue;
        EXPECT_GT(found["effect"].get<double>(), 0);
        EXPECT_LE(found["effect"].get<double>(), before);
        before = found["effect"];
    }
    found_and_kept(*explorer);
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_EQ(explorer->output(), "");
}

TEST_F(AxesTest, ThoseThatTheModelCarriesComeFirstWithTheirNames) {
    auto explorer = start();
    const Probe axes = axes_found(*explorer)["state"]["axes"];
    const auto carried = static_cast<std::size_t>(
        std::count_if(axes.begin(), axes.end(), [](const Probe& axis) { return !was_found(axis); }));
    ASSERT_GE(carried, 12u);
    for (std::size_t i = 0; i < axes.size(); ++i) EXPECT_EQ(was_found(axes[i]), i >= carried) << axes[i];
    EXPECT_EQ(axes[0]["name"], "Turn");
    explorer->find("Axis/" + axes[0]["id"].get<std::string>() + "/Slider");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, ADragTurnsTheFaceInThePlaneOfTheTwo) {
    auto explorer = start();
    const Axis first = found_and_kept(*explorer)[0];
    const Explorer::Point slider = explorer->hover("Axis/" + first.id + "/Slider");
    desktop_->input("mousemove " + at(slider) + " then mousedown 1 then mousemove " + at(slider, 18));
    const Probe probe = explorer->wait_until("the drag has turned the face", [&](const Probe& p) {
        return turn(p, first.id) > 0 && Explorer::is_settled(p);
    });
    desktop_->input("mouseup 1");
    const Latent base = latent_from_seed(probe["state"]["seed"], 128, SeedMode::numpy);
    EXPECT_EQ(probe["state"]["image_hash"],
              hash_of(face_of(rotate(base, first.direction,
                                     static_cast<double>(probe["state"]["turns"][first.id].get<float>())))));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, TheFaceWithoutItsSlidersIsSeenWhileXOrItsButtonIsHeld) {
    auto explorer = start();
    const std::string id = found_and_kept(*explorer)[0].id;
    explorer->find("View/Before");
    const Probe plain = explorer->settled();
    double_click(*explorer, "Axis/" + id + "/Slider");
    explorer->press_keys("ctrl+a");
    explorer->type("25");
    explorer->press_keys("Return");
    const Probe turned = explorer->wait_until("the face is turned", [&](const Probe& p) {
        return turn(p, id) == 25 && Explorer::is_settled(p) &&
               p["state"]["image_hash"] != plain["state"]["image_hash"];
    });
    const auto is_shown = [](const Probe& of) {
        return [hash = of["state"]["image_hash"]](const Probe& p) {
            return Explorer::is_settled(p) && p["state"]["image_hash"] == hash;
        };
    };
    desktop_->input("keydown x");
    const Probe before = explorer->wait_until("the face before is seen", is_shown(plain));
    EXPECT_EQ(turn(before, id), 25) << "nothing has changed";
    desktop_->input("keyup x");
    explorer->wait_until("it is as it was", is_shown(turned));
    explorer->hover("View/Before");
    desktop_->input("mousedown 1");
    explorer->wait_until("the face before is seen", is_shown(plain));
    desktop_->input("mouseup 1");
    explorer->wait_until("it is as it was", is_shown(turned));
    // Kept is the face with its sliders.
    desktop_->input("keydown x");
    explorer->wait_until("the face before is seen", is_shown(plain));
    explorer->press_keys("ctrl+s");
    explorer->wait_until("it is kept", [](const Probe& p) { return p["widgets"].contains("Favourite/0"); });
    desktop_->input("keyup x");
    explorer->wait_until("it is as it was", is_shown(turned));
    fs::path picture;
    explorer->wait_until("its picture is written", [&](const Probe&) {
        const fs::path file = explorer->data_dir() / "favourites.json";
        if (!fs::exists(file)) return false;
        picture = explorer->data_dir() / load_favourites(file).favourites.at(0).image;
        return fs::is_regular_file(picture);
    });
    EXPECT_EQ(hash_of(read_image(picture)), turned["state"]["image_hash"].get<std::string>());
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, ASliderIsTypedIntoWheeledAndReset) {
    auto explorer = start();
    const std::string id = found_and_kept(*explorer)[0].id, label = "Axis/" + id;
    double_click(*explorer, label + "/Slider");
    explorer->press_keys("ctrl+a");
    explorer->type("25");
    explorer->press_keys("Return");
    explorer->wait_until("25 degrees", [&](const Probe& p) { return turn(p, id) == 25; });
    desktop_->input("mousemove " + at(explorer->hover(label + "/Slider")) + " sleep 0.5 click 4");
    explorer->wait_until("one degree more", [&](const Probe& p) { return turn(p, id) == 26; });
    explorer->click(label + "/Reset");
    explorer->wait_until("0 degrees", [&](const Probe& p) { return turn(p, id) == 0; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, AClickInTheFilmstripTurnsAsFarAsItsFace) {
    auto explorer = start();
    const std::string id = found_and_kept(*explorer)[0].id, label = "Axis/" + id;
    show_strip(*explorer, id);
    const int end = explorer->strip_end(id);
    explorer->click(label + "/Strip/" + std::to_string(-end));
    explorer->wait_until("one end", [&](const Probe& p) { return turn(p, id) == -end; });
    explorer->click(label + "/Strip/" + std::to_string(end));
    explorer->wait_until("the other end", [&](const Probe& p) { return turn(p, id) == end; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, NamesPinsAndWhatIsHiddenAreThereAfterARestart) {
    auto explorer = start();
    const std::vector<Axis> kept = found_and_kept(*explorer);
    double_click(*explorer, "Axis/" + kept[2].id);
    explorer->find("Axis/Name field");
    explorer->press_keys("ctrl+a");
    explorer->type("hair longer");
    explorer->press_keys("Return");
    explorer->wait_until("the name",
                         [&](const Probe& p) { return (*axis(p, kept[2].id))["name"] == "hair longer"; });
    explorer->click("Axis/" + kept[3].id + "/Pin");
    explorer->wait_until("pinned, and so above the first", [&](const Probe& p) {
        return (*axis(p, kept[3].id))["pinned"].get<bool>() &&
               p["widgets"]["Axis/" + kept[3].id][1].get<double>() <
                   p["widgets"]["Axis/" + kept[0].id][1].get<double>();
    });
    right_click(*explorer, "Axis/" + kept[1].id);
    explorer->click("Axis/Menu/Hide");
    explorer->wait_until("hidden", [&](const Probe& p) {
        return (*axis(p, kept[1].id))["hidden"].get<bool>() && !p["widgets"].contains("Axis/" + kept[1].id);
    });
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    const Probe probe = axes_found(*explorer);
    EXPECT_EQ(count(probe), kept.size());
    EXPECT_TRUE((*axis(probe, kept[1].id))["hidden"].get<bool>());
    EXPECT_EQ((*axis(probe, kept[2].id))["name"], "hair longer");
    EXPECT_TRUE((*axis(probe, kept[3].id))["pinned"].get<bool>());
    explorer->click("Axes/Search");
    explorer->type("LONGER");
    explorer->wait_until("one axis is listed", [&](const Probe& p) {
        return p["widgets"].contains("Axis/" + kept[2].id) && !p["widgets"].contains("Axis/" + kept[3].id);
    });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, WhatADeletedAxisTurnedStaysInTheFace) {
    auto explorer = start();
    const std::vector<Axis> kept = found_and_kept(*explorer);
    const Axis& first = kept[0];
    show_strip(*explorer, first.id);
    const int end = explorer->strip_end(first.id);
    explorer->click("Axis/" + first.id + "/Strip/" + std::to_string(end));
    explorer->wait_until("it is turned", [&](const Probe& p) { return turn(p, first.id) == end; });
    const Latent base = latent_from_seed(explorer->settled()["state"]["seed"], 128, SeedMode::numpy);
    right_click(*explorer, "Axis/" + first.id);
    explorer->click("Axis/Menu/Delete");
    explorer->wait_until("deleted", [&](const Probe& p) { return axis(p, first.id) == nullptr; });
    const Probe deleted = explorer->settled();
    EXPECT_TRUE(deleted["state"]["turns"].empty());
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_EQ(explorer->output(), "");
    const Probe session = Probe::parse(read_text_file(explorer->data_dir() / "session.json", 1 << 24));
    const Image now = face_of(session["face"]["base"].get<Latent>()),
                then = face_of(rotate(base, first.direction, end));
    EXPECT_EQ(hash_of(now), deleted["state"]["image_hash"].get<std::string>());
    int largest = 0;
    for (std::size_t i = 0; i < now.rgb.size(); ++i)
        largest = std::max(largest, std::abs(now.rgb[i] - then.rgb[i]));
    EXPECT_LE(largest, 1);

    explorer = start();
    const Probe probe = axes_found(*explorer);
    EXPECT_EQ(count(probe), kept.size() - 1);
    EXPECT_EQ(axis(probe, first.id), nullptr);
    EXPECT_EQ(probe["state"]["image_hash"], deleted["state"]["image_hash"]);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, HundredsAreListedAndTheLastIsReachedByTheWheel) {
    auto explorer = start();
    const std::vector<Axis> kept = found_and_kept(*explorer);
    const fs::path file = kept_file(*explorer, explorer->probe());
    EXPECT_EQ(explorer->quit(), 0);
    AxisFile all = load_axes(file);
    for (std::uint32_t i = 0; i < 300; ++i) {
        Axis more;
        more.id = "more-" + std::to_string(i);
        more.name = "More " + std::to_string(i);
        more.method = AxisMethod::imported;
        more.effect = 1;
        more.direction = latent_from_seed(i, 128, SeedMode::numpy);
        for (float& component : more.direction) component /= static_cast<float>(length(more.direction));
        all.axes.push_back(more);
    }
    save_axes(file, all);

    explorer = start();
    explorer->wait_until("all are there", [&](const Probe& p) { return count(p) == kept.size() + 300; });
    const Explorer::Point list = explorer->hover("Axis/" + kept[0].id);
    const std::string last = "Axis/" + kept.back().id;          // found ones are listed below imported ones
    EXPECT_FALSE(explorer->probe()["widgets"].contains(last));  // what is far out of sight is not drawn
    std::size_t most = 0;
    desktop_->input("mousemove " + at(list));
    explorer->wait_until("the wheel has scrolled to the end", [&](const Probe& p) {
        most = std::max(most, p["widgets"].size());
        if (p["widgets"].contains(last)) return true;
        desktop_->input("click --repeat 20 5");
        return false;
    });
    EXPECT_LT(most, 600u);
    desktop_->input("click --repeat 40 5");
    const Explorer::Point slider = explorer->hover(last + "/Slider");
    EXPECT_LT(slider.y, kHeight);
    desktop_->input("mousemove " + at(slider) + " then mousedown 1 then mousemove " + at(slider, 20) +
                    " then mouseup 1");
    explorer->wait_until("the last one turns the face",
                         [&](const Probe& p) { return turn(p, kept.back().id) > 0; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, BoundariesAreImportedByDropAndByThePicker) {
    auto explorer = start();
    const std::size_t before = count(axes_found(*explorer));
    const Latent direction = latent_from_seed(77, 128, SeedMode::numpy);
    write_latents_npy(folder_ / "smile.npy", std::span(&direction, 1));
    drop_file(desktop_->display(), "ProGAN Explorer", folder_ / "smile.npy", kWidth / 2, kHeight / 2);
    Probe probe = explorer->wait_until("it is imported and measured", [&](const Probe& p) {
        if (count(p) != before + 1 || p["state"]["finding"].get<bool>()) return false;
        for (const Probe& found : p["state"]["axes"])
            if (found["name"] == "smile") return found["effect"].get<double>() > 0;
        return false;
    });
    std::string id;
    for (const Probe& found : probe["state"]["axes"])
        if (found["name"] == "smile") id = found["id"];
    explorer->click("Axis/" + id + "/Strip/60");
    explorer->wait_until("the face is turned", [&](const Probe& p) { return turn(p, id) == 60; });
    probe = explorer->settled();
    Latent unit = direction;
    for (float& component : unit) component /= static_cast<float>(length(direction));
    const Image expected =
        face_of(rotate(latent_from_seed(probe["state"]["seed"], 128, SeedMode::numpy), unit, 60));
    EXPECT_EQ(probe["state"]["image_size"][0], expected.width);

    // Of another size: a sentence, and nothing changes. By the picker this time.
    const Latent other(512, 1);
    write_latents_npy(folder_ / "age.npy", std::span(&other, 1));
    explorer->click("Axes/More");
    explorer->click("Axes/Import");
    explorer->click("Picker/Path");
    explorer->type((folder_ / "age.npy").string());
    explorer->press_keys("Return");
    probe = explorer->wait_until("it is refused", [](const Probe& p) {
        return p["state"]["picker"] == true &&
               p["state"]["picker_problem"].get<std::string>().find("512 numbers, but the model takes 128") !=
                   std::string::npos;
    });
    EXPECT_EQ(count(probe), before + 1);
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is gone", [](const Probe& p) { return p["state"]["picker"] == false; });

    // Saved as others read it; found again in the long list by its name.
    explorer->click("Axes/Search");
    explorer->type("smile");
    right_click(*explorer, "Axis/" + id);
    explorer->click("Axis/Menu/Save");
    explorer->find("Save axes/Path");
    explorer->press_keys("ctrl+a");
    explorer->type((folder_ / "out.npy").string());
    explorer->press_keys("Return");
    explorer->wait_until("it is saved", [&](const Probe&) { return fs::exists(folder_ / "out.npy"); });
    const std::vector<Latent> saved = read_latents_npy(folder_ / "out.npy");
    ASSERT_EQ(saved.size(), 1u);
    for (std::size_t i = 0; i < 128; ++i) EXPECT_NEAR(saved[0][i], unit[i], 1e-6);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(AxesTest, AreFoundInAModelOfAnotherSizeAndWhileARecordingRuns) {
    save_model(folder_ / "other.safetensors", other_model(24));
    auto explorer = start({"--model", (folder_ / "other.safetensors").string()});
    const Probe first = axes_found(*explorer);
    EXPECT_EQ(first["state"]["model"], "Other");
    const std::vector<Axis> kept =
        kept_when(*explorer, first, [](const auto& axes) { return !axes.empty(); });
    EXPECT_EQ(kept.front().direction.size(), 24u);
    explorer->press_keys("ctrl+7");
    explorer->click("Growth/Record");
    explorer->wait_until("it records", [](const Probe& p) { return p["state"]["jobs"] == 1; });
    explorer->click("Axes/More");
    explorer->click("Axes/Find");
    explorer->click("Find/SeFa");
    explorer->click("Find/Find");
    explorer->wait_until("it has looked for more", [](const Probe& p) {
        return p["state"]["axes_note"].get<std::string>().find("found") != std::string::npos;
    });
    // Quit would ask while it runs.
    explorer->wait_until("it is recorded", [](const Probe& p) { return p["state"]["jobs"] == 0; });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
