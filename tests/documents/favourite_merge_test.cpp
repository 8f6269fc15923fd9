// Another file's favourites among one's own: the rule as a table.
#include "core/documents/favourite_merge.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace progan {
namespace {

Favourite face(const std::string& id, float value, const std::string& name = "") {
    Favourite made;
    made.id = id;
    made.name = name.empty() ? "Face " + id : name;
    made.latent = {value, 2};
    made.model_sha256 = std::string(64, 'a');
    made.model_name = "Portraits 64";
    return made;
}

/// One own face meets one of theirs that is the same: what the own one is afterwards.
struct Meeting {
    const char* what;
    void (*own)(Favourite&);
    void (*theirs)(Favourite&);
    void (*expected)(Favourite&);
};

void as_it_is(Favourite& /*unused*/) {}

const Meeting kMeetings[] = {
    {"the own name counts", as_it_is, [](Favourite& f) { f.name = "Anna"; }, as_it_is},
    {"a name where there is none", [](Favourite& f) { f.name = ""; }, [](Favourite& f) { f.name = "Anna"; },
     [](Favourite& f) { f.name = "Anna"; }},
    {"tags of both",
     [](Favourite& f) {
         f.tags = {"hair", "smile"};
     },
     [](Favourite& f) {
         f.tags = {"smile", "old"};
     },
     [](Favourite& f) {
         f.tags = {"hair", "smile", "old"};
     }},
    {"albums of both", [](Favourite& f) { f.albums = {"Cast"}; },
     [](Favourite& f) {
         f.albums = {"Crew", "Cast"};
     },
     [](Favourite& f) {
         f.albums = {"Cast", "Crew"};
     }},
    {"the own stars count", [](Favourite& f) { f.rating = 2; }, [](Favourite& f) { f.rating = 5; },
     [](Favourite& f) { f.rating = 2; }},
    {"stars where there are none", as_it_is, [](Favourite& f) { f.rating = 5; },
     [](Favourite& f) { f.rating = 5; }},
    {"no stars take none away", [](Favourite& f) { f.rating = 3; }, as_it_is,
     [](Favourite& f) { f.rating = 3; }},
    {"a seed where there is none", as_it_is, [](Favourite& f) { f.seed = 7; },
     [](Favourite& f) { f.seed = 7; }},
    {"the own date counts", [](Favourite& f) { f.created = "2026-01-01T00:00:00Z"; },
     [](Favourite& f) { f.created = "2026-05-05T00:00:00Z"; },
     [](Favourite& f) { f.created = "2026-01-01T00:00:00Z"; }},
    {"the own picture counts", [](Favourite& f) { f.image = "favourites/1.png"; },
     [](Favourite& f) { f.image = "favourites/2.png"; }, [](Favourite& f) { f.image = "favourites/1.png"; }},
    {"a picture where there is none", as_it_is, [](Favourite& f) { f.image = "favourites/1.png"; },
     [](Favourite& f) { f.image = "favourites/1.png"; }},
    {"a model where there is none", [](Favourite& f) { f.model_sha256 = f.model_name = ""; }, as_it_is,
     as_it_is},
};

TEST(FavouriteMerge, WhatIsHereAlreadyIsFilledAndLosesNothing) {
    for (const bool one_id : {true, false})
        for (const Meeting& meeting : kMeetings) {
            SCOPED_TRACE(std::string(meeting.what) + (one_id ? ", one id" : ", two ids"));
            Favourite own = face("1", 1), theirs = face(one_id ? "1" : "2", 1, "Face 1"),
                      expected = face("1", 1);
            meeting.own(own);
            meeting.theirs(theirs);
            meeting.expected(expected);
            const MergedFavourites merged = merge_favourites({own}, {theirs});
            ASSERT_EQ(merged.favourites.size(), 1u);
            EXPECT_EQ(merged.favourites[0], expected);
            EXPECT_EQ(merged.added, 0u);
            EXPECT_EQ(merged.here, 1u);
            EXPECT_EQ(merged.fuller, own == expected ? 0u : 1u);
        }
}

TEST(FavouriteMerge, NewFacesComeAtTheEndInTheirOrder) {
    const MergedFavourites merged =
        merge_favourites({face("1", 1), face("2", 2)}, {face("9", 9), face("2", 2), face("8", 8)});
    const std::vector<Favourite> expected{face("1", 1), face("2", 2), face("9", 9), face("8", 8)};
    EXPECT_EQ(merged.favourites, expected);
    EXPECT_EQ(merged.added, 2u);
    EXPECT_EQ(merged.here, 1u);
    EXPECT_EQ(merged.fuller, 0u);
}

TEST(FavouriteMerge, TwoFacesOfOneIdAreBothThereAndComingAgainAddsNothing) {
    Favourite theirs = face("1", 5, "Theirs");
    theirs.image = "favourites/1.png";
    const MergedFavourites merged = merge_favourites({face("1", 1)}, {theirs});
    ASSERT_EQ(merged.favourites.size(), 2u);
    EXPECT_EQ(merged.favourites[0], face("1", 1));
    EXPECT_EQ(merged.favourites[1].name, "Theirs");
    EXPECT_EQ(merged.favourites[1].latent, theirs.latent);
    EXPECT_NE(merged.favourites[1].id, "1");
    EXPECT_EQ(merged.favourites[1].image, "");
    const MergedFavourites again = merge_favourites(merged.favourites, {theirs});
    EXPECT_EQ(again.favourites.size(), 2u);
    EXPECT_EQ(again.added, 0u);
    EXPECT_EQ(again.here, 1u);
}

TEST(FavouriteMerge, TheSameNumbersOfAnotherModelAreAnotherFace) {
    Favourite theirs = face("2", 1);
    theirs.model_sha256 = std::string(64, 'b');
    EXPECT_EQ(merge_favourites({face("1", 1)}, {theirs}).added, 1u);
    theirs.model_sha256.clear();  // it does not say
    EXPECT_EQ(merge_favourites({face("1", 1)}, {theirs}).added, 0u);
}

TEST(FavouriteMerge, AFileThatComesTwiceChangesNothing) {
    std::vector<Favourite> theirs;
    theirs.reserve(50);
    for (int i = 0; i < 50; ++i) {
        const int pair = i / 2;
        theirs.push_back(face("t" + std::to_string(i), static_cast<float>(pair)));
    }
    const MergedFavourites once = merge_favourites({face("1", 1)}, theirs);
    EXPECT_EQ(once.added, 48u);  // two of the file's are the own one
    const MergedFavourites twice = merge_favourites(once.favourites, theirs);
    EXPECT_EQ(twice.favourites, once.favourites);
    EXPECT_EQ(twice.here, 50u);
    EXPECT_EQ(twice.fuller, 0u);
}

}  // namespace
}  // namespace progan
