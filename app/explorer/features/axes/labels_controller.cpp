#include "app/explorer/features/axes/labels_controller.h"

#include <memory>
#include <utility>

#include "core/import/import.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;

void LabelsController::open(const fs::path& csv) {
    LabelsState& labels = state_.axes_list.labels;
    if (labels.learning) {
        labels.show = true;
        notifier_.error(trf("Sliders are still being learned from {}. Cancel that first.",
                            fs::path(labels.csv).filename().string()));
        return;
    }
    labels = {};
    labels.show = true;
    labels.csv = csv.string();
    labels.folder = csv.parent_path().string();
    read();
}

void LabelsController::set_folder(const std::string& folder) {
    state_.axes_list.labels.folder = folder;
    read();
}

void LabelsController::read() {
    LabelsState& labels = state_.axes_list.labels;
    labels.reading = true;
    labels.problem.clear();
    labels.columns.clear();
    labels.unused.clear();
    labels.pictures = labels.missing = 0;
    reading_ = engine_.run_aside(
        [csv = labels.csv, folder = labels.folder](const ProgressReport&) {
            return read_attribute_table(csv, folder, {.attributes = {}, .skip_missing = true});
        },
        [this](Result<AttributeTable> table) {
            LabelsState& read = state_.axes_list.labels;
            read.reading = false;
            if (table)
                show(*table);
            else
                read.problem = table.error();
        });
}

void LabelsController::show(const AttributeTable& table) {
    LabelsState& labels = state_.axes_list.labels;
    labels.pictures = table.pictures.size();
    labels.missing = table.missing;
    labels.unused = table.unused;
    for (const Attribute& attribute : table.attributes)
        labels.columns.push_back({attribute.column, attribute.labelled(), true});
}

void LabelsController::learn() {
    LabelsState& labels = state_.axes_list.labels;
    AttributeTableOptions table{.attributes = {}, .skip_missing = true};
    for (const LabelColumn& column : labels.columns)
        if (column.chosen) table.attributes.push_back(column.name);
    if (!state_.model || labels.learning || table.attributes.empty()) return;
    LabelledAxesOptions options;
    using EachOn = LabelledAxesOptions::EachOn;
    options.each_on = labels.leaves_others ? EachOn::all_others : EachOn::unrelated_others;
    labels.learning = true;
    labels.part = 0;
    labels.problem.clear();
    learning_ = engine_.run_aside(
        [csv = labels.csv, folder = labels.folder, table = std::move(table), options = std::move(options),
         model = state_.model->path](const ProgressReport& progress) {
            const AttributeTable read = read_attribute_table(csv, folder, table);
            const std::unique_ptr<Generator> generator =
                make_cpu_generator(open_any_model(model, {}, progress), {.threads = 1});
            return learn_axes(*generator, read, options, progress);
        },
        [this, sha256 = state_.model->sha256](Result<LearnedAxes> axes) {
            LabelsState& now = state_.axes_list.labels;
            now.learning = false;
            if (axes)
                learned(*axes, sha256);
            else if (!axes.was_cancelled())
                notifier_.error(now.problem = axes.error());
        },
        [this](const JobReport& report) {
            state_.axes_list.labels.part =
                static_cast<double>(report.progress.done) / static_cast<double>(report.progress.total);
        });
}

void LabelsController::learned(const LearnedAxes& learned, const std::string& sha256) {
    LabelsState& labels = state_.axes_list.labels;
    const std::string file = fs::path(labels.csv).filename().string();
    if (!state_.model || state_.model->sha256 != sha256) {
        notifier_.error(trf("The sliders learned from {} belong to a model that is no longer open.", file));
        return;
    }
    labels.show = false;
    const auto added = static_cast<std::int64_t>(add_(learned.axes));
    std::string said = tr_plural("Learned {} slider from {}.", "Learned {} sliders from {}.", added, file);
    std::string without;
    for (const std::string& column : learned.without_axis) without += (without.empty() ? "" : ", ") + column;
    if (!without.empty()) said += " " + trf("The model has no direction for: {}.", without);
    if (learned.unreadable > 0)
        said += " " + tr_plural("{} picture could not be read.", "{} pictures could not be read.",
                                static_cast<std::int64_t>(learned.unreadable));
    notifier_.info(said);
}

}  // namespace progan
