#include "app/explorer/platform/font_file.h"

#include <stb_truetype.h>

#include <cstddef>

#include "core/files/atomic_file.h"

namespace progan {
namespace {

constexpr std::size_t kMaxFontBytes = 128u << 20;  // all of Chinese, Japanese and Korean take 20 MB
constexpr float kUsualLine = 1.2f;

}  // namespace

FontFile::FontFile(const std::filesystem::path& path, int index)
    : path_(path), index_(index), outlines_(std::make_unique<stbtt_fontinfo>()) {
    try {
        bytes_ = read_text_file(path, kMaxFontBytes);
    } catch (const std::exception&) {  // another font may do
        return;
    }
    const auto* data = reinterpret_cast<const unsigned char*>(bytes_.data());
    const int offset = bytes_.size() < 12 ? -1 : stbtt_GetFontOffsetForIndex(data, index);
    if (offset < 0 || stbtt_InitFont(outlines_.get(), data, offset) == 0) bytes_.clear();
}

FontFile::~FontFile() = default;

bool FontFile::holds(unsigned code_point) const {
    return !bytes_.empty() && stbtt_FindGlyphIndex(outlines_.get(), static_cast<int>(code_point)) != 0;
}

float FontFile::line_height() const {
    if (bytes_.empty()) return kUsualLine;
    int ascent = 0, descent = 0, gap = 0;
    stbtt_GetFontVMetrics(outlines_.get(), &ascent, &descent, &gap);
    const float height =
        static_cast<float>(ascent - descent) * stbtt_ScaleForMappingEmToPixels(outlines_.get(), 1);
    return height > kUsualLine / 2 && height < kUsualLine * 2 ? height : kUsualLine;
}

}  // namespace progan
