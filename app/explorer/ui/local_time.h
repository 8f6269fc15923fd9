// Times as people read them.
#pragma once

#include <string>

namespace progan {

/// "2026-11-25 19:53" on this computer's clock, of an ISO 8601 time in UTC ("2026-11-25T18:53:57Z"). What is
/// no such time stays as it is.
std::string local_time_text(const std::string& utc);

}  // namespace progan
