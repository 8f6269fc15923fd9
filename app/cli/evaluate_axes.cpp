#include "app/cli/evaluate_axes.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/axes_report_text.h"
#include "app/cli/progress_bar.h"
#include "app/cli/terminal.h"
#include "core/axes/axis_file.h"
#include "core/axes/model_axes.h"
#include "core/labels/axes_report.h"
#include "core/labels/pixel_features.h"
#include "core/support/error.h"

namespace progan::cli {
namespace {

/// Those that were learned from labels.
std::vector<Axis> axes_of(const OpenModel& open, const std::string& model,
                          const EvaluateAxesOptions& options) {
    const auto latent_size = static_cast<std::size_t>(open.model.spec.latent_size);
    const std::string from = options.axes.empty() ? model : options.axes.string();
    std::vector<Axis> axes = options.axes.empty() ? axes_from_model_text(open.model.axes, model, latent_size)
                                                  : load_axes(options.axes).axes;
    std::erase_if(axes, [](const Axis& axis) { return axis.attribute.empty(); });
    if (axes.empty())
        throw Error("{} has no axes learned from labels; progan directions --method labels makes them.",
                    from);
    check_reported(axes, latent_size);
    return axes;
}

void tell_skipped(const AttributeTable& table, const LearnedAttributes& learned) {
    if (table.missing > 0) note("Skipped: lines whose picture is not in the folder (%zu).\n", table.missing);
    if (!learned.unreadable.empty())
        note("Skipped: pictures that cannot be read (%zu), such as: %s\n", learned.unreadable.size(),
             learned.unreadable[0].c_str());
}

std::string as_text(const AxesReport& report, const ReportSource& source,
                    const EvaluateAxesOptions& options) {
    if (options.json)
        return axes_report_json(report, source)
                   .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
               "\n";
    return options.markdown ? axes_report_markdown(report, source) : axes_report_table(report, source);
}

}  // namespace

void evaluate_axes(const ModelOptions& model, const EvaluateAxesOptions& options) {
    const OpenModel open = open_model(model);
    const std::vector<Axis> axes = axes_of(open, model_path(model), options);
    const AttributeTable table = read_attribute_table(
        options.labels, options.data, {reported_columns(axes), options.skip_missing, options.pictures});
    std::optional<ProgressBar> bar(std::in_place, "Reading pictures");
    const ProgressReport report = [&](std::int64_t done, std::int64_t total) { bar->report(done, total); };
    bool learning = false;
    const LearnedAttributes reader =
        learn_attributes(table, std::make_shared<PixelFeatures>(resolution(open.model.spec.last_level)),
                         report, [&](std::int64_t done, std::int64_t total) {
                             if (!std::exchange(learning, true)) bar.emplace("Learning attributes");
                             bar->report(done, total);
                         });
    bar.emplace("Turning faces");
    AxesReportOptions settings;
    settings.faces = options.faces;
    const AxesReport told = report_axes(*open.generator, reader, table, axes, settings, report);
    bar.reset();
    tell_skipped(table, reader);
    const ReportSource source{open.model.spec.name, open.model.sha256,
                              table.pictures.size() - reader.unreadable.size()};
    say("%s", as_text(told, source, options).c_str());
}

}  // namespace progan::cli
