#include "core/image/contact_sheet.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/image/text.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 30;
constexpr int kMinCaption = 11;  // pixels per line; smaller text is unreadable

struct Cells {
    int columns, rows, width, height, caption_height, gap;

    int x(int index) const { return (index % columns) * (width + gap); }
    int y(int index) const { return (index / columns) * (height + caption_height + gap); }
};

Cells lay_out(std::span<const Image> images, const ContactSheetOptions& options) {
    const int count = static_cast<int>(images.size());
    Cells cells{};
    cells.columns = options.columns > 0 ? std::min(options.columns, count)
                                        : static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
    cells.rows = (count + cells.columns - 1) / cells.columns;
    cells.gap = std::max(options.gap, 0);
    for (const Image& image : images) {
        cells.width = std::max(cells.width, image.width);
        cells.height = std::max(cells.height, image.height);
    }
    if (!options.captions.empty()) cells.caption_height = std::max(kMinCaption, cells.height / 8) + 4;
    return cells;
}

Image white(std::int64_t width, std::int64_t height) {
    if (width * height * 3 > static_cast<std::int64_t>(kMaxBytes))
        throw Error("A sheet of {} x {} pixels is too large. Use fewer or smaller pictures.", width, height);
    Image sheet(static_cast<int>(width), static_cast<int>(height));
    std::fill(sheet.rgb.begin(), sheet.rgb.end(), std::uint8_t{255});
    return sheet;
}

void paste(Image& sheet, const Image& image, int x, int y) {
    const auto row_bytes = static_cast<std::size_t>(image.width) * 3;
    for (int row = 0; row < image.height; ++row) {
        const std::uint8_t* from = image.rgb.data() + static_cast<std::size_t>(row) * row_bytes;
        const std::size_t to = (static_cast<std::size_t>(y + row) * static_cast<std::size_t>(sheet.width) +
                                static_cast<std::size_t>(x)) *
                               3;
        std::copy_n(from, row_bytes, sheet.rgb.begin() + static_cast<std::ptrdiff_t>(to));
    }
}

}  // namespace

Image contact_sheet(std::span<const Image> images, const ContactSheetOptions& options) {
    if (images.empty()) throw Error("A sheet needs at least one picture.");
    if (!options.captions.empty() && options.captions.size() != images.size())
        throw Error("A sheet of {} pictures needs a caption for each, not {}.", images.size(),
                    options.captions.size());
    const Cells cells = lay_out(images, options);
    const std::int64_t width = std::int64_t{cells.columns} * (cells.width + cells.gap) - cells.gap;
    const std::int64_t height =
        std::int64_t{cells.rows} * (cells.height + cells.caption_height + cells.gap) - cells.gap;
    Image sheet = white(width, height);
    std::optional<TextPainter> painter;
    if (!options.captions.empty()) painter.emplace(cells.caption_height - 4);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const int x = cells.x(static_cast<int>(i)), y = cells.y(static_cast<int>(i));
        paste(sheet, images[i], x + (cells.width - images[i].width) / 2,
              y + (cells.height - images[i].height) / 2);
        if (!painter) continue;
        const std::string caption = painter->fit(options.captions[i], cells.width);
        painter->draw(sheet, x + (cells.width - painter->width(caption)) / 2, y + cells.height + 2, caption);
    }
    return sheet;
}

}  // namespace progan
