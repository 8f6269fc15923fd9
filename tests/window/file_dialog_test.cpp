// The system's file dialogs: a portal on a bus of the test's own takes the place of the desktop's.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/support/paths.h"
#include "tests/window/fake_portal.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;
using Way = FakePortal::Way;

class FileDialogTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        bus_ = std::make_unique<SessionBus>(folder_ / "bus");
        portal_ = std::make_unique<FakePortal>(bus_->address());
    }
    std::unique_ptr<Explorer> start_on_bus() {
        return std::make_unique<Explorer>(
            *desktop_, folder_,
            std::vector<std::string>{"--width", std::to_string(kWidth), "--height", std::to_string(kHeight)},
            1, false, std::map<std::string, std::string>{{"DBUS_SESSION_BUS_ADDRESS", bus_->address()}});
    }
    FakePortal::Question wait_for_question(const Explorer& explorer, std::size_t number = 1) const {
        explorer.wait_until("the portal is asked",
                            [&](const Probe&) { return portal_->questions().size() >= number; });
        return portal_->questions().at(number - 1);
    }
    static void wait_for_own_dialog(const Explorer& explorer) {
        explorer.wait_until("the program's own dialog is there", [](const Probe& p) {
            return p["state"]["picker"] == true && p["widgets"].contains("Picker/Close");
        });
    }
    /// The window still does what it is asked.
    static void expect_alive(const Explorer& explorer) {
        const auto before = explorer.settled()["counters"]["shown"].get<std::uint64_t>();
        explorer.press_keys("r");
        explorer.wait_until("another face is shown",
                            [&](const Probe& p) { return p["counters"]["shown"] > before; });
    }
    static void open_journey_menu(const Explorer& explorer) {
        explorer.click("Timeline/Menu");
        explorer.wait_until("the menu is open", [](const Probe& p) {
            return p["widgets"].contains("Timeline/Menu/Save elsewhere");
        });
    }
    static bool has_text(const Probe& probe, const std::string& text) {
        const Probe& all = probe["state"]["notifications"];
        return std::any_of(all.begin(), all.end(), [&](const Probe& notification) {
            return notification.get<std::string>().find(text) != std::string::npos;
        });
    }

    std::unique_ptr<SessionBus> bus_;
    std::unique_ptr<FakePortal> portal_;
};

