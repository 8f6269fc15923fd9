#include "app/cli/labelled_directions.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "app/cli/axes_output.h"
#include "app/cli/command.h"
#include "app/cli/label_features.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_job.h"
#include "app/cli/terminal.h"
#include "core/axes/axis_file.h"
#include "core/axes/axis_name.h"
#include "core/axes/discover_job.h"
#include "core/labels/labelled_axes.h"
#include "core/support/error.h"

namespace progan::cli {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

void check_learned(const std::string& column, const AttributeTable& table, const char* option) {
    if (std::none_of(table.attributes.begin(), table.attributes.end(),
                     [&](const Attribute& attribute) { return attribute.column == column; }))
        throw UsageError("{} names \"{}\", which is not one of the attributes to learn.", option, column);
}

/// The conditions of "age:glasses,beard", or each on all others for "all" and on those others for
/// "unrelated".
void take_conditions(const std::vector<std::string>& given, LabelledAxesOptions& options) {
    using EachOn = LabelledAxesOptions::EachOn;
    for (const std::string& text : given) {
        if (text == "all" || text == "unrelated") {
            if (given.size() > 1)
                throw UsageError("--conditional {} cannot be combined with another --conditional.", text);
            options.each_on = text == "all" ? EachOn::all_others : EachOn::unrelated_others;
            return;
        }
        const std::size_t colon = text.find(':');
        const std::vector<std::string> others =
            colon == std::string::npos ? std::vector<std::string>() : split(text.substr(colon + 1), ',');
        if (colon == 0 || others.empty())
            throw UsageError(
                "--conditional \"{}\" cannot be read: write unrelated, all, or COLUMN:OTHER,OTHER.", text);
        const std::string column = text.substr(0, colon);
        if (std::find(others.begin(), others.end(), column) != others.end())
            throw UsageError("--conditional \"{}\" makes a column a condition of itself.", text);
        std::vector<std::string>& all = options.conditions[column];
        all.insert(all.end(), others.begin(), others.end());
    }
}

struct Title {
    std::string name, low, high;
};

/// By column: "gender=Gender" or "gender=Gender:feminine,masculine".
std::map<std::string, Title> titles_of(const std::vector<std::string>& given) {
    std::map<std::string, Title> titles;
    for (const std::string& text : given) {
        const std::size_t equals = text.find('='),
                          colon = text.find(':', equals == std::string::npos ? 0 : equals);
        Title title;
        if (equals != std::string::npos) title.name = axis_name(text.substr(equals + 1, colon - equals - 1));
        const std::vector<std::string> ends =
            colon == std::string::npos ? std::vector<std::string>() : split(text.substr(colon + 1), ',');
        if (title.name.empty() || equals == 0 || (colon != std::string::npos && ends.size() != 2))
            throw UsageError("--title \"{}\" cannot be read: write COLUMN=NAME or COLUMN=NAME:LOW,HIGH.",
                             text);
        if (ends.size() == 2) {
            title.low = axis_name(ends[0]);
            title.high = axis_name(ends[1]);
        }
        if (!titles.emplace(text.substr(0, equals), title).second)
            throw UsageError("--title names the column \"{}\" twice.", text.substr(0, equals));
    }
    return titles;
}

void apply_titles(const std::map<std::string, Title>& titles, std::vector<LabelledAxis>& axes) {
    for (LabelledAxis& axis : axes) {
        const auto found = titles.find(axis.column);
        if (found == titles.end()) continue;
        axis.axis.name = found->second.name;
        if (!found->second.low.empty()) axis.axis.low = found->second.low;
        if (!found->second.high.empty()) axis.axis.high = found->second.high;
    }
}

void tell(const LabelFeatures& features, const AttributeTable& table, const LearnedAttributes& learned) {
    note("%s\n", features.told.c_str());
    for (const std::string& sentence : table.unused) note("Not learned: %s\n", sentence.c_str());
    if (table.missing > 0) note("Skipped: lines whose picture is not in the folder (%zu).\n", table.missing);
    if (!learned.unreadable.empty())
        note("Skipped: pictures that cannot be read (%zu), such as: %s\n", learned.unreadable.size(),
             learned.unreadable[0].c_str());
}

void measure_effects(std::unique_ptr<Generator> generator, const EffectOptions& effect,
                     std::vector<LabelledAxis>& axes) {
    DiscoverOptions discover;
    discover.effect = effect;
    for (const LabelledAxis& axis : axes)
        if (axis.has_axis) discover.axes.push_back(axis.axis);
    const std::unique_ptr<JobOf<Discovered>> job =
        make_discover_job(std::move(generator), std::move(discover));
    run_with_progress(*job, "Measuring directions");
    const Discovered measured = job->value();
    std::size_t at = 0;
    for (LabelledAxis& axis : axes)
        if (axis.has_axis) axis.axis.effect = measured.axes[at++].effect;
}

std::string accuracy_text(const LabelledAxis& axis) {
    if (!axis.two_valued) return fmt::format("R2  {:5.2f}", axis.accuracy.r_squared);
    return fmt::format("AUC {:5.2f}, {:.0f} % right", axis.accuracy.auc, 100 * axis.accuracy.right);
}

/// At most `width` characters, none of them cut in half.
std::string shortened(const std::string& text, std::size_t width) {
    std::size_t end = std::min(text.size(), width);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}

void print(const std::vector<LabelledAxis>& axes) {
    say("%-16s %8s  %-22s %5s %6s %7s\n", "attribute", "pictures", "accuracy", "fit", "range", "rising");
    for (const LabelledAxis& axis : axes) {
        say("%-16s %8zu  %-22s ", shortened(axis.column, 16).c_str(), axis.accuracy.pictures,
            accuracy_text(axis).c_str());
        if (axis.has_axis)
            say("%5.2f %6.0f %5.0f %%\n", axis.fit, axis.axis.range.value_or(0), 100 * axis.rising);
        else
            say("%s\n", axis.accuracy.above_chance ? "does not follow the latents: no axis"
                                                   : "no better than chance: no axis");
    }
    say("\nChange from one end of an axis's range (left) to the other, in standard deviations over "
        "faces:\n%-16s",
        "");
    for (const LabelledAxis& axis : axes)
        if (axis.has_axis) say(" %8s", shortened(axis.column, 8).c_str());
    say("\n");
    for (const LabelledAxis& axis : axes) {
        if (!axis.has_axis) continue;
        say("%-16s", shortened(axis.column, 16).c_str());
        for (const double change : axis.changes) say(" %+8.2f", change);
        say("\n");
    }
}

nlohmann::ordered_json as_json(const OpenModel& open, const LabelFeatures& features,
                               const std::vector<LabelledAxis>& axes) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const LabelledAxis& axis : axes) {
        nlohmann::ordered_json entry{{"attribute", axis.column}, {"pictures", axis.accuracy.pictures}};
        entry["r_squared"] = axis.accuracy.r_squared;
        if (axis.two_valued) entry["auc"] = axis.accuracy.auc;
        if (axis.two_valued) entry["right"] = axis.accuracy.right;
        entry["above_chance"] = axis.accuracy.above_chance;
        if (axis.has_axis) {
            entry["axis"] = {{"id", axis.axis.id},    {"name", axis.axis.name},
                             {"low", axis.axis.low},  {"high", axis.axis.high},
                             {"fit", axis.fit},       {"range", axis.axis.range.value_or(0)},
                             {"rising", axis.rising}, {"effect", axis.axis.effect}};
            std::size_t at = 0;
            for (const LabelledAxis& other : axes)
                if (other.has_axis) entry["axis"]["changes"][other.column] = axis.changes[at++];
        }
        list.push_back(std::move(entry));
    }
    nlohmann::ordered_json document{{"model", open.model.spec.name}, {"model_sha256", open.model.sha256}};
    document["features"] = nlohmann::ordered_json::array({"basis"});
    if (!features.discriminator.empty()) {
        document["features"].push_back("discriminator");
        document["discriminator"] = features.discriminator.string();
    }
    document["attributes"] = std::move(list);
    return document;
}

}  // namespace

