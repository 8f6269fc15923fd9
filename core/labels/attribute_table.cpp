#include "core/labels/attribute_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/files/atomic_file.h"
#include "core/files/csv.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxColumnsTold = 60;
constexpr double kNotLabelled = std::numeric_limits<double>::quiet_NaN();

bool is_missing(std::string_view text) {
    return text.empty() || text == "NA" || text == "NaN" || text == "nan";
}

std::optional<double> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// Keeps all, or `most` of them, evenly spread.
template <typename Value>
void thin_out(std::vector<Value>& values, std::size_t most) {
    if (values.size() <= most) return;
    std::vector<Value> kept;
    for (std::size_t i = 0; i < most; ++i) kept.push_back(std::move(values[i * values.size() / most]));
    values = std::move(kept);
}

/// A column while it is read: numbers as they are, and texts by their first two.
class Column {
  public:
    explicit Column(std::string name) { attribute_.column = std::move(name); }

    void add(const std::string& text, const CsvReader& reader) {
        if (is_missing(text)) {
            attribute_.values.push_back(kNotLabelled);
            return;
        }
        const std::optional<double> value = number(text);
        if (value) {
            ++numbers_;
            attribute_.values.push_back(*value);
            return;
        }
        if (first_text_.empty()) first_text_ = fmt::format("{} contains {}", reader.where(), quote(text));
        ++texts_;
        const auto known = std::find(words_.begin(), words_.end(), text);
        attribute_.values.push_back(static_cast<double>(known - words_.begin()));
        if (known == words_.end() && words_.size() < 3) words_.push_back(text);
    }

    /// Keeps at most `most` values. Returns nothing if they can be learned from; otherwise why not.
    std::string finish(const std::string& file, std::size_t most) {
        thin_out(attribute_.values, most);
        const std::string name = quote(attribute_.column);
        if (numbers_ > 0 && texts_ > 0) {
            std::string sentence = fmt::format(
                "{} in the column {}, where only numbers and empty cells are allowed.", first_text_, name);
            if (numbers_ >= texts_) throw Error("{}", sentence);
            return sentence;
        }
        if (words_.size() > 2)
            return fmt::format(
                "{}: the column {} contains more than two texts, such as {}, {} and {}, but numbers "
                "or two texts are needed.",
                file, name, quote(words_[0]), quote(words_[1]), quote(words_[2]));
        const std::size_t labelled = attribute_.labelled();
        if (labelled < kMinLabelled)
            return fmt::format("{}: the column {} labels {}, but at least {} are needed.", file, name,
                               counted(labelled, "picture", "pictures"), kMinLabelled);
        double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
        for (const double value : attribute_.values) {  // NaN is neither
            if (value < lowest) lowest = value;
            if (value > highest) highest = value;
        }
        if (lowest == highest)
            return fmt::format(
                "{}: the column {} has the same value everywhere, but different values are needed.", file,
                name);
        if (!words_.empty())
            take_words();
        else if (std::all_of(attribute_.values.begin(), attribute_.values.end(), [&](double value) {
                     return std::isnan(value) || value == lowest || value == highest;
                 }))
            make_two_valued(lowest);
        const auto rarer = static_cast<std::size_t>(
            std::min(std::count(attribute_.values.begin(), attribute_.values.end(), -1.0),
                     std::count(attribute_.values.begin(), attribute_.values.end(), 1.0)));
        if (attribute_.two_valued && rarer < kMinLabelled / 4)
            return fmt::format(
                "{}: the column {} has only {} of its rarer value, but at least {} are needed.", file, name,
                counted(rarer, "picture", "pictures"), kMinLabelled / 4);
        return {};
    }

    Attribute take() { return std::move(attribute_); }

  private:
    void take_words() {
        const bool in_order = words_[0] < words_[1];
        attribute_.low = words_[in_order ? 0 : 1];
        attribute_.high = words_[in_order ? 1 : 0];
        make_two_valued(in_order ? 0 : 1);
    }

    void make_two_valued(double low) {
        attribute_.two_valued = true;
        for (double& value : attribute_.values)
            if (!std::isnan(value)) value = value == low ? -1 : 1;
    }

    Attribute attribute_;
    std::size_t numbers_ = 0, texts_ = 0;
    std::vector<std::string> words_;  ///< up to three different texts
    std::string first_text_;          ///< where one was found
};

