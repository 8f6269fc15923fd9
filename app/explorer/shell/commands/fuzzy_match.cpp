#include "app/explorer/shell/commands/fuzzy_match.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "core/support/text.h"

namespace progan {
namespace {

constexpr int kLetter = 1, kFollows = 6, kBeginsWord = 8, kBeginsText = 4;
constexpr int kNone = -1'000'000;

bool begins_word(std::string_view text, std::size_t at) {
    return at == 0 || (std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0 &&
                       static_cast<unsigned char>(text[at - 1]) < 0x80);
}

}  // namespace

/// The best way to place the letters, by dynamic programming: best[j] is the score of the letters so far with
/// the last of them at j.
std::optional<int> fuzzy_match(std::string_view query, std::string_view text) {
    std::string letters = to_lower(query);
    std::erase(letters, ' ');
    if (letters.empty()) return 0;
    const std::string lower = to_lower(text);
    std::vector<int> best(text.size(), kNone);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        std::vector<int> next(text.size(), kNone);
        int before = i == 0 ? 0 : kNone;  // the best of all places left of the one before j
        for (std::size_t j = 0; j < text.size(); ++j) {
            const int follows = i > 0 && j > 0 && best[j - 1] > kNone ? best[j - 1] + kFollows : kNone;
            if (lower[j] == letters[i] && std::max(before, follows) > kNone)
                next[j] = std::max(before, follows) + kLetter + (begins_word(text, j) ? kBeginsWord : 0) +
                          (j == 0 ? kBeginsText : 0);
            if (i > 0) before = std::max(before, best[j]);
        }
        best = std::move(next);
    }
    const auto found = std::max_element(best.begin(), best.end());
    if (found == best.end() || *found <= kNone) return std::nullopt;
    return *found * 16 - static_cast<int>(std::min<std::size_t>(text.size(), 60));
}

}  // namespace progan
