// How well a name answers what was typed, for the command palette.
#pragma once

#include <optional>
#include <string_view>

namespace progan {

/// The letters of `query`, blanks left out and case ignored, must come in `text` in their order. Higher is
/// better: letters that follow each other, begin a word, or begin the text count more, and short texts a
/// little. Nothing if they do not all come. An empty query matches everything with 0.
std::optional<int> fuzzy_match(std::string_view query, std::string_view text);

}  // namespace progan
