// The data folder is moved away, or cannot be written any more, under an open window.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdio.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/documents/favourites.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class DataFolderTest : public WindowTest {
  protected:
    static Probe keep_a_new_face(const Explorer& explorer) {
        const std::size_t before = explorer.probe()["state"]["favourites"];
        const std::uint32_t seed = explorer.probe()["state"]["seed"];
        explorer.click("Seed/Random");  // while an error is shown, letters wait
        explorer.wait_until("another face is shown", [&](const Probe& p) {
            return p["state"]["seed"] != seed && Explorer::is_settled(p);
        });
        explorer.press_keys("ctrl+s");
        return explorer.wait_until("it is kept",
                                   [&](const Probe& p) { return p["state"]["favourites"] == before + 1; });
    }
    static std::vector<std::string> told(const Probe& probe, const std::string& words) {
        std::vector<std::string> sentences = probe["state"]["notifications"];
        std::erase_if(sentences, [&](const auto& s) { return s.find(words) == std::string::npos; });
        return sentences;
    }
    static Probe wait_for_sentence(const Explorer& explorer, const std::string& words) {
        return explorer.wait_until("it says: " + words,
                                   [&](const Probe& p) { return !told(p, words).empty(); });
    }
    static std::size_t kept_in(const fs::path& folder) {
        return fs::exists(folder / "favourites.json")
                   ? load_favourites(folder / "favourites.json").favourites.size()
                   : 0;
    }
    static std::size_t pictures_in(const fs::path& folder) {
        std::error_code none;
        const fs::directory_iterator all(folder / "favourites", none);
        return static_cast<std::size_t>(std::count_if(
            begin(all), end(all), [](const auto& entry) { return entry.path().extension() == ".png"; }));
    }
};

TEST_F(DataFolderTest, MovedAwayItIsMadeAgainWithAllThatTheWindowHolds) {
    const fs::path data = folder_ / "data", away = folder_ / "away";
    auto explorer = start();
    keep_a_new_face(*explorer);
    keep_a_new_face(*explorer);
    explorer->wait_until("both are in the file", [&](const Probe&) { return kept_in(data) == 2; });
    fs::rename(data, away);
    const Probe gone = wait_for_sentence(*explorer, "was moved or removed");
    EXPECT_EQ(gone["state"]["notifications"].size(),
              told(gone, "was moved or removed").size() + told(gone, "Kept as").size());
    EXPECT_NE(told(gone, "was moved or removed").at(0).find(data.string()), std::string::npos);
    explorer->wait_until("its files are there again", [&](const Probe&) {
        return kept_in(data) == 2 && fs::exists(data / "session.json") && fs::exists(data / "history.jsonl");
    });
    const Probe last = keep_a_new_face(*explorer);
    const std::size_t steps = last["state"]["history_size"];
    // A second window takes neither this one's session nor its history.
    auto other = start({}, 2);
    EXPECT_EQ(other->probe()["state"]["favourites"], 3);
    EXPECT_EQ(other->quit(), 0);
    explorer->focus();
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_EQ(kept_in(away), 2u);
    EXPECT_EQ(pictures_in(away), 2u);

    explorer = start();
    const Probe again = explorer->probe();
    EXPECT_EQ(again["state"]["favourites"], 3);
    EXPECT_EQ(again["state"]["seed"], last["state"]["seed"]);
    EXPECT_EQ(again["state"]["history_size"], steps);
    EXPECT_EQ(again["state"]["notifications"].size(), 0u);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(DataFolderTest, MadeAgainByWhatWasBeingSavedItIsFilledAllTheSame) {
    const fs::path data = folder_ / "data", away = folder_ / "away";
    const auto explorer = start();
    keep_a_new_face(*explorer);
    explorer->wait_until("it is in the file", [&](const Probe&) { return kept_in(data) == 1; });
    explorer->process().signal(SIGSTOP);
    fs::rename(data, away);
    fs::create_directory(data);  // as a save does that comes between
    explorer->process().signal(SIGCONT);
    wait_for_sentence(*explorer, "was moved or removed");
    explorer->wait_until("its files are there again", [&](const Probe&) {
        return kept_in(data) == 1 && fs::exists(data / "session.json") && fs::exists(data / "history.jsonl");
    });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(DataFolderTest, WhereItCannotBeWrittenThatIsSaidOnceAndTriedUntilItCan) {
    const fs::path data = folder_ / "data", away = folder_ / "away";
    auto explorer = start();
    keep_a_new_face(*explorer);
    explorer->wait_until("it is in the file",
                         [&](const Probe&) { return kept_in(data) == 1 && pictures_in(data) == 1; });
    std::ofstream(away) << "no folder";  // also for root, who may write into any folder
    ASSERT_EQ(::renameat2(AT_FDCWD, data.c_str(), AT_FDCWD, away.c_str(), RENAME_EXCHANGE), 0);
    keep_a_new_face(*explorer);
    wait_for_sentence(*explorer, "Nothing is lost while this window is open");
    const Probe kept = keep_a_new_face(*explorer);
    EXPECT_EQ(told(kept, folder_.string()).size(), 1u) << "one sentence, however many files";
    EXPECT_EQ(kept["state"]["favourites"], 3);

    ASSERT_EQ(::renameat2(AT_FDCWD, data.c_str(), AT_FDCWD, away.c_str(), RENAME_EXCHANGE), 0);
    const Probe saved = wait_for_sentence(*explorer, "have now been saved");
    EXPECT_TRUE(told(saved, "Nothing is lost").empty());
    EXPECT_TRUE(told(saved, "It was created again").empty()) << "it is the one that was there";
    EXPECT_EQ(kept_in(data), 3u);
    EXPECT_EQ(pictures_in(data), 3u);
    EXPECT_EQ(explorer->quit(), 0) << "without a question";

    explorer = start();
    EXPECT_EQ(explorer->probe()["state"]["favourites"], 3);
    EXPECT_EQ(explorer->probe()["state"]["seed"], saved["state"]["seed"]);
    EXPECT_EQ(explorer->probe()["state"]["history_size"], saved["state"]["history_size"]);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
