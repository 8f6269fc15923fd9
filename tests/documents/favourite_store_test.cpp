// Several programs and one favourites.json: what each of them did is there afterwards.
#include "core/documents/favourite_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "core/files/atomic_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

using Names = std::vector<std::string>;

Favourite favourite(const std::string& id, const std::string& name, float value = 1) {
    Favourite made;
    made.id = id;
    made.name = name;
    made.latent = {value, 2};
    return made;
}

/// What a window does: it has a list, and sends what it changed in it.
class Window {
  public:
    explicit Window(const fs::path& file)
        : store_(favourite_store(file)), list(store_.read().items), sent_(list) {}
    /// What the window did since the last time; what it hears takes the place of its list.
    void sync() {
        list = store_.change(keyed_changes(sent_, list)).items;
        sent_ = list;
    }
    void keep(const Favourite& face) {
        list.push_back(face);
        sync();
    }
    void rename(const std::string& id, const std::string& name) {
        find_by_id(list, id)->name = name;
        sync();
    }
    void remove(const std::string& id) {
        std::erase_if(list, [&](const Favourite& f) { return f.id == id; });
        sync();
    }

  private:
    FavouriteStore store_;

  public:
    std::vector<Favourite> list;

  private:
    std::vector<Favourite> sent_;
};

class FavouriteStoreTest : public test::InTemporaryFolder {
  protected:
    fs::path file() const { return folder_ / "favourites.json"; }
    std::vector<Favourite> kept() const { return load_favourites(file()).favourites; }
    Names names() const {
        Names names;
        for (const Favourite& face : kept()) names.push_back(face.name);
        return names;
    }
};

TEST_F(FavouriteStoreTest, FacesKeptInTurnAreAllThere) {
    Window a(file()), b(file());
    a.keep(favourite("1", "one"));
    b.keep(favourite("2", "two"));
    a.keep(favourite("3", "three"));
    b.keep(favourite("4", "four"));
    EXPECT_EQ(names(), (Names{"one", "two", "three", "four"}));
    a.sync();
    EXPECT_EQ(a.list, b.list);
    EXPECT_FALSE(favourite_store(file()).read().items.empty());
}

TEST_F(FavouriteStoreTest, ADamagedEntryIsWrittenAwayOnceAndNotTakenForDeleted) {
    Window a(file());
    a.keep(favourite("1", "one"));
    a.keep(favourite("2", "two"));
    std::string text = read_text_file(file(), 10000);
    text.replace(text.find("\"two\""), 5, "2");  // a name that is a number
    std::ofstream(file()) << text;
    FavouriteStore fresh = favourite_store(file());
    const FavouriteStore::Contents contents = fresh.read();
    ASSERT_EQ(contents.items.size(), 1u);
    EXPECT_TRUE(contents.found);
    EXPECT_NE(contents.warning, "");
    EXPECT_EQ(read_text_file(file().string() + ".unreadable-1", 10000), text);
    EXPECT_EQ(favourite_store(file()).read().warning, "");  // it was rewritten
    std::ofstream(file()) << text;
    a.keep(favourite("3", "three"));  // a window that knows the face still has it
    EXPECT_EQ(names(), (Names{"one", "two", "three"}));
}

TEST_F(FavouriteStoreTest, TheSameFaceKeptTwiceIsThereTwice) {
    Window a(file()), b(file());
    a.keep(favourite("1", "Seed 7", 7));
    b.keep(favourite("2", "Seed 7", 7));
    EXPECT_EQ(names(), (Names{"Seed 7", "Seed 7"}));
    a.remove("1");  // either can go without the other
    EXPECT_EQ(names(), (Names{"Seed 7"}));
}

TEST_F(FavouriteStoreTest, WhatIsDeletedHereAndRenamedThereStays) {
    for (const bool deleted_first : {true, false}) {
        fs::remove(file());
        Window(file()).keep(favourite("1", "one"));
        Window a(file()), b(file());
        if (deleted_first) {
            a.remove("1");
            b.rename("1", "uno");
        } else {
            b.rename("1", "uno");
            a.remove("1");
        }
        EXPECT_EQ(names(), (Names{"uno"})) << deleted_first;
    }
}

