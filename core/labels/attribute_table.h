// What a CSV file says of a folder of pictures: which pictures, and their attributes. Plain values; any
// thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace progan {

/// A column of the file.
struct Attribute {
    std::string column;
    bool two_valued = false;     ///< -1 and 1 in `values`
    std::string low, high;       ///< the texts of the two values if they are not numbers, otherwise empty
    std::vector<double> values;  ///< one per picture; NaN: not labelled, or it does not apply

    std::size_t labelled() const;
};

struct AttributeTable {
    std::vector<std::filesystem::path> pictures;  ///< in the order of the file
    std::vector<Attribute> attributes;            ///< as they were asked for, or in the order of the columns
    std::size_t missing = 0;          ///< lines that were skipped because their picture is not there
    std::vector<std::string> unused;  ///< a sentence for each column that cannot be learned from
};

struct AttributeTableOptions {
    std::vector<std::string> attributes{};  ///< names of columns; empty: all that can be learned from
    bool skip_missing = false;              ///< leave out lines whose picture is not there
    std::size_t most_pictures = 20'000;     ///< of more lines, these many are taken, evenly spread
};

/// An attribute is learned from no fewer labelled pictures, and of two values from no fewer of each than a
/// quarter of that.
inline constexpr std::size_t kMinLabelled = 40;

/// Reads a CSV file (core/files/csv.h). Its first column is the picture's path below `folder`; each other one
/// is an attribute: numbers, or two different texts, of which the one that comes first in the alphabet is
/// low. An empty value, "NA" or "NaN" means not labelled. Throws Error naming the file, the line, what was
/// found and what was needed if a picture is not there or named twice, an attribute is not a column or asked
/// for twice, a column has some values that are no numbers, or too little is left to learn from.
AttributeTable read_attribute_table(const std::filesystem::path& csv, const std::filesystem::path& folder,
                                    const AttributeTableOptions& options);

/// "mouth_open" as a person writes it: "Mouth open".
std::string humanised(std::string_view column);

}  // namespace progan
