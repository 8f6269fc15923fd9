// What libraries throw, as a sentence: the system's part of it as POSIX words it.
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::sentence_of;
namespace fs = std::filesystem;

TEST(CurrentErrorSentence, HasNoMarksOfLibraries) {
    const std::string name(300, 'a');
    EXPECT_EQ(sentence_of([&] { (void)fs::exists(name); }), name + " cannot be used: File name too long.");
    EXPECT_EQ(sentence_of([&] { fs::rename("none", "other"); }),
              "none cannot be used: No such file or directory.");
    EXPECT_EQ(
        sentence_of([] { throw std::runtime_error("[json.exception.type_error.302] type must be string"); }),
        "A JSON document is not as expected: type must be string.");
}

}  // namespace
}  // namespace progan