TEST_F(FavouriteStoreTest, WhatIsDeletedHereAndRatedOrPutIntoAnAlbumThereStays) {
    for (const bool rated : {true, false}) {
        fs::remove(file());
        Window(file()).keep(favourite("1", "one"));
        Window a(file()), b(file());
        if (rated)
            b.list[0].rating = 5;
        else
            b.list[0].albums = {"Cast"};
        b.sync();
        a.remove("1");
        EXPECT_EQ(names(), (Names{"one"})) << rated;
    }
}

TEST_F(FavouriteStoreTest, WhatIsDeletedInBothIsGone) {
    Window(file()).keep(favourite("1", "one"));
    Window a(file()), b(file());
    a.remove("1");
    b.remove("1");
    EXPECT_TRUE(kept().empty());
}

TEST_F(FavouriteStoreTest, NamesTagsAndPicturesAreMergedFieldByField) {
    Window(file()).keep(favourite("1", "one"));
    Window a(file()), b(file());
    a.rename("1", "uno");
    b.list[0].tags = {"hair"};
    b.sync();
    ASSERT_EQ(kept().size(), 1u);
    EXPECT_EQ(kept()[0].name, "uno");
    EXPECT_EQ(kept()[0].tags, (std::vector<std::string>{"hair"}));
    a.list[0].rating = 4;
    a.sync();
    b.list[0].albums = {"Cast"};
    b.sync();
    EXPECT_EQ(kept()[0].rating, 4);
    EXPECT_EQ(kept()[0].albums, (std::vector<std::string>{"Cast"}));
    a.rename("1", "eins");  // of two names the later one counts
    EXPECT_EQ(names(), (Names{"eins"}));
}

TEST_F(FavouriteStoreTest, APictureMadeHereDoesNotBringBackWhatWasDeletedThere) {
    Window(file()).keep(favourite("1", "one"));
    Window a(file()), b(file());
    a.remove("1");
    b.list[0].image = "favourites/1.png";
    b.sync();
    EXPECT_TRUE(kept().empty());
}

TEST_F(FavouriteStoreTest, AnUndoneDeletionIsWhereItWas) {
    Window a(file());
    for (const char* id : {"1", "2", "3"}) a.keep(favourite(id, id));
    Window b(file());
    const Favourite second = a.list[1];
    a.remove("2");
    b.keep(favourite("4", "4"));
    a.sync();
    a.list.insert(a.list.begin() + 1, second);
    a.sync();
    EXPECT_EQ(names(), (Names{"1", "2", "3", "4"}));
}

TEST_F(FavouriteStoreTest, AFileThatVanishedIsNotADeletion) {
    Window a(file());
    a.keep(favourite("1", "one"));
    fs::remove(file());
    a.keep(favourite("2", "two"));
    EXPECT_EQ(names(), (Names{"one", "two"}));
}

TEST_F(FavouriteStoreTest, AFileThatCannotBeReadIsSetAsideAndTheRestWrittenAgain) {
    FavouriteStore store = favourite_store(file());
    store.change({{std::nullopt, favourite("1", "one"), {}}});
    std::ofstream(file()) << R"({"version": 1, "favour)";
    EXPECT_TRUE(store.changed());
    const FavouriteStore::Contents contents = store.read();
    EXPECT_NE(contents.warning.find("favourites.json.unreadable-1"), std::string::npos) << contents.warning;
    EXPECT_EQ(contents.items.size(), 1u);
    EXPECT_EQ(names(), (Names{"one"}));
    EXPECT_FALSE(store.changed());
}

