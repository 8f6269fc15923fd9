// What progan evaluate --labels prints of its report on axes. Plain functions; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/labels/axes_report.h"

namespace progan::cli {

/// How the report came about, told with it.
struct ReportSource {
    std::string model, model_sha256;
    std::size_t pictures = 0;  ///< that the second reader learned from
};

/// For a terminal: an axis per line, whether it does what it says, and if not why.
std::string axes_report_table(const AxesReport& report, const ReportSource& source);
/// For a model's card: the same as a Markdown table, and one of what each axis changes.
std::string axes_report_markdown(const AxesReport& report, const ReportSource& source);
nlohmann::ordered_json axes_report_json(const AxesReport& report, const ReportSource& source);

}  // namespace progan::cli
