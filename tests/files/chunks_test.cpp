// The chunks of PNGs and the blocks of GIFs, in files written by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/files/gif_blocks.h"
#include "core/files/png_chunks.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

/// A chunk that says it has `length` bytes of data, whatever it has; its checksum is nonsense.
std::string chunk(const std::string& type, const std::string& data, std::uint32_t length) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(length >> shift & 255);
    return bytes + type + data + "SUM!";
}

std::vector<PngChunk> chunks_of(const std::string& png, std::size_t at_most = 100) {
    std::vector<PngChunk> chunks;
    for_each_png_chunk(
        png.size(),
        [&](std::uint64_t at, std::span<std::byte> into) {
            const auto bytes = std::as_bytes(std::span(png)).subspan(at, into.size());
            std::copy(bytes.begin(), bytes.end(), into.begin());
        },
        [&](const PngChunk& found) {
            chunks.push_back(found);
            return chunks.size() < at_most;
        });
    return chunks;
}

const std::string kStart = "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, 'h'), 13);

TEST(PngChunksTest, EachIsVisitedInItsOrderUntilTheVisitorHasEnough) {
    const std::string png = kStart + chunk("tEXt", "abc", 3) + chunk("IEND", "", 0);
    const std::vector<PngChunk> chunks = chunks_of(png);
    ASSERT_EQ(chunks.size(), 3u);
    EXPECT_EQ(chunks[0].type(), "IHDR");
    EXPECT_EQ(chunks[0].at + chunks[0].whole(), kPngHeaderEnd);
    EXPECT_EQ(chunks[1].type(), "tEXt");
    EXPECT_EQ(png.substr(chunks[1].data_at(), chunks[1].length), "abc");
    EXPECT_EQ(chunks[2].at + chunks[2].whole(), png.size());
    EXPECT_EQ(chunks_of(png, 1).size(), 1u);
}

TEST(PngChunksTest, AChunkThatIsLongerThanTheFileIsNotVisited) {
    for (const std::uint32_t length : {4u, 0x7fffffffu, 0xffffffffu})
        EXPECT_EQ(chunks_of(kStart + chunk("tEXt", "abc", length)).size(), 1u) << length;
    for (std::size_t bytes = 0; bytes < kPngHeaderEnd; ++bytes)
        EXPECT_TRUE(chunks_of(kStart.substr(0, bytes)).empty()) << bytes;
}

class GifBlocksTest : public test::InTemporaryFolder {
  protected:
    /// A GIF without pictures.
    std::filesystem::path gif(const std::string& blocks) const {
        std::filesystem::path path = folder_ / "a.gif";
        write_file_atomically(path, "GIF89a" + std::string(7, '\0') + blocks + kGifTrailer);
        return path;
    }
};

TEST_F(GifBlocksTest, ACommentOfManySubBlocksIsReadBack) {
    for (const std::size_t length : {0u, 1u, 250u, 251u, 255u, 256u, 5000u}) {
        const std::string text = "mark" + std::string(length, 'x');
        EXPECT_EQ(gif_comment(gif(gif_comment_block(text)), "mark", 10000), text) << length;
    }
}

TEST_F(GifBlocksTest, OtherCommentsArePassedOver) {
    const std::string other = gif_comment_block("by another program" + std::string(400, 'y'));
    EXPECT_EQ(gif_comment(gif(other), "mark", 100), std::nullopt);
    EXPECT_EQ(gif_comment(gif(other + gif_comment_block("mark!")), "mark", 100), "mark!");
}

TEST_F(GifBlocksTest, OfTooLongACommentAsMuchIsReadAsShowsIt) {
    const std::optional<std::string> text =
        gif_comment(gif(gif_comment_block("mark" + std::string(100'000, 'x'))), "mark", 1000);
    ASSERT_TRUE(text);
    EXPECT_GT(text->size(), 1000u);
    EXPECT_LT(text->size(), 1000u + 256u);
}

TEST_F(GifBlocksTest, ADamagedFileIsNamed) {
    const std::string whole = "GIF89a" + std::string(7, '\0') + gif_comment_block("other");
    const std::filesystem::path path = folder_ / "damaged.gif";
    for (std::size_t bytes = 6; bytes <= whole.size(); ++bytes) {
        write_file_atomically(path, whole.substr(0, bytes));
        EXPECT_EQ(test::error_of([&] { (void)gif_comment(path, "mark", 100); }),
                  path.string() + " is a damaged or truncated GIF.")
            << bytes;
    }
}

}  // namespace
}  // namespace progan
