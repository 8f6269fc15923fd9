// A look inside the generator in the real window: a channel is chosen, weakened and named, kept with the
// face, and taken back.
#include <algorithm>

#include "core/documents/favourites.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/paths.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {

using Probe = Explorer::Probe;

class LayersWindowTest : public WindowTest {
  protected:
    static Probe open_layers(const Explorer& explorer) {
        explorer.press_keys("ctrl+9");
        return explorer.wait_until("the maps are there", [](const Probe& p) {
            return p["state"]["layers"]["channels"] > 0 && p["state"]["layers"]["never_act"] >= 0;
        });
    }
    /// By the mouse, from the middle of the slider, which is 100 %, to `part` of its width.
    static void drag_strength(const Explorer& explorer, double part) {
        const Explorer::Point at = explorer.hover("Layers/Strength");
        const auto widget = explorer.probe()["widgets"]["Layers/Strength"];
        const int to = static_cast<int>(widget[0].get<double>() + part * widget[2].get<double>());
        desktop_->input("mousemove " + std::to_string(at.x) + " " + std::to_string(at.y) +
                        " then mousedown 1 then mousemove " + std::to_string((at.x + to) / 2) + " " +
                        std::to_string(at.y) + " then mousemove " + std::to_string(to) + " " +
                        std::to_string(at.y) + " then mouseup 1");
    }
    /// What the program must show: made here, by the generator alone.
    static std::string expected(const ChannelEdits& edits) {
        const Model model = load_model(default_model_path());
        const auto size = static_cast<std::size_t>(model.spec.latent_size);
        return hash_of(make_cpu_generator(model)->generate(
            latent_from_seed(38, size, SeedMode::numpy), model.spec.last_level, model.spec.alpha, {}, edits));
    }
    static ChannelEdits edits_of(const Probe& probe) {
        ChannelEdits edits;
        for (const auto& edit : probe["state"]["layers"]["edits"])
            edits.push_back({edit[0].get<int>(), edit[1].get<int>(), edit[2].get<float>()});
        return edits;
    }
};

TEST_F(LayersWindowTest, AChannelIsWeakenedKeptAndTakenBack) {
    auto explorer = start();
    const std::string before = explorer->settled()["state"]["image_hash"];
    Probe probe = open_layers(*explorer);
    EXPECT_EQ(probe["state"]["layers"]["level"], 3);
    EXPECT_EQ(probe["state"]["layers"]["channels"], 64);
    explorer->click("Layers/Level/2");
    explorer->wait_until("its 96 channels", [](const Probe& p) {
        return p["state"]["layers"]["channels"] == 96 && p["state"]["layers"]["never_act"] >= 0;
    });
    explorer->click("Layers/Order");
    explorer->click("Layers/Order/Number");
    explorer->click("Layers/Channel/3");
    explorer->wait_until("it is chosen", [](const Probe& p) { return p["state"]["layers"]["chosen"] == 3; });
    EXPECT_EQ(explorer->settled()["state"]["image_hash"], before);
    const auto steps = explorer->probe()["state"]["history_size"].get<int>();

    drag_strength(*explorer, 0.2);
    probe = explorer->wait_until("the gesture is one step", [&](const Probe& p) {
        return p["state"]["history_size"] == steps + 1 && Explorer::is_settled(p);
    });
    const ChannelEdits weakened = edits_of(probe);
    ASSERT_EQ(weakened.size(), 1u);
    EXPECT_EQ(weakened[0].level, 2);
    EXPECT_EQ(weakened[0].channel, 3);
    EXPECT_NEAR(weakened[0].strength, 0.4, 0.08);
    EXPECT_NE(probe["state"]["image_hash"], before);
    EXPECT_EQ(probe["state"]["image_hash"], expected(weakened));

    explorer->click("Layers/Switch");
    probe = explorer->wait_until("it is off", [&](const Probe& p) {
        return edits_of(p) == ChannelEdits{{2, 3, 0.0f}} && Explorer::is_settled(p);
    });
    EXPECT_EQ(probe["state"]["image_hash"], expected({{2, 3, 0.0f}}));
    explorer->click("Layers/Name");
    explorer->type("plain");
    explorer->press_keys("Return");
    explorer->wait_until("it has a name",
                         [](const Probe& p) { return p["state"]["layers"]["edit_name"] == "plain"; });
    explorer->press_keys("ctrl+s");
    explorer->wait_until("it is kept", [](const Probe& p) { return p["state"]["favourites"] == 1; });

    explorer->click("Layers/Reset all");
    explorer->wait_until("as learned", [&](const Probe& p) {
        return edits_of(p).empty() && Explorer::is_settled(p) && p["state"]["image_hash"] == before;
    });
    for (const char* what : {"reset", "name", "switch", "drag"}) {
        const auto at = explorer->probe()["state"]["history_at"].get<int>();
        explorer->press_keys("ctrl+z");
        explorer->wait_until(std::string("undone: ") + what,
                             [&](const Probe& p) { return p["state"]["history_at"] < at; });
    }
    probe = explorer->settled();
    EXPECT_TRUE(edits_of(probe).empty());
    EXPECT_EQ(probe["state"]["image_hash"], before);

    // The favourite has it all, and leads back.
    explorer->click("Favourite/0");
    probe = explorer->wait_until("the kept face", [&](const Probe& p) {
        return edits_of(p) == ChannelEdits{{2, 3, 0.0f}} && Explorer::is_settled(p);
    });
    EXPECT_EQ(probe["state"]["image_hash"], expected({{2, 3, 0.0f}}));
    EXPECT_EQ(explorer->quit(), 0);
    const LoadedFavourites kept = load_favourites(explorer->data_dir() / "favourites.json");
    ASSERT_EQ(kept.favourites.size(), 1u);
    EXPECT_EQ(kept.favourites[0].edits, (ChannelEdits{{2, 3, 0.0f}}));
    EXPECT_EQ(kept.favourites[0].edit_name, "plain");
    EXPECT_EQ(kept.favourites[0].name, "Seed 38, plain");

    // The session, too.
    explorer = start();
    probe = explorer->settled();
    EXPECT_EQ(edits_of(probe), (ChannelEdits{{2, 3, 0.0f}}));
    EXPECT_EQ(probe["state"]["image_hash"], expected({{2, 3, 0.0f}}));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(LayersWindowTest, KeysReachTheChannels) {
    auto explorer = start();
    explorer->press_keys("ctrl+shift+p");  // and the palette reaches the view
    explorer->find("Palette/Query");
    explorer->type("layers");
    explorer->press_keys("Return");
    explorer->wait_until("the maps are there",
                         [](const Probe& p) { return p["state"]["layers"]["channels"] > 0; });
    explorer->click("Layers/Order");
    explorer->click("Layers/Order/Number");
    explorer->click("Layers/Channel/0");
    explorer->wait_until("it is chosen", [](const Probe& p) { return p["state"]["layers"]["chosen"] == 0; });
    explorer->press_keys("Right");
    explorer->press_keys("Return");
    explorer->wait_until("the next one is",
                         [](const Probe& p) { return p["state"]["layers"]["chosen"] == 1; });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