TEST_F(FavouriteStoreTest, OnlyWhatOthersDoIsAChange) {
    FavouriteStore a = favourite_store(file()), b = favourite_store(file());
    a.read();
    EXPECT_FALSE(a.changed());
    a.change({{std::nullopt, favourite("1", "one"), {}}});
    EXPECT_FALSE(a.changed());
    b.change({{std::nullopt, favourite("2", "two"), {}}});
    EXPECT_TRUE(a.changed());
    EXPECT_EQ(a.read().items.size(), 2u);
    EXPECT_FALSE(a.changed());
    a.change({});  // nothing to do: nothing is written
    EXPECT_TRUE(b.changed() == false);
}

TEST_F(FavouriteStoreTest, WhatCannotBeWrittenHasNotHappened) {
    if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    FavouriteStore store = favourite_store(file());
    store.change({{std::nullopt, favourite("1", "one"), {}}});
    fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_NE(test::error_of([&] { store.change({{std::nullopt, favourite("2", "two"), {}}}); }), "no error");
    fs::permissions(folder_, fs::perms::owner_all);
    EXPECT_EQ(names(), (Names{"one"}));
    store.change({{std::nullopt, favourite("2", "two"), {}}});
    EXPECT_EQ(names(), (Names{"one", "two"}));
}

void keep_many(const fs::path& file, char who, int count) {
    FavouriteStore store = favourite_store(file);
    for (int i = 0; i < count; ++i) {
        const std::string id = who + std::to_string(i);
        store.change({{std::nullopt, favourite(id, id), {}}});
    }
}

TEST_F(FavouriteStoreTest, ThreeAtOnceLoseNothing) {
    constexpr int kEach = 40;
    std::vector<std::thread> windows;
    for (const char who : {'a', 'b', 'c'}) windows.emplace_back([&, who] { keep_many(file(), who, kEach); });
    for (std::thread& window : windows) window.join();
    EXPECT_EQ(kept().size(), 3u * kEach);
}

TEST_F(FavouriteStoreTest, WithoutLocksItIsMergedAllTheSame) {
    fs::create_directory(folder_ / "shared.lock");  // so that no lock can be had
    Window a(file()), b(file());
    for (int i = 0; i < 5; ++i) {
        a.keep(favourite("a" + std::to_string(i), "a"));
        b.keep(favourite("b" + std::to_string(i), "b"));
    }
    EXPECT_EQ(kept().size(), 10u);
    std::vector<std::thread> windows;
    for (const char who : {'c', 'd'}) windows.emplace_back([&, who] { keep_many(file(), who, 5); });
    for (std::thread& window : windows) window.join();
    EXPECT_EQ(kept().size(), 20u);
}

/// A program that is killed at any moment while it writes leaves the old or the new list, no lock, and
/// nothing that grows.
TEST_F(FavouriteStoreTest, KilledInTheMiddleItHoldsUpNobody) {
    Window(file()).keep(favourite("first", "first"));
    for (int round = 0; round < 20; ++round) {
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            keep_many(file(), static_cast<char>('a' + round), 1000000);
            _exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(3 + 2 * round));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const std::size_t before = kept().size();
        ASSERT_GE(before, 1u);
        const auto began = std::chrono::steady_clock::now();
        Window(file()).keep(favourite("after" + std::to_string(round), "after"));
        EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));  // no lock was left
        EXPECT_EQ(kept().size(), before + 1);
    }
    std::set<std::string> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_))
        files.insert(entry.path().filename().string());
    EXPECT_EQ(files, (std::set<std::string>{"favourites.json", "shared.lock"}));
}

TEST_F(FavouriteStoreTest, OneThatHangsWithTheLockKeepsNobodyFromWorking) {
    Window a(file());
    a.keep(favourite("1", "one"));
    const int lock = ::open((folder_ / "shared.lock").c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(::flock(lock, LOCK_EX), 0);
    a.keep(favourite("2", "two"));
    EXPECT_EQ(names(), (Names{"one", "two"}));
    ::close(lock);
}

}  // namespace
}  // namespace progan
