// "1 picture", "2 pictures": a number with what it counts, in English. Texts of the window go through
// tr_plural() (translate.h), since other languages have other forms.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace progan {

template <class Number>
std::string counted(Number count, std::string_view one, std::string_view several) {
    return fmt::format("{} {}", count, count == Number{1} ? one : several);
}

}  // namespace progan
