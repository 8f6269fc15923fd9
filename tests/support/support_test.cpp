#include <gtest/gtest.h>

#include <new>
#include <vector>

#include "core/files/sha256.h"
#include "core/support/error.h"
#include "core/support/fnv1a.h"
#include "core/support/library_error.h"
#include "core/support/text.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::sentence_of;

std::string sha256_of(const std::string& text) {
    return sha256_hex(std::as_bytes(std::span(text)));
}

TEST(BytesText, IsWhatAFileManagerShows) {
    EXPECT_EQ(bytes_text(1), "1 byte");
    EXPECT_EQ(bytes_text(12), "12 bytes");
    EXPECT_EQ(bytes_text(999.6), "1 kB");
    EXPECT_EQ(bytes_text(64'100), "64 kB");
    EXPECT_EQ(bytes_text(3'210'000), "3.2 MB");
    EXPECT_EQ(bytes_text(2.5e9), "2.5 GB");
}

TEST(Thousands, AreParted) {
    EXPECT_EQ(thousands(0), "0");
    EXPECT_EQ(thousands(999), "999");
    EXPECT_EQ(thousands(1000), "1,000");
    EXPECT_EQ(thousands(1234567), "1,234,567");
    EXPECT_EQ(thousands(-100), "-100");
    EXPECT_EQ(thousands(-1234), "-1,234");
}

TEST(Sha256, EqualsTheVectorsOfItsStandard) {  // FIPS 180-2, appendix B
    EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_of(std::string(1000000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Fnv1a, EqualsThePublishedVectors) {
    const auto of = [](std::string_view text) {
        Fnv1a mark;
        for (const char letter : text) mark.add(static_cast<unsigned char>(letter));
        return mark.value();
    };
    EXPECT_EQ(of(""), 0xcbf29ce484222325u);
    EXPECT_EQ(of("a"), 0xaf63dc4c8601ec8cu);
    EXPECT_EQ(of("foobar"), 0x85944171f73967e8u);
}

TEST(Fnv1a, TakesNumbersFromTheirLowestPartOn) {
    Fnv1a bytes, parts, whole;
    for (const unsigned byte : {0x04u, 0x03u, 0x02u, 0x01u}) bytes.add(byte);
    parts.add_bits(0x01020304, 32, 8);
    whole.add_bits(0x01020304, 32, 32);
    EXPECT_EQ(parts.value(), bytes.value());
    EXPECT_NE(parts.value(), whole.value());
}

TEST(CurrentErrorSentence, HoldsForEveryTypeOfException) {
    EXPECT_EQ(sentence_of([] { throw Error("The file is broken."); }), "The file is broken.");
    EXPECT_EQ(sentence_of([] { throw std::runtime_error("other"); }), "The program stopped with \"other\".");
    EXPECT_EQ(sentence_of([] { (void)std::string("a").substr(2); }).find("The program stopped with \"basic"),
              0u);
    EXPECT_EQ(sentence_of([] { throw std::system_error(ENOSPC, std::generic_category(), "write"); }),
              "A system call failed: No space left on device.");
    EXPECT_FALSE(sentence_of([] { throw std::bad_alloc(); }).empty());
    EXPECT_FALSE(sentence_of([] { throw 7; }).empty());
}

TEST(LibrarySentence, QuotesWhatIsNoSentenceAndKeepsOurs) {
    EXPECT_EQ(library_sentence("LibTorch", "A batch of 3 cannot be shared by 2 processes."),
              "A batch of 3 cannot be shared by 2 processes.");
    EXPECT_EQ(
        library_sentence("LibTorch", "CUDA error: no kernel image is available\nException raised from x"),
        "LibTorch stopped with \"CUDA error: no kernel image is available\".");
    EXPECT_EQ(library_sentence("LibTorch",
                               "[enforce fail at alloc_cpu.cpp:75] . DefaultCPUAllocator: can't allocate "
                               "memory: you tried to allocate 8 bytes."),
              "Not enough memory.");
    EXPECT_EQ(
        library_sentence("LibTorch", "[enforce fail at inline_container.cc:88] . PytorchStreamReader failed"),
        "LibTorch stopped with \"PytorchStreamReader failed\".");
    EXPECT_EQ(library_sentence("LibTorch", "[x] "), "LibTorch stopped with \"\".");
}

TEST(Printable, HasNothingThatATerminalObeys) {
    EXPECT_EQ(printable("M\xc3\xbcller \xe9\xa1\x94.png"), "M\xc3\xbcller \xe9\xa1\x94.png");
    EXPECT_EQ(printable("a\x1b[2Jb\n\x7f\xff"), "a?[2Jb???");
    EXPECT_EQ(printable(std::string(200, 'x')), std::string(200, 'x'));
    EXPECT_EQ(printable(""), "");
}

}  // namespace
}  // namespace progan
