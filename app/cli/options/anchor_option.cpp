#include "app/cli/options/anchor_option.h"

#include <charconv>

#include "app/cli/command.h"

namespace progan::cli {

FaceAnchors parse_anchors(const std::string& text) {
    double numbers[6] = {};
    const char *at = text.data(), *end = at + text.size();
    bool valid = true;
    for (int i = 0; i < 6 && valid; ++i) {
        const auto [next, error] = std::from_chars(at, end, numbers[i]);
        valid = error == std::errc() && (i == 5 ? next == end : next != end && *next == ',');
        at = next + 1;
    }
    if (!valid)
        throw UsageError("\"{}\" is not X,Y,X,Y,X,Y: the left eye, the right eye and the mouth, in pixels.",
                         text);
    return {{numbers[0], numbers[1]}, {numbers[2], numbers[3]}, {numbers[4], numbers[5]}};
}

}  // namespace progan::cli
