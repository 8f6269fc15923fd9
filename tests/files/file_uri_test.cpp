#include "core/files/file_uri.h"

#include <gtest/gtest.h>

namespace progan {
namespace {

TEST(FileUri, NamesOfAnyBytesAreAddressesAndComeBack) {
    EXPECT_EQ(file_uri("/a b/ü,%.png"), "file:///a%20b/%C3%BC%2C%25.png");
    for (const std::string path : {"/a b/ü,%.png", "/x\xff\xfe\n.pth", "/%41", "/"})
        EXPECT_EQ(path_of_uri(file_uri(path)), path);
    EXPECT_EQ(path_of_uri("file://host/a%20b"), "/a b");
    EXPECT_EQ(path_of_uri("/a%20b"), "");
    EXPECT_EQ(path_of_uri("file://host"), "");
}

TEST(FileUri, InJsonAPathIsItselfWhereItCanBe) {
    for (const std::string path : {"", "/a b/ü,%41.png", "~/faces", "relative\xff"}) {
        EXPECT_EQ(path_for_json(path), path);
        EXPECT_EQ(path_from_json(path), path);
    }
    EXPECT_EQ(path_for_json("/x\xff%.pth"), "file:///x%FF%25.pth");
    EXPECT_EQ(path_from_json("file:///x%FF%25.pth"), "/x\xff%.pth");
}

}  // namespace
}  // namespace progan
