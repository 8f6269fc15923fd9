#include "app/cli/axes_report_text.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "core/support/counted.h"
#include "core/support/enum_names.h"
#include "core/support/format.h"

namespace progan::cli {
namespace {

constexpr std::size_t kMaxLeakages = 2;  // named in a line
constexpr const char* kBad = "!";
constexpr auto kVerdictNames = enum_names<AxisVerdict>({{AxisVerdict::does, "does"},
                                                        {AxisVerdict::not_read, "not_read"},
                                                        {AxisVerdict::falls, "falls"},
                                                        {AxisVerdict::not_rising, "not_rising"},
                                                        {AxisVerdict::leaks, "leaks"}});

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

/// To `width` characters, cut or filled up.
std::string fitted(const std::string& text, std::size_t width) {
    std::string result;
    std::size_t characters = 0;
    for (const char byte : text) {
        if (begins_character(byte) && ++characters > width) return result;
        result += byte;
    }
    return result + std::string(width - characters, ' ');
}

std::string accuracy_text(const ReportedAttribute& attribute) {
    return attribute.two_valued ? fmt::format("AUC {:.2f}", attribute.accuracy.auc)
                                : fmt::format("R\u00b2 {:.2f}", attribute.accuracy.r_squared);
}

std::string share_text(double share) {
    constexpr double kMax = 999;                           // of what hardly changes its own
    const double percent = std::round(100 * share) + 0.0;  // no -0
    return std::abs(percent) > kMax ? fmt::format("over {:+} %", std::copysign(kMax, percent))
                                    : fmt::format("{:+} %", percent);
}

std::string leakage_text(const AxesReport& report, const AxisLeakage& leakage) {
    return fmt::format("{} {}", report.attributes[leakage.attribute].column, share_text(leakage.share));
}

/// Those that are too large, marked, or the largest if it is not.
std::string leakages_text(const AxesReport& report, const std::vector<AxisLeakage>& leakages) {
    const auto large = static_cast<std::size_t>(std::count_if(
        leakages.begin(), leakages.end(),
        [&](const AxisLeakage& leakage) { return std::abs(leakage.share) >= report.options.leakage; }));
    if (large == 0) return leakages.empty() ? "" : leakage_text(report, leakages[0]);
    std::string text;
    for (std::size_t i = 0; i < std::min(large, kMaxLeakages); ++i)
        text += (i > 0 ? ", " : "") + leakage_text(report, leakages[i]) + kBad;
    return large > kMaxLeakages ? text + fmt::format(" and {} more", large - kMaxLeakages) : text;
}

/// What is said of an axis, as texts; what is not as wanted is marked.
struct Cells {
    std::string accuracy, range, rising, change, does, besides;
};

Cells cells_of(const AxesReport& report, const AxisReport& axis) {
    const AxisVerdict told = verdict(report, axis);
    Cells cells;
    cells.accuracy = accuracy_text(report.attributes[axis.attribute]);
    cells.range = fmt::format("{:2.0f}\u00b0", axis.range);
    cells.rising = fmt::format("{:3.0f} %", 100 * axis.rising);
    cells.change = fmt::format("{:+.2f}", axis.own());
    if (told == AxisVerdict::not_read) {
        cells.accuracy += kBad;
        cells.does = "?";
        return cells;
    }
    if (axis.rising < report.options.rising) cells.rising += kBad;
    if (axis.own() <= 0) cells.change += kBad;
    cells.does = told == AxisVerdict::does ? "yes" : "no";
    if (told != AxisVerdict::falls) cells.besides = leakages_text(report, report.leakages(axis));
    return cells;
}

std::string summary(const AxesReport& report) {
    const auto count = [&](AxisVerdict wanted) {
        return std::count_if(report.axes.begin(), report.axes.end(),
                             [&](const AxisReport& axis) { return verdict(report, axis) == wanted; });
    };
    std::string text =
        report.axes.size() == 1
            ? fmt::format("{} of 1 axis does what it says", count(AxisVerdict::does))
            : fmt::format("{} of {} axes do what they say", count(AxisVerdict::does), report.axes.size());
    if (const auto unread = count(AxisVerdict::not_read); unread > 0)
        text += fmt::format("; {} cannot be judged", unread);
    return text + ".";
}

std::string how(const AxesReport& report, const ReportSource& source) {
    return fmt::format(
        "{} turned along each axis, and read by a predictor that was trained on the pixels of {}.",
        counted(report.options.faces, "face", "faces"), counted(source.pictures, "picture", "pictures"));
}

std::string what_is_wanted(const AxesReport& report) {
    const bool all_read =
        std::all_of(report.attributes.begin(), report.attributes.end(),
                    [](const ReportedAttribute& attribute) { return attribute.accuracy.above_chance; });
    return fmt::format(
        "Rising: share of faces on which the attribute rises from one end of the range to the other, and "
        "never falls back by more than a tenth of a standard deviation on the way; at least {:.0f} % is "
        "needed. Change: from one end of the range to the other, in standard deviations over faces. Also "
        "changes: the changes of other attributes, as a share of that; each must be less than {:.0f} %. {} "
        "marks whatever fails{}.",
        100 * report.options.rising, 100 * report.options.leakage, kBad,
        all_read ? "" : ", and any attribute that is read no better than chance, which proves nothing");
}

/// A sentence, or nothing if there are none.
std::string correlated_text(const AxesReport& report) {
    if (report.correlated.empty()) return {};
    std::string text = "Not held against an axis, because the labels themselves are correlated: ";
    for (const CorrelatedAttributes& pair : report.correlated)
        text += fmt::format("{}{} and {} (r = {:.2f})", &pair == report.correlated.data() ? "" : ", ",
                            report.attributes[pair.a].column, report.attributes[pair.b].column, pair.r);
    return text + ".";
}

/// Broken at spaces.
std::string wrapped(std::string_view text, std::size_t width) {
    std::string result;
    while (text.size() > width) {
        std::size_t end = text.rfind(' ', width);
        if (end == std::string_view::npos) end = text.find(' ');
        if (end == std::string_view::npos) break;
        result += std::string(text.substr(0, end)) + "\n";
        text.remove_prefix(end + 1);
    }
    return result + std::string(text) + "\n";
}

std::string in_a_cell(const std::string& text) {
    std::string escaped;
    for (const char c : text) escaped += c == '|' ? "\\|" : std::string(1, c);
    return escaped;
}

/// What an axis changes another attribute by, in parts of its own change; marked if it does not count.
std::string cell(const AxesReport& report, const AxisReport& axis, std::size_t attribute) {
    if (attribute == axis.attribute) return "";
    if (!report.attributes[attribute].accuracy.above_chance || axis.own() == 0) return "\u2013";
    return share_text(axis.changes[attribute] / std::abs(axis.own())) +
           (report.are_correlated(attribute, axis.attribute) ? "*" : "");
}

}  // namespace

std::string axes_report_table(const AxesReport& report, const ReportSource& source) {
    constexpr std::size_t kWidth = 100, kName = 16, kAccuracy = 9, kNumber = 6, kDoes = 4;
    std::string text = wrapped(how(report, source), kWidth) + "\n";
    const auto add = [&](const std::string& name, const Cells& cells) {
        text += fitted(name, kName) + "  " + fitted(cells.accuracy, kAccuracy) + "  " +
                fitted(cells.range, kNumber) + "  " + fitted(cells.rising, kNumber) + "  " +
                fitted(cells.change, kNumber) + "  " + fitted(cells.does, kDoes) + "  " + cells.besides;
        text.erase(text.find_last_not_of(' ') + 1);
        text += "\n";
    };
    add("axis", {"read with", "range", "rising", "change", "does", "also changes"});
    for (const AxisReport& axis : report.axes) add(axis.name, cells_of(report, axis));
    text += "\n" + summary(report) + "\n" + wrapped(what_is_wanted(report), kWidth);
    if (const std::string pairs = correlated_text(report); !pairs.empty()) text += wrapped(pairs, kWidth);
    return text;
}

std::string axes_report_markdown(const AxesReport& report, const ReportSource& source) {
    std::string text = how(report, source) + " " + summary(report) + "\n\n";
    text +=
        "| axis | attribute | read with | range | rising | change | does what it says | also changes |\n"
        "|---|---|---|---|---|---|---|---|\n";
    for (const AxisReport& axis : report.axes) {
        const Cells cells = cells_of(report, axis);
        text += "| " + in_a_cell(axis.name);
        for (const std::string& value : {report.attributes[axis.attribute].column, cells.accuracy,
                                         cells.range, cells.rising, cells.change, cells.does, cells.besides})
            text += " | " + in_a_cell(value);
        text += " |\n";
    }
    text +=
        "\n" + what_is_wanted(report) + "\n\nWhat each axis (rows) also changes, relative to its own change";
    text += report.correlated.empty() ? ":\n\n|" : "; * not held against it:\n\n|";
    for (const ReportedAttribute& attribute : report.attributes) text += " | " + in_a_cell(attribute.column);
    text += " |\n|---|";
    for (std::size_t k = 0; k < report.attributes.size(); ++k) text += "---|";
    text += "\n";
    for (const AxisReport& axis : report.axes) {
        text += "| " + in_a_cell(axis.name);
        for (std::size_t k = 0; k < report.attributes.size(); ++k) text += " | " + cell(report, axis, k);
        text += " |\n";
    }
    if (const std::string pairs = correlated_text(report); !pairs.empty()) text += "\n" + pairs + "\n";
    return text;
}

nlohmann::ordered_json axes_report_json(const AxesReport& report, const ReportSource& source) {
    nlohmann::ordered_json attributes = nlohmann::ordered_json::array(),
                           axes = nlohmann::ordered_json::array(),
                           correlated = nlohmann::ordered_json::array();
    for (const ReportedAttribute& attribute : report.attributes) {
        nlohmann::ordered_json entry{{"attribute", attribute.column},
                                     {"pictures", attribute.accuracy.pictures},
                                     {"r_squared", attribute.accuracy.r_squared}};
        if (attribute.two_valued) entry["auc"] = attribute.accuracy.auc;
        if (attribute.two_valued) entry["right"] = attribute.accuracy.right;
        entry["above_chance"] = attribute.accuracy.above_chance;
        attributes.push_back(std::move(entry));
    }
    for (const AxisReport& axis : report.axes) {
        nlohmann::ordered_json entry{{"axis", axis.name},
                                     {"attribute", report.attributes[axis.attribute].column},
                                     {"range", axis.range},
                                     {"rising", axis.rising},
                                     {"verdict", kVerdictNames.name(verdict(report, axis))}};
        for (std::size_t k = 0; k < report.attributes.size(); ++k)
            entry["changes"][report.attributes[k].column] = axis.changes[k];
        entry["leaks"] = nlohmann::ordered_json::object();
        for (const AxisLeakage& leakage : report.leakages(axis))
            if (std::isfinite(leakage.share))
                entry["leaks"][report.attributes[leakage.attribute].column] = leakage.share;
        axes.push_back(std::move(entry));
    }
    for (const CorrelatedAttributes& pair : report.correlated)
        correlated.push_back(
            {{"attributes", {report.attributes[pair.a].column, report.attributes[pair.b].column}},
             {"r", pair.r}});
    return {{"model", source.model},
            {"model_sha256", source.model_sha256},
            {"pictures", source.pictures},
            {"faces", report.options.faces},
            {"wanted",
             {{"rising", report.options.rising},
              {"leak_below", report.options.leakage},
              {"correlated_above", report.options.correlated}}},
            {"attributes", std::move(attributes)},
            {"axes", std::move(axes)},
            {"correlated", std::move(correlated)}};
}

}  // namespace progan::cli