TEST_F(FileDialogTest, AModelIsOpenedThroughThePortal) {
    const std::filesystem::path model = folder_ / "models of \xe7\xac\x91 100%" / "Toon heads.safetensors";
    std::filesystem::create_directories(model.parent_path());
    std::filesystem::copy_file(toon_heads_model_path(), model);
    portal_->answer(Way::choose, model);
    auto explorer = start_on_bus();
    explorer->press_keys("ctrl+o");
    explorer->wait_until("the model is open", [](const Probe& p) {
        return p["state"]["model"] == "Toon heads 64" && p["state"]["loading"] == false;
    });
    EXPECT_FALSE(explorer->settled()["state"]["picker"].get<bool>());
    const FakePortal::Question asked = portal_->questions().at(0);
    EXPECT_EQ(asked.method, "OpenFile");
    EXPECT_EQ(asked.title, "Open a model");
    EXPECT_EQ(asked.parent.substr(0, 4), "x11:");
    EXPECT_FALSE(asked.directory);
    for (const char* pattern : {"*.safetensors", "*.SAFETENSORS", "*.pkl", "*"})
        EXPECT_EQ(std::count(asked.patterns.begin(), asked.patterns.end(), pattern), 1) << pattern;
    // The folder is remembered.
    portal_->answer(Way::cancel);
    explorer->press_keys("ctrl+o");
    EXPECT_EQ(wait_for_question(*explorer, 2).folder, model.parent_path().string());
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, AJourneyIsSavedThroughThePortalWhichAsksBeforeItReplaces) {
    const std::filesystem::path file = folder_ / "walks" / "evening.json";
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "something old";
    portal_->answer(Way::choose, file);
    auto explorer = start_on_bus();
    unfold_timeline(*explorer);
    open_journey_menu(*explorer);
    explorer->click("Timeline/Menu/Save elsewhere");
    explorer->wait_until("it is saved", [&](const Probe& p) { return has_text(p, file.string()); });
    EXPECT_EQ(nlohmann::json::parse(read_text_file(file, 1 << 20))["keyframes"].size(), 2u);
    const FakePortal::Question asked = portal_->questions().at(0);
    EXPECT_EQ(asked.method, "SaveFile");
    EXPECT_EQ(asked.name, "journey.json");
    EXPECT_FALSE(explorer->probe()["state"]["picker"].get<bool>());

    // A name to which the ending is added is another file, about which nobody was asked.
    std::ofstream(file) << "something old";
    portal_->answer(Way::choose, folder_ / "walks" / "evening");
    open_journey_menu(*explorer);
    explorer->click("Timeline/Menu/Save elsewhere");
    EXPECT_EQ(wait_for_question(*explorer, 2).folder, file.parent_path().string());
    wait_for_own_dialog(*explorer);
    explorer->click("Picker/Sure");
    EXPECT_EQ(read_text_file(file, 1 << 20), "something old");
    explorer->click("Picker/Replace");
    explorer->wait_until("the dialog is gone", [](const Probe& p) { return p["state"]["picker"] == false; });
    explorer->wait_until("it is saved", [&](const Probe&) {
        return read_text_file(file, 1 << 20).find("keyframes") != std::string::npos;
    });

    // And opened again.
    portal_->answer(Way::choose, file);
    open_journey_menu(*explorer);
    explorer->click("Timeline/Menu/Open a file");
    EXPECT_EQ(wait_for_question(*explorer, 3).method, "OpenFile");
    explorer->settled();
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, AFileThatCannotBeOpenedIsSaidInTheDialogWhichStays) {
    const std::filesystem::path broken = folder_ / "broken.safetensors", numbers = folder_ / "numbers.npy";
    std::ofstream(broken) << "<!DOCTYPE html><html>Not found</html>";
    std::ofstream(numbers) << "not NumPy's";
    portal_->answer(Way::choose, broken);
    auto explorer = start_on_bus();
    const std::string model = explorer->settled()["state"]["model_sha256"];
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    const auto wait_for_problem = [&](const std::string& text) {
        return explorer->wait_until("the dialog says why", [&](const Probe& p) {
            return p["state"]["picker"] == true && p["widgets"].contains("Picker/Problem") &&
                   p["state"]["picker_problem"].get<std::string>().find(text) != std::string::npos;
        });
    };
    explorer->press_keys("ctrl+o");
    Probe probe = wait_for_problem("web page");
    EXPECT_EQ(probe["state"]["picker_path"], "broken.safetensors");
    EXPECT_EQ(probe["state"]["picker_folder"], folder_.string());
    // What is typed at once goes into the field, whose text is selected, whatever kind of file it is.
    for (const std::string& requested : {numbers.string(), broken.string(), std::string("numbers.npy")}) {
        explorer->press_keys("ctrl+a");
        explorer->type(requested);
        explorer->press_keys("Return");
        probe = wait_for_problem(requested == broken.string() ? "broken.safetensors" : "numbers.npy");
        EXPECT_EQ(probe["state"]["picker_path"], requested);
    }
    EXPECT_TRUE(probe["state"]["notifications"].empty());
    explorer->press_keys("ctrl+a");
    explorer->type(toon_heads_model_path().string());
    explorer->press_keys("Return");
    probe = explorer->wait_until("another model is open", [&](const Probe& p) {
        return p["state"]["model_sha256"] != model && p["state"]["loading"] == false &&
               p["state"]["picker"] == false;
    });
    EXPECT_EQ(probe["state"]["seed"], seed);
    // Esc in the field closes the dialog.
    explorer->press_keys("ctrl+o");
    wait_for_problem("web page");
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is gone", [](const Probe& p) { return p["state"]["picker"] == false; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, CancelledNothingHappens) {
    portal_->answer(Way::cancel);
    auto explorer = start_on_bus();
    const std::string model = explorer->settled()["state"]["model_sha256"];
    explorer->press_keys("ctrl+o");
    wait_for_question(*explorer);
    const Probe probe = explorer->wait_until(
        "the dialog has ended", [](const Probe& p) { return p["state"]["system_file_dialog"] == false; });
    EXPECT_EQ(probe["state"]["picker"], false);
    EXPECT_EQ(probe["state"]["model_sha256"], model);
    EXPECT_TRUE(probe["state"]["notifications"].empty());
    expect_alive(*explorer);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, WhileADialogStaysOpenTheWindowLivesAndOffersItsOwn) {
    portal_->answer(Way::keep_open);
    auto explorer = start_on_bus();
    explorer->press_keys("ctrl+o");
    wait_for_question(*explorer);
    explorer->find("File dialog/Open");
    expect_alive(*explorer);
    explorer->click("File dialog/Own");
    wait_for_own_dialog(*explorer);
    EXPECT_FALSE(explorer->probe()["state"]["system_file_dialog"].get<bool>());
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is gone", [](const Probe& p) { return p["state"]["picker"] == false; });

    explorer->press_keys("ctrl+o");
    wait_for_question(*explorer, 2);
    explorer->click("File dialog/Cancel");
    explorer->wait_until("nothing is open", [](const Probe& p) {
        return p["state"]["system_file_dialog"] == false && p["state"]["picker"] == false;
    });
    // With a dialog open, the program ends at once.
    explorer->press_keys("ctrl+o");
    wait_for_question(*explorer, 3);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, APortalThatNeverAnswersGivesWayToTheProgramsOwn) {
    portal_->answer(Way::keep_silent);
    auto explorer = start_on_bus();
    explorer->press_keys("ctrl+o");
    wait_for_question(*explorer);
    expect_alive(*explorer);
    wait_for_own_dialog(*explorer);
    EXPECT_NE(explorer->probe()["state"]["picker_note"], "");
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is gone", [](const Probe& p) { return p["state"]["picker"] == false; });
    // Nobody waits for it twice.
    explorer->press_keys("ctrl+o");
    wait_for_own_dialog(*explorer);
    EXPECT_EQ(portal_->questions().size(), 1u);
    explorer->press_keys("Escape");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, APortalThatFailsOrGoesGivesWay) {
    for (const Way way : {Way::refuse, Way::end_otherwise, Way::keep_open}) {
        portal_->answer(way);
        auto explorer = start_on_bus();
        explorer->press_keys("ctrl+o");
        wait_for_question(*explorer);
        if (way == Way::keep_open) {
            explorer->find("File dialog/Open");
            portal_.reset();  // it crashes
        }
        wait_for_own_dialog(*explorer);
        explorer->press_keys("Escape");
        EXPECT_EQ(explorer->quit(), 0);
        portal_.reset();
        portal_ = std::make_unique<FakePortal>(bus_->address());
    }
}

