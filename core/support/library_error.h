// What libraries say of their failures, as sentences.
#pragma once

#include <string>
#include <string_view>

namespace progan {

/// A sentence of ours that came through the library as it is; another's first line without its marks, in
/// quotation marks; a lack of memory plainly. LibTorch's messages are followed by a stack trace.
std::string library_sentence(std::string_view library, std::string_view text);

}  // namespace progan
