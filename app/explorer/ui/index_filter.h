// The text with which a person picks sliders: "12", "3, 10-20" or nothing for all.
#pragma once

#include <cstddef>
#include <string_view>

namespace progan {

/// True if `index` is named by the text. An empty text names all; a word that is no number or range names
/// none.
bool index_passes(std::string_view text, std::size_t index);

}  // namespace progan
