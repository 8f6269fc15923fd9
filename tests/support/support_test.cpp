#include <gtest/gtest.h>
#include <optional>
#include <vector>

#include <cstdlib>
#include <fstream>
#include <new>

#include "core/files/sha256.h"
#include "core/support/error.h"
#include "core/support/fnv1a.h"
#include "core/support/library_error.h"
#include "core/support/paths.h"
#include "core/support/text.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

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
    const auto sentence = [](const std::function<void()>& action) {
        try {
            action();
        } catch (...) {
            return current_error_sentence();
        }
        return std::string("nothing thrown");
    };
    EXPECT_EQ(sentence([] { throw Error("The file is broken."); }), "The file is broken.");
    EXPECT_EQ(sentence([] { throw std::runtime_error("other"); }), "The program stopped with \"other\".");
    EXPECT_EQ(sentence([] { (void)std::string("a").substr(2); }).find("The program stopped with \"basic"),
              0u);
    EXPECT_EQ(sentence([] { throw std::system_error(ENOSPC, std::generic_category(), "write"); }),
              "The system refused: No space left on device.");
    EXPECT_FALSE(sentence([] { throw std::bad_alloc(); }).empty());
    EXPECT_FALSE(sentence([] { throw 7; }).empty());
}

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

class Paths : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        for (const char* name : {"HOME", "XDG_DATA_HOME", "PROGAN_TORCH_LIBRARY"}) {
            const char* value = std::getenv(name);
            before_.emplace_back(name, value ? std::optional<std::string>(value) : std::nullopt);
        }
    }
    void TearDown() override {
        for (const auto& [name, value] : before_)
            value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
        InTemporaryFolder::TearDown();
    }

  private:
    std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

TEST_F(Paths, DataDirFollowsTheXdgRules) {
    setenv("HOME", (folder_ / "home").c_str(), 1);
    setenv("XDG_DATA_HOME", (folder_ / "data").c_str(), 1);
    EXPECT_EQ(data_dir(folder_ / "named"), folder_ / "named");
    EXPECT_EQ(data_dir(""), folder_ / "data/progan-explorer");
    EXPECT_TRUE(fs::is_directory(folder_ / "data/progan-explorer"));
    setenv("XDG_DATA_HOME", "relative", 1);  // to be ignored, says the specification
    EXPECT_EQ(data_dir(""), folder_ / "home/.local/share/progan-explorer");
    unsetenv("XDG_DATA_HOME");
    EXPECT_EQ(data_dir(""), folder_ / "home/.local/share/progan-explorer");
    unsetenv("HOME");
    EXPECT_NE(test::error_of([] { data_dir(""); }).find("--data-dir"), std::string::npos);
}

TEST_F(Paths, AFileInTheWayOfTheDataDirIsNamed) {
    std::ofstream(folder_ / "file") << "x";
    EXPECT_NE(test::error_of([&] { data_dir(folder_ / "file"); }).find((folder_ / "file").string()),
              std::string::npos);
}

TEST_F(Paths, ResourcesAreFoundOrThePlacesThatWereTriedAreNamed) {
    EXPECT_TRUE(fs::exists(default_model_path()));
    const std::string error = test::error_of([] { find_resource("models/none.safetensors"); });
    EXPECT_NE(error.find("share/progan-explorer/models/none.safetensors"), std::string::npos) << error;
    EXPECT_EQ(program_path().filename(), "test_support");
}

TEST_F(Paths, TheTorchLibraryCanBeNamed) {
    setenv("PROGAN_TORCH_LIBRARY", "/elsewhere/libprogan_torch.so", 1);
    EXPECT_EQ(find_torch_library(), "/elsewhere/libprogan_torch.so");
}

}  // namespace
}  // namespace progan
