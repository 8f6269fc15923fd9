// The pickle reader against streams that Python's own pickle module writes, and against damage.
#include "core/import/pickle.h"

#include <gtest/gtest.h>

#include <random>
#include <span>
#include <string>

#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using namespace std::string_literals;
using test::error_of;
using Kind = Pickle::Kind;

/// The texts of a Pickle lie in its bytes: they must outlive it.
Pickle read(const std::string& bytes) {
    return Pickle(std::as_bytes(std::span(bytes)), "file.pkl");
}

// Python: pickle.dumps({"a": [1, -2, 2.5, None, True, "ü"], "b": (3, 2**40), "c": b"\x00\xff"}, protocol)
const std::string kProtocol0 =
    "(dp0\nVa\np1\n(lp2\nI1\naI-2\naF2.5\naNaI01\naV\xfc\np3\nasVb\np4\n(I3\nL1099511627776L\ntp5\nsVc\np6\n"
    "c_codecs\nencode\np7\n(V\\u0000\xff\np8\nVlatin1\np9\ntp10\nRp11\ns."s;
const std::string kProtocol4 =
    "\x80\x04\x95\x3e\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01"
    "a\x94]\x94(K\x01J\xfe\xff\xff\xffG@\x04\x00\x00\x00\x00\x00\x00N\x88\x8c\x02\xc3\xbc\x94"
    "e\x8c\x01"
    "b\x94K\x03\x8a\x06\x00\x00\x00\x00\x00\x01\x86\x94\x8c\x01"
    "c\x94"
    "C\x02\x00\xff\x94u."s;

TEST(PickleReader, ReadsValuesOfOldAndNewProtocols) {
    for (const std::string& bytes : {kProtocol0, kProtocol4}) {
        const Pickle pickle = read(bytes);
        EXPECT_EQ(pickle.size_in_bytes(), bytes.size());
        const auto list = pickle.children(pickle.find(pickle.root(), "a"));
        ASSERT_EQ(list.size(), 6u);
        EXPECT_EQ(pickle.integer(list[0]), 1);
        EXPECT_EQ(pickle.integer(list[1]), -2);
        EXPECT_EQ(pickle.number(list[2]), 2.5);
        EXPECT_TRUE(pickle.is(list[3], Kind::none));
        EXPECT_EQ(pickle.number(list[4]), 1);
        EXPECT_EQ(pickle.text(list[5]), "ü");
        const auto pair = pickle.children(pickle.find(pickle.root(), "b"));
        ASSERT_EQ(pair.size(), 2u);
        EXPECT_EQ(pickle.integer(pair[1]), std::int64_t{1} << 40);
        EXPECT_TRUE(pickle.is(pickle.find(pickle.root(), "missing"), Kind::none));
    }
    EXPECT_EQ(read(kProtocol4).text(read(kProtocol4).find(read(kProtocol4).root(), "c")), "\x00\xff"s);
}

TEST(PickleReader, RecordsCallsWithoutMakingThem) {
    // Python: class E: __reduce__ = lambda self: (os.system, ("touch owned",)); pickle.dumps(E(), 2)
    const std::string pickle_bytes =
        "\x80\x02"
        "cposix\nsystem\nq\x00X\x0b\x00\x00\x00touch ownedq\x01\x85q\x02Rq\x03."s;
    const Pickle pickle = read(pickle_bytes);
    EXPECT_TRUE(pickle.is(pickle.root(), Kind::object));
    EXPECT_EQ(pickle.callable(pickle.root()), "posix system");
    EXPECT_EQ(pickle.text(pickle.children(pickle.arguments(pickle.root()))[0]), "touch owned");
}