TEST_F(FileDialogTest, WithoutAPortalOrABusTheProgramsOwnComesAtOnce) {
    portal_.reset();
    for (const bool bus : {true, false}) {
        auto explorer = bus ? start_on_bus() : start();
        explorer->press_keys("ctrl+o");
        wait_for_own_dialog(*explorer);
        EXPECT_EQ(explorer->probe()["state"]["picker_note"], "");
        explorer->press_keys("Escape");
        EXPECT_EQ(explorer->quit(), 0);
    }
}

TEST_F(FileDialogTest, TheProgramsOwnCanBeChosenInTheSettings) {
    portal_->answer(Way::cancel);
    auto explorer = start_on_bus();
    explorer->press_keys("ctrl+comma");
    explorer->click("Settings/Section/Look");
    choose(*explorer, "Settings/Dialogs", "Own");
    explorer->click("Settings/Close");
    explorer->press_keys("ctrl+o");
    wait_for_own_dialog(*explorer);
    explorer->press_keys("Escape");
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_TRUE(portal_->questions().empty());
    // Also at the next start.
    auto again = start_on_bus();
    again->press_keys("ctrl+o");
    wait_for_own_dialog(*again);
    again->press_keys("Escape");
    EXPECT_EQ(again->quit(), 0);
    EXPECT_TRUE(portal_->questions().empty());
}

TEST_F(FileDialogTest, AFieldsButtonHasAFolderChosen) {
    const std::filesystem::path first = folder_ / "first", second = folder_ / "second" / "inner";
    for (const std::filesystem::path& folder : {first, second}) std::filesystem::create_directories(folder);
    portal_->answer(Way::choose, first);
    auto explorer = start_on_bus();
    explorer->press_keys("ctrl+e");
    explorer->click("Export/Browse");
    explorer->wait_until("the folder is in the field",
                         [&](const Probe& p) { return p["state"]["export_folder"] == first.string(); });
    EXPECT_TRUE(portal_->questions().at(0).directory);

    // While the system's stays open, the program's own opens over the same dialog.
    portal_->answer(Way::keep_open);
    explorer->click("Export/Browse");
    EXPECT_EQ(wait_for_question(*explorer, 2).folder, first.string());
    explorer->click("Export/Browse");
    wait_for_own_dialog(*explorer);
    explorer->click("Picker/..");
    explorer->click("Picker/second");
    explorer->click("Picker/inner");
    explorer->wait_until("the folder is listed",
                         [&](const Probe& p) { return p["state"]["picker_folder"] == second.string(); });
    explorer->click("Picker/Open");
    explorer->wait_until("the folder is in the field", [&](const Probe& p) {
        return p["state"]["export_folder"] == second.string() && p["state"]["picker"] == false;
    });
    explorer->click("Export/Export");
    explorer->wait_until("the picture is there and the dialog gone", [&](const Probe& p) {
        return !std::filesystem::is_empty(second) && p["state"]["exporting"]["open"] == false &&
               !p["widgets"].contains("Export/Export");
    });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(FileDialogTest, AxesAreSavedWhereThePortalSaysWithoutASecondQuestion) {
    const std::filesystem::path file = folder_ / "mine.npz";
    std::ofstream(file) << "not ours";
    portal_->answer(Way::choose, file);
    auto explorer = start_on_bus();
    explorer->wait_until("there are axes", [](const Probe& p) { return !p["state"]["axes"].empty(); });
    explorer->click("Axes/More");
    explorer->click("Axes/Save");
    explorer->click("Save axes/Browse");
    EXPECT_EQ(wait_for_question(*explorer).method, "SaveFile");
    explorer->wait_until("the dialog has ended",
                         [](const Probe& p) { return p["state"]["system_file_dialog"] == false; });
    explorer->click("Save axes/Save");
    explorer->wait_until("it is saved", [&](const Probe& p) { return has_text(p, file.string()); });
    EXPECT_EQ(read_text_file(file, 64 << 20).substr(0, 2), "PK");
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
