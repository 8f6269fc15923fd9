#include "app/cli/run_job.h"

#include "app/cli/progress_bar.h"

namespace progan::cli {

void run_with_progress(Job& job, const std::string& title) {
    ProgressBar bar(title);
    JobProgress progress;
    do {
        progress = job.step();
        bar.report(progress.done, progress.total);
    } while (progress.done < progress.total);
}

}  // namespace progan::cli