/// For each wanted attribute the index of its column.
std::vector<std::size_t> wanted_columns(const std::vector<std::string>& columns, const std::string& file,
                                        const std::vector<std::string>& wanted) {
    std::vector<std::size_t> indices;
    for (const std::string& name : wanted) {
        const auto found = std::find(columns.begin() + 1, columns.end(), name);
        if (found == columns.end()) {
            std::string known;
            for (std::size_t i = 1; i < columns.size() && i <= kMaxColumnsTold; ++i)
                known += (i > 1 ? ", " : "") + columns[i];
            if (known.empty())
                throw Error("{} has no attribute {}: its only column is {}.", file, quote(name),
                            quote(columns[0]));
            throw Error("{} has no attribute {}, but has {}.", file, quote(name), known);
        }
        const auto index = static_cast<std::size_t>(found - columns.begin());
        if (std::find(indices.begin(), indices.end(), index) != indices.end())
            throw Error("The attribute {} is named twice, but each may be learned only once.", quote(name));
        indices.push_back(index);
    }
    if (wanted.empty())
        for (std::size_t i = 1; i < columns.size(); ++i) indices.push_back(i);
    return indices;
}

bool is_below(const fs::path& relative) {
    const fs::path normal = relative.lexically_normal();
    return !normal.empty() && normal.is_relative() && *normal.begin() != "..";
}

/// The lines' pictures, each once and there.
class Pictures {
  public:
    Pictures(fs::path folder, bool skip_missing) : folder_(std::move(folder)), skip_missing_(skip_missing) {}

    /// False if the line is to be left out.
    bool add(const std::string& name, const CsvReader& reader) {
        const fs::path relative = fs::path(name).lexically_normal();
        if (const auto [earlier, is_new] = lines_.emplace(relative.string(), reader.line()); !is_new)
            throw Error("{} names the picture {}, as line {} does, but each may have only one line.",
                        reader.where(), quote(name), earlier->second);
        std::error_code ignored;
        if (is_below(relative) && fs::is_regular_file(folder_ / relative, ignored)) {
            found_.push_back(folder_ / relative);
            return true;
        }
        if (!skip_missing_)
            throw Error("{} names the picture {}, but {} contains none of that name.", reader.where(),
                        quote(name), folder_.string());
        ++missing_;
        return false;
    }

    std::vector<fs::path> take() { return std::move(found_); }
    std::size_t missing() const { return missing_; }

  private:
    fs::path folder_;
    bool skip_missing_;
    std::map<std::string, std::size_t> lines_;
    std::vector<fs::path> found_;
    std::size_t missing_ = 0;
};

}  // namespace

std::size_t Attribute::labelled() const {
    return static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
}

AttributeTable read_attribute_table(const fs::path& csv, const fs::path& folder,
                                    const AttributeTableOptions& options) {
    const std::string file = csv.string(), text = read_text_file(csv, kMaxFileBytes);
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw Error("{} is not a folder, but the folder of the labelled pictures is needed.",
                    folder.string());
    CsvReader reader(text, file);
    const std::vector<std::size_t> indices = wanted_columns(reader.columns(), file, options.attributes);
    if (indices.empty())
        throw Error(
            "{} has only one column, but needs at least one attribute after the column of the pictures.",
            file);

    std::vector<std::string> values;
    Pictures pictures(folder, options.skip_missing);
    std::vector<Column> columns;
    columns.reserve(indices.size());
    for (const std::size_t index : indices) columns.emplace_back(reader.columns()[index]);
    AttributeTable table;
    while (reader.next(values)) {
        if (!pictures.add(values[0], reader)) continue;
        for (std::size_t i = 0; i < indices.size(); ++i) columns[i].add(values[indices[i]], reader);
    }
    table.pictures = pictures.take();
    table.missing = pictures.missing();
    if (table.pictures.size() < kMinLabelled)
        throw Error("{} names {} in {}, but at least {} are needed.", file,
                    counted(table.pictures.size(), "picture that is", "pictures that are"), folder.string(),
                    kMinLabelled);
    for (Column& column : columns) {
        if (std::string problem = column.finish(file, options.most_pictures); problem.empty())
            table.attributes.push_back(column.take());
        else if (!options.attributes.empty())
            throw Error("{}", problem);
        else
            table.unused.push_back(std::move(problem));
    }
    if (table.attributes.empty())
        throw Error("{} has no attribute that can be learned. {}", file, table.unused.front());
    thin_out(table.pictures, options.most_pictures);
    return table;
}

std::string humanised(std::string_view column) {
    std::string name(column);
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

}  // namespace progan
