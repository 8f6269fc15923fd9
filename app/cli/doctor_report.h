// What progan doctor finds, one check after the other.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace progan::cli {

/// What one check came to. A remedy says how to mend what is not as it should be.
struct Found {
    std::string text;
    std::string remedy = {};
};

class DoctorReport {
  public:
    /// In JSON everything is printed at the end; as text, each finding at once.
    explicit DoctorReport(bool json) : json_(json) {}

    /// Runs one check. An exception is its finding, for which it has failed; `mend` then gives the remedy.
    void check(const std::string& label, const std::function<Found()>& find,
               const std::function<std::string()>& mend = {});

    /// Prints what is still to be printed. True if no check has failed.
    bool finish() const;

  private:
    struct Finding {
        std::string label;
        Found found;
        bool failed = false;
    };
    static void print(const Finding& finding);

    bool json_;
    std::vector<Finding> findings_;
};

}  // namespace progan::cli
