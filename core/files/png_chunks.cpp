#include "core/files/png_chunks.h"

#include <algorithm>

namespace progan {

void for_each_png_chunk(std::uint64_t size, const ReadPng& read,
                        const std::function<bool(const PngChunk&)>& visit) {
    for (std::uint64_t at = kPngSignature; at + kAroundPngData <= size;) {
        std::array<std::byte, 8> head{};
        read(at, head);
        PngChunk chunk;
        chunk.at = at;
        for (std::size_t i = 0; i < 4; ++i)
            chunk.length = chunk.length << 8 | std::to_integer<unsigned>(head[i]);
        std::transform(head.begin() + 4, head.end(), chunk.type_letters.begin(),
                       [](std::byte letter) { return static_cast<char>(letter); });
        if (at + chunk.whole() > size || !visit(chunk)) return;
        at += chunk.whole();
    }
}

}  // namespace progan
