// What libraries throw, as a sentence: the system's part of it as POSIX words it.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

#include "core/support/error.h"
#include "core/support/library_error.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

TEST(CurrentErrorSentence, HasNoMarksOfLibraries) {
    const auto sentence = [](const std::function<void()>& action) {
        try {
            action();
        } catch (...) {
            return current_error_sentence();
        }
        return std::string("nothing thrown");
    };
    const std::string name(300, 'a');
    EXPECT_EQ(sentence([&] { (void)fs::exists(name); }), name + " cannot be used: File name too long.");
    EXPECT_EQ(sentence([&] { fs::rename("none", "other"); }),
              "none cannot be used: No such file or directory.");
    EXPECT_EQ(
        sentence([] { throw std::runtime_error("[json.exception.type_error.302] type must be string"); }),
        "A text in JSON is not as it must be: type must be string.");
}

}  // namespace
}  // namespace progan
