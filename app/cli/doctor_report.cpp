#include "app/cli/doctor_report.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "core/files/json_text.h"
#include "core/support/error.h"
#include "core/support/progress.h"

namespace progan::cli {

void DoctorReport::check(const std::string& label, const std::function<Found()>& find,
                         const std::function<std::string()>& mend) {
    check_interrupted();
    Finding finding{label, {}, false};
    try {
        finding.found = find();
    } catch (const Cancelled&) {
        throw;
    } catch (...) {
        finding.found = {current_error_sentence(), mend ? mend() : ""};
        finding.failed = true;
    }
    if (!json_) print(finding);
    findings_.push_back(std::move(finding));
}

/// The window reads these lines again (features/doctor/doctor_dialog.cpp).
void DoctorReport::print(const Finding& finding) {
    const bool advice = !finding.found.remedy.empty();
    say("%-3s%-13s%s\n",
        finding.failed ? "!!"
        : advice       ? "!"
                       : "",
        finding.label.c_str(), finding.found.text.c_str());
    if (advice) say("%-16s%s\n", "", finding.found.remedy.c_str());
    std::fflush(stdout);
}

bool DoctorReport::finish() const {
    const bool ok =
        std::none_of(findings_.begin(), findings_.end(), [](const Finding& f) { return f.failed; });
    if (!json_) return ok;
    nlohmann::ordered_json json{{"ok", ok}};
    for (const Finding& finding : findings_) {
        nlohmann::ordered_json entry{
            {"what", finding.label}, {"found", finding.found.text}, {"ok", !finding.failed}};
        if (!finding.found.remedy.empty()) entry["remedy"] = finding.found.remedy;
        json["findings"].push_back(entry);
    }
    say("%s\n", json_line(json, 2).c_str());
    return ok;
}

}  // namespace progan::cli
