// The list of models in the real window: their faces, a click, and what comes back at the next start.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/model/model_file.h"
#include "core/support/paths.h"
#include "tests/fixtures/random_model.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class ModelsTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        fs::create_directories(folder_ / "data/models");
        save_model(folder_ / "data/models/other.safetensors", other_model(24));
    }
    static Probe with_model(const Explorer& explorer, const std::string& name) {
        return explorer.wait_until("the model is " + name, [&](const Probe& p) {
            return p["state"]["model"] == name && !p["state"]["loading"].get<bool>();
        });
    }
    static Probe with_samples(const Explorer& explorer, int count) {
        return explorer.wait_until("the faces of the models are there",
                                   [&](const Probe& p) { return p["state"]["models"]["sampled"] == count; });
    }
};

TEST_F(ModelsTest, AClickOpensAnotherModelAndRecentOnesComeFirst) {
    const std::string default_name = default_model_path().filename().string();
    const std::string toons = toon_heads_model_path().filename().string();
    auto explorer = start();
    explorer->click("Top/Model");
    explorer->click("Top/Models");
    Probe probe = with_samples(*explorer, 3);
    EXPECT_EQ(probe["state"]["models"]["listed"], (nlohmann::json{default_name, toons, "other.safetensors"}));
    explorer->click("Models/other.safetensors");
    probe = with_model(*explorer, "Other");
    EXPECT_FALSE(probe["state"]["models"]["open"]);
    explorer->settled();

    explorer->press_keys("ctrl+shift+o");  // and back, by keys alone
    probe = explorer->wait_until("the list is open",
                                 [](const Probe& p) { return p["state"]["models"]["open"].get<bool>(); });
    EXPECT_EQ(probe["state"]["models"]["listed"], (nlohmann::json{"other.safetensors", default_name, toons}));
    explorer->press_keys("Escape");
    explorer->wait_until("the list is closed",
                         [](const Probe& p) { return !p["state"]["models"]["open"].get<bool>(); });
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    with_model(*explorer, "Other");
    explorer->click("Top/Model");
    explorer->click("Top/Models");
    probe = with_samples(*explorer, 3);
    EXPECT_EQ(probe["state"]["models"]["listed"], (nlohmann::json{"other.safetensors", default_name, toons}));
    explorer->click("Models/" + default_name);
    explorer->wait_until("the default model is open", [](const Probe& p) {
        return p["state"]["model"] != "Other" && !p["state"]["loading"].get<bool>();
    });
    explorer->settled();
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ModelsTest, AModelIsFoundByItsNameInThePalette) {
    const auto explorer = start();
    explorer->press_keys("ctrl+shift+p");
    explorer->find("Palette/Query");
    explorer->type("other");
    explorer->click("Palette/other");
    with_model(*explorer, "Other");
    explorer->settled();
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ModelsTest, AFavouriteOpensTheModelThatItWasKeptWith) {
    const auto explorer = start();
    const Probe first = explorer->settled()["state"];
    explorer->press_keys("ctrl+s");
    explorer->find("Favourite/0");
    explorer->click("Top/Model");
    explorer->click("Top/Models");
    with_samples(*explorer, 3);
    explorer->click("Models/other.safetensors");
    with_model(*explorer, "Other");
    ASSERT_NE(explorer->settled()["state"]["image_hash"], first["image_hash"]);
    explorer->click("Favourite/0");
    with_model(*explorer, first["model"]);
    explorer->wait_until("the face that was kept is there", [&](const Probe& p) {
        return p["state"]["image_hash"] == first["image_hash"] && Explorer::is_settled(p);
    });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