bool LabelOptions::any() const {
    return !data.empty() || !labels.empty() || !attributes.empty() || !conditional.empty() ||
           !titles.empty() || !discriminator.empty() || skip_missing;
}

void add_label_options(CLI::App& command, LabelOptions& options) {
    command.add_option("--data", options.data, "labels: folder of the labelled pictures")->type_name("DIR");
    command
        .add_option(
            "--labels", options.labels,
            "labels: CSV file with a header; the first column holds the pictures' paths in the folder, every "
            "other column an attribute: numbers, or two texts; empty, NA or NaN where it does not apply")
        ->type_name("CSV");
    command
        .add_option("--attributes", options.attributes,
                    "labels: columns to learn, in the order of the sliders (default: all usable ones)")
        ->delimiter(',')
        ->type_name("LIST");
    command
        .add_option("--conditional", options.conditional,
                    "labels: COLUMN:OTHER,OTHER: the axis of COLUMN leaves those others as they are; may be "
                    "repeated; all: every axis leaves all others; unrelated: all except those whose labels "
                    "have a correlation above 0.3 with its own")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    command
        .add_option(
            "--title", options.titles,
            "labels: COLUMN=NAME or COLUMN=NAME:LOW,HIGH: names for the slider and its ends; may be repeated")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    command
        .add_option("--pictures", options.pictures,
                    "labels: maximum number of pictures to learn from, spread evenly")
        ->check(CLI::Range(kMinLabelled, std::size_t{1'000'000}))
        ->capture_default_str();
    command
        .add_option(
            "--discriminator", options.discriminator,
            "labels: the discriminator.safetensors of the model's run: attributes are also learned from what "
            "it sees; needs LibTorch (default: the one next to the model, if it can be used)")
        ->type_name("FILE");
    command.add_flag("--skip-missing", options.skip_missing, "labels: skip lines whose picture is missing");
}

