// Which window of a data folder has which session and history.
#include "app/explorer/shell/instances/window_claim.h"
#include "app/explorer/state/window_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>

#include "app/explorer/shell/session/session.h"
#include "app/explorer/shell/startup.h"
#include "app/explorer/state/queries.h"
#include "core/files/atomic_file.h"
#include "core/support/paths.h"
#include "core/support/translate.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class WindowClaimTest : public ::testing::Test {
  public:
    ~WindowClaimTest() override { use_language("en", texts_folder()); }  // a session that is read has its own

  protected:
    /// A session that was saved that many minutes ago.
    void save_session(int number, int minutes_ago, const std::string& text = "{\"version\": 1}") {
        const fs::path path = window_file(folder.path, "session", number, ".json");
        write_file_atomically(path, text);
        fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(minutes_ago));
    }
    test::StateFolder folder{"claims"};
};

TEST_F(WindowClaimTest, EachWindowHasItsOwnAndTheNextStartAdoptsIt) {
    {
        const WindowClaim first(folder.path), second(folder.path), third(folder.path);
        EXPECT_EQ(first.number(), 1);
        EXPECT_EQ(second.number(), 2);
        EXPECT_EQ(third.number(), 3);
    }
    EXPECT_EQ(WindowClaim(folder.path).number(), 1);
    EXPECT_EQ(window_file("data", "session", 1, ".json"), "data/session.json");
    EXPECT_EQ(window_file("data", "session", 2, ".json"), "data/session-2.json");
}

TEST_F(WindowClaimTest, OfFreeOnesTheLastSavedIsAdoptedAndALiveOneNever) {
    save_session(1, 30);
    save_session(2, 10);
    save_session(3, 20);
    const WindowClaim a(folder.path), b(folder.path), c(folder.path), d(folder.path);
    EXPECT_EQ(a.number(), 2);
    EXPECT_EQ(b.number(), 3);
    EXPECT_EQ(c.number(), 1);
    EXPECT_EQ(d.number(), 4);
    EXPECT_EQ(known_windows(folder.path), (std::vector<int>{2, 3, 1}));
}

TEST_F(WindowClaimTest, WhatAKilledWindowLeftIsAdopted) {
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        const WindowClaim claim(folder.path);
        [[maybe_unused]] const ssize_t told = write(ready[1], "x", 1);
        pause();
        _exit(0);
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    EXPECT_EQ(WindowClaim(folder.path).number(), 2);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_EQ(WindowClaim(folder.path).number(), 1);
    close(ready[0]);
    close(ready[1]);
}

TEST_F(WindowClaimTest, WithoutLocksTheProcessNamedThereDecides) {
    const auto named = [&](const std::string& owner) {
        std::ofstream(folder.path / "window.lock") << owner;
        return WindowClaim(folder.path, WindowClaim::Locks::unknown).number();
    };
    char machine[256] = {};
    gethostname(machine, sizeof machine - 1);
    EXPECT_EQ(named(std::to_string(getppid()) + " " + machine), 2);  // it lives
    const pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, nullptr, 0);
    EXPECT_EQ(named(std::to_string(child) + " " + machine), 1);  // it has ended
    EXPECT_EQ(named("1 another-machine"), 2);                    // nobody here can know
    EXPECT_EQ(named(""), 1);
    EXPECT_EQ(named("nonsense"), 1);
}

TEST_F(WindowClaimTest, ASecondWindowHasTheSettingsOfTheFirstAndAFaceOfItsOwn) {
    SessionState session;
    session.settings.language = "ja";
    session.settings.ui_scale = 2;
    session.slider_filter = "1-5";
    save_session(1, 5, session_to_json(session));
    AppOptions options;
    options.data_dir = folder.path;
    const WindowClaim first(folder.path), second(folder.path);
    EXPECT_EQ(state_at_start(options, first).slider_filter, "1-5");
    const AppState state = state_at_start(options, second);
    EXPECT_EQ(state.window_number, 2);
    EXPECT_EQ(state.settings.language, "ja");
    EXPECT_EQ(state.settings.ui_scale, 2);
    EXPECT_EQ(state.slider_filter, "");
    EXPECT_TRUE(state.notifications.empty());
}

TEST_F(WindowClaimTest, AFolderThatCannotBeWrittenHasWindowOne) {
    EXPECT_EQ(WindowClaim(folder.path / "is not there").number(), 1);
}

}  // namespace
}  // namespace progan
