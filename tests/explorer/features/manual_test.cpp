// Searching the manual, and where its links lead.
#include "app/explorer/features/manual/manual_controller.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "core/files/atomic_file.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

struct Reader {
    explicit Reader(const std::filesystem::path& root)
        : manual(state, notifier,
                 {.find = [root](std::string_view name) { return root / name; },
                  .copy = [this](const std::string& text) { copied = text; }}) {}

    AppState state;
    Notifier notifier{state, [] { return Time(); }};
    std::string copied;
    ManualController manual;
};

TEST(ManualTest, PlacesFoundFollowEachOtherAround) {
    const test::StateFolder folder("manual");
    std::filesystem::create_directories(folder.path / "docs");
    std::ofstream(folder.path / "docs/manual.md") << "# One\n\nface\n\nnothing\n\nFace\n\nfaces\n";
    Reader reader(folder.path);
    AppState& state = reader.state;
    ManualController& manual = reader.manual;
    manual.open();
    EXPECT_TRUE(state.manual.show);
    EXPECT_EQ(manual.problem(), "");
    manual.search("face");
    EXPECT_EQ(manual.hits(), (std::vector<std::size_t>{1, 3, 4}));
    EXPECT_TRUE(state.manual.hit_wanted);
    EXPECT_EQ(state.manual.hit, 0u);
    manual.step_hit(1);
    EXPECT_EQ(state.manual.hit, 1u);
    manual.step_hit(-1);
    manual.step_hit(-1);
    EXPECT_EQ(state.manual.hit, 2u);
    manual.step_hit(1);
    EXPECT_EQ(state.manual.hit, 0u);
    manual.search("nowhere");
    manual.step_hit(1);
    EXPECT_TRUE(manual.hits().empty());
    EXPECT_FALSE(state.manual.hit_wanted);
}

TEST(ManualTest, WithoutItsFileItSaysSo) {
    Reader reader("/nowhere");
    reader.manual.open();
    EXPECT_TRUE(reader.manual.document().blocks.empty());
    EXPECT_NE(reader.manual.problem().find("/nowhere/docs/manual.md"), std::string::npos);
}

TEST(ManualTest, LinksLeadToOtherDocumentsAndBack) {
    const test::StateFolder folder("manual-links");
    std::filesystem::create_directories(folder.path / "docs");
    std::ofstream(folder.path / "docs/manual.md") << "# Manual\n\nSee [formats](file-formats.md#axes).\n";
    std::ofstream(folder.path / "docs/file-formats.md") << "# Formats\n\n## Axes\n\n[up](../README.md)\n";
    std::ofstream(folder.path / "README.md") << "# Read me\n";
    Reader reader(folder.path);
    ManualController& manual = reader.manual;
    manual.open();
    EXPECT_FALSE(manual.can_go_back());
    manual.search("formats");
    EXPECT_EQ(manual.hits().size(), 1u);
    manual.follow("file-formats.md#axes");
    EXPECT_EQ(plain_text(manual.document().blocks.front()), "Formats");
    EXPECT_EQ(reader.state.manual.wanted, "#axes");
    EXPECT_EQ(reader.state.manual.search, "");
    manual.follow("../README.md");
    EXPECT_EQ(plain_text(manual.document().blocks.front()), "Read me");
    manual.go_back();
    EXPECT_EQ(plain_text(manual.document().blocks.front()), "Formats");
    manual.go_back();
    EXPECT_EQ(plain_text(manual.document().blocks.front()), "Manual");
    EXPECT_FALSE(manual.can_go_back());
    manual.follow("missing.md");
    EXPECT_NE(manual.problem().find("missing.md"), std::string::npos);
    manual.go_back();
    EXPECT_EQ(manual.problem(), "");
}

TEST(ManualTest, NoLinkLeadsOutOfTheProgramsDocuments) {
    Reader reader("/nowhere");
    reader.manual.open();
    for (const char* link : {"../../secret.md", "/etc/secret.md", "picture.png", "mailto:someone"}) {
        reader.manual.follow(link);
        EXPECT_EQ(reader.copied, link);
        EXPECT_FALSE(reader.manual.can_go_back());
    }
}

/// A folder that alone is searched for programs.
class OnlyPath {
  public:
    explicit OnlyPath(const std::string& folder) : before_(std::getenv("PATH")) {
        setenv("PATH", folder.c_str(), 1);
    }
    ~OnlyPath() { setenv("PATH", before_.c_str(), 1); }
    OnlyPath(const OnlyPath&) = delete;
    OnlyPath& operator=(const OnlyPath&) = delete;

  private:
    std::string before_;
};

TEST(ManualTest, WebPagesOpenInTheBrowserWithoutAShell) {
    const test::StateFolder folder("manual-web");
    const std::filesystem::path program = folder.path / "xdg-open", told = folder.path / "told.txt";
    std::ofstream(program) << "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" >'" << told.string() << ".new'\n"
                           << "/bin/mv '" << told.string() << ".new' '" << told.string() << "'\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    const OnlyPath path(folder.path.string());
    Reader reader("/nowhere");
    const std::string address = "https://example.org/a;b?c=$(touch x)&d='e'";
    EXPECT_NE(reader.manual.tip_of(address).find("browser"), std::string::npos);
    reader.manual.follow(address);
    while (!std::filesystem::exists(told)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_EQ(read_text_file(told, 1 << 10), "1\n" + address + "\n");
    EXPECT_EQ(reader.copied, "");
}

TEST(ManualTest, WithoutABrowserTheAddressIsCopied) {
    const test::StateFolder folder("manual-no-web");
    const OnlyPath path(folder.path.string());
    Reader reader("/nowhere");
    const std::string address = "https://example.org/";
    EXPECT_NE(reader.manual.tip_of(address).find("copy"), std::string::npos);
    reader.manual.follow(address);
    EXPECT_EQ(reader.copied, address);
    ASSERT_FALSE(reader.state.notifications.empty());
    EXPECT_EQ(reader.state.notifications.back().text, "Copied https://example.org/.");

    // One that finds no browser to start.
    const std::filesystem::path program = folder.path / "xdg-open";
    std::ofstream(program) << "#!/bin/sh\nexit 3\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    reader.copied.clear();
    reader.manual.follow(address);
    Time now;
    while (reader.manual.next_tick()) {
        reader.manual.tick(now);
        now += Seconds{1};
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_EQ(reader.copied, address);
}

}  // namespace
}  // namespace progan