void find_labelled_directions(const ModelOptions& model, const LabelOptions& options, int faces,
                              const EffectOptions& effect, const std::string& output, bool json) {
    if (options.data.empty() || options.labels.empty())
        throw UsageError("--method labels needs --data DIR and --labels CSV.");
    LabelledAxesOptions axes_options;
    axes_options.faces = faces;
    take_conditions(options.conditional, axes_options);
    const std::map<std::string, Title> titles = titles_of(options.titles);
    const AttributeTable table = read_attribute_table(
        options.labels, options.data, {options.attributes, options.skip_missing, options.pictures});
    for (const auto& [column, title] : titles) check_learned(column, table, "--title");
    for (const auto& [column, others] : axes_options.conditions) {
        check_learned(column, table, "--conditional");
        for (const std::string& other : others) check_learned(other, table, "--conditional");
    }
    OpenModel open = open_model(model);
    const LabelFeatures features = label_features(options.discriminator, model_path(model),
                                                  resolution(open.model.spec.last_level), open.device);

    std::optional<ProgressBar> bar(std::in_place, "Reading pictures");
    const ProgressReport report = [&](std::int64_t done, std::int64_t total) { bar->report(done, total); };
    bool learning = false;
    const LearnedAttributes learned =
        learn_attributes(table, features.features, report, [&](std::int64_t done, std::int64_t total) {
            if (!learning) bar.emplace("Learning attributes");
            learning = true;
            bar->report(done, total);
        });
    bar.emplace("Making faces");
    std::vector<LabelledAxis> axes = labelled_axes(*open.generator, learned, axes_options, report);
    bar.reset();
    apply_titles(titles, axes);
    measure_effects(std::move(open.generator), effect, axes);

    AxisFile file{open.model.sha256, open.model.spec.name, {}};
    for (const LabelledAxis& axis : axes)
        if (axis.has_axis) file.axes.push_back(axis.axis);
    tell(features, table, learned);
    if (json)
        say("%s\n", as_json(open, features, axes)
                        .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
                        .c_str());
    else
        print(axes);
    write_axes(output, model_path(model), file);
}

}  // namespace progan::cli
