// Where wrapped text breaks: Japanese and Chinese, which have no blanks, anywhere but before a sign that ends
// something and after one that begins something; Latin words among them at blanks or beside such text; and a
// number such as 0.5 not at its point.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace progan {

/// How many bytes of a text without line breaks stand in one line that may end anywhere.
using FittingBytes = std::function<std::size_t(std::string_view)>;

/// The text with a line break wherever it is to wrap. One in Latin letters alone, without a number that has a
/// point or a comma, comes back as it is: Dear ImGui breaks it as well.
std::string with_line_breaks(const std::string& text, const FittingBytes& fitting);

/// The same for the font in use and lines of so many pixels.
std::string with_line_breaks(const std::string& text, float width);
/// And for the place where text wraps now; as it is where none does.
std::string with_line_breaks(const std::string& text);

}  // namespace progan
