// Running a job of the engine to its end on the command line.
#pragma once

#include <string>

#include "core/engine/job.h"

namespace progan::cli {

/// With a progress bar of that title. Throws what the job throws, and Cancelled after Ctrl+C.
void run_with_progress(Job& job, const std::string& title);

}  // namespace progan::cli