TEST(PickleReader, KeepsStatesAndItemsOfObjects) {
    // copyreg-style: an object with a state, and an OrderedDict with an item
    const std::string object_bytes =
        "\x80\x02"
        "cm\nC\n)\x81}U\x01kK\x07sb."s;
    const Pickle object = read(object_bytes);
    EXPECT_EQ(object.callable(object.root()), "m C");
    EXPECT_EQ(object.integer(object.find(object.root(), "k")), 7);
    const std::string ordered_bytes =
        "\x80\x02"
        "ccollections\nOrderedDict\n)RU\x01kK\x07s."s;
    const Pickle ordered = read(ordered_bytes);
    EXPECT_EQ(ordered.items(ordered.root()).size(), 2u);
    EXPECT_EQ(ordered.integer(ordered.find(ordered.root(), "k")), 7);
}

TEST(PickleReader, EveryTruncationIsRefused) {
    for (const std::string& whole : {kProtocol0, kProtocol4})
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string sentence = error_of([&] { read(whole.substr(0, size)); });
            EXPECT_EQ(sentence.rfind("file.pkl is not a complete pickle", 0), 0u) << size << ": " << sentence;
        }
}

TEST(PickleReader, RefusesWhatNoPicklerWrites) {
    for (const std::string& bytes :
         {"\x80\x09."s, "."s, "]t."s, "h\x05."s, "(K\x01u."s, "\xff."s, "e."s, "Ra."s, "X\xff\xff\xff\xff"s,
          "\x8e\xff\xff\xff\xff\xff\xff\xff\xff"s, "Ixyz\n."s, "\x97."s, "r\xff\xff\xff\xff."s})
        EXPECT_NE(error_of([&] { read(bytes); }), "no error") << testing::PrintToString(bytes);
}

TEST(PickleReader, TakesNoMoreMemoryThanItsBounds) {
    EXPECT_NE(error_of([&] { read(std::string(Pickle::kMaxValues + 10, ']') + "."); }).find("more than"),
              std::string::npos);
    EXPECT_NE(error_of([&] { read("N" + std::string(Pickle::kMaxChildren + 10, '2') + "."); }), "no error");
    EXPECT_NE(error_of([&] { read(std::string(Pickle::kMaxChildren + 10, '(') + "."); }), "no error");
}

/// What a pickle that was read holds to, whatever its bytes were.
void expect_consistent(const Pickle& pickle, std::size_t bytes) {
    ASSERT_LE(pickle.size_in_bytes(), bytes);
    ASSERT_LE(pickle.count(), Pickle::kMaxValues);
    ASSERT_LT(pickle.root(), pickle.count());
    for (Pickle::Id id = 0; id < pickle.count(); ++id) {
        for (const Pickle::Id child : pickle.children(id)) ASSERT_LT(child, pickle.count()) << id;
        if (pickle.is(id, Kind::dict)) {
            ASSERT_EQ(pickle.children(id).size() % 2, 0u) << id;
        }
        if (pickle.is(id, Kind::integer)) {
            ASSERT_TRUE(pickle.integer(id)) << id;
        }
        if (pickle.is(id, Kind::real)) {
            ASSERT_TRUE(pickle.number(id)) << id;
        }
    }
}

TEST(PickleReader, RandomDamageIsASentenceOrAPickleThatHoldsTogether) {
    std::mt19937 random(7);
    int pickles = 0, errors = 0;
    for (const std::string& whole : {kProtocol0, kProtocol4})
        for (int i = 0; i < 20000; ++i) {
            std::string bytes = whole;
            for (int flips = 0; flips < 3; ++flips)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            try {
                const Pickle pickle = read(bytes);
                ASSERT_NO_FATAL_FAILURE(expect_consistent(pickle, bytes.size()))
                    << testing::PrintToString(bytes);
                ++pickles;
            } catch (const Error& error) {
                ASSERT_EQ(std::string_view(error.what()).substr(0, 8), "file.pkl")
                    << testing::PrintToString(bytes);
                ++errors;
            }
        }
    EXPECT_GT(pickles, 0);  // harmless damage is read
    EXPECT_GT(errors, 0);
}

}  // namespace
}  // namespace progan
