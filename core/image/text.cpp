#include "core/image/text.h"

#include <stb/stb_truetype.h>

#include <cmath>
#include <cstdint>

#include "core/files/atomic_file.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kMaxFontBytes = std::size_t{64} << 20;
constexpr int kInk = 0x30;  // gray, on any background
constexpr char32_t kReplacement = 0xFFFD;

/// Removes one code point from the front of the text.
char32_t take_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0x80    ? 1
                               : first >= 0xF0 ? 4
                               : first >= 0xE0 ? 3
                               : first >= 0xC2 ? 2
                                               : 0;
    if (length == 0 || length > text.size()) {
        text.remove_prefix(1);
        return kReplacement;
    }
    char32_t code = length == 1 ? first : first & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0u) != 0x80u) {
            text.remove_prefix(1);
            return kReplacement;
        }
        code = code << 6 | (next & 0x3Fu);
    }
    text.remove_prefix(length);
    return code;
}

}  // namespace

struct TextPainter::Font {
    std::string bytes;
    stbtt_fontinfo info{};
    float scale = 1;
    int baseline = 0;

    /// Calls glyph(index, pen position) for each character; returns where the pen ends.
    template <typename Visit>
    float walk(std::string_view text, Visit visit) const {
        float pen = 0;
        int before = 0;
        while (!text.empty()) {
            const int glyph = stbtt_FindGlyphIndex(&info, static_cast<int>(take_code_point(text)));
            if (before != 0)
                pen += scale * static_cast<float>(stbtt_GetGlyphKernAdvance(&info, before, glyph));
            visit(glyph, pen);
            int advance = 0, bearing = 0;
            stbtt_GetGlyphHMetrics(&info, glyph, &advance, &bearing);
            pen += scale * static_cast<float>(advance);
            before = glyph;
        }
        return pen;
    }
};

TextPainter::TextPainter(int height) : font_(std::make_unique<Font>()) {
    const std::string file = PROGAN_FONT_FILE;
    font_->bytes = read_text_file(file, kMaxFontBytes);
    const auto* data = reinterpret_cast<const unsigned char*>(font_->bytes.data());
    const int offset = stbtt_GetFontOffsetForIndex(data, 0);
    if (offset < 0 || !stbtt_InitFont(&font_->info, data, offset)) throw Error("{} is not a font.", file);
    font_->scale = stbtt_ScaleForPixelHeight(&font_->info, static_cast<float>(height));
    int ascent = 0, descent = 0, gap = 0;
    stbtt_GetFontVMetrics(&font_->info, &ascent, &descent, &gap);
    font_->baseline = static_cast<int>(std::lround(font_->scale * static_cast<float>(ascent)));
}

TextPainter::~TextPainter() = default;

int TextPainter::width(std::string_view text) const {
    return static_cast<int>(std::ceil(font_->walk(text, [](int, float) {})));
}

std::string TextPainter::fit(std::string_view text, int width_limit) const {
    if (width(text) <= width_limit) return std::string(text);
    while (!text.empty()) {
        std::size_t last = text.size() - 1;  // where the last character starts
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0u) == 0x80u) --last;
        text = text.substr(0, last);
        if (width(std::string(text) + "...") <= width_limit) break;
    }
    return std::string(text) + "...";
}

void TextPainter::draw(Image& image, int x, int y, std::string_view text) const {
    font_->walk(text, [&](int glyph, float pen) {
        int width = 0, height = 0, left = 0, top = 0;
        const float fraction = pen - std::floor(pen);
        unsigned char* coverage = stbtt_GetGlyphBitmapSubpixel(
            &font_->info, font_->scale, font_->scale, fraction, 0, glyph, &width, &height, &left, &top);
        if (coverage == nullptr) return;
        for (int row = 0; row < height; ++row)
            for (int column = 0; column < width; ++column) {
                const int px = x + static_cast<int>(std::floor(pen)) + left + column;
                const int py = y + font_->baseline + top + row;
                if (px < 0 || py < 0 || px >= image.width || py >= image.height) continue;
                const int cover = coverage[row * width + column];
                std::uint8_t* pixel =
                    image.rgb.data() + (static_cast<std::size_t>(py) * static_cast<std::size_t>(image.width) +
                                        static_cast<std::size_t>(px)) *
                                           3;
                for (int c = 0; c < 3; ++c)
                    pixel[c] =
                        static_cast<std::uint8_t>((pixel[c] * (255 - cover) + kInk * cover + 127) / 255);
            }
        stbtt_FreeBitmap(coverage, nullptr);
    });
}

}  // namespace progan
