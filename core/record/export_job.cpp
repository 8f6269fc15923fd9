#include "core/record/export_job.h"

#include <utility>

namespace progan {
namespace {

class ExportJob : public Job {
  public:
    ExportJob(std::shared_ptr<Generator> generator, ExportOptions options)
        : generator_(std::move(generator)),
          options_(std::move(options)),
          frames_(frame_count(options_.journey)) {}

    std::string title() const override { return "Recording " + file_name(); }

    /// One frame a slice; then the slices of the finishing, together one unit of the progress.
    JobProgress step() override {
        if (!recorder_) recorder_ = make_recorder(options_.recorder);
        if (done_ < frames_) {
            const Latent latent = journey_latent(options_.journey, done_);
            recorder_->add(generator_->generate(latent, options_.level, options_.alpha));
        } else if (!recorder_->finish_slice()) {
            return {done_, frames_ + 1};
        }
        return {++done_, frames_ + 1};
    }

    std::string result() const override {
        return "Saved " + std::to_string(frames_) + (frames_ == 1 ? " frame to " : " frames to ") +
               options_.recorder.path.string() + ".";
    }

  private:
    std::string file_name() const {
        const std::filesystem::path& path = options_.recorder.path;
        return (path.has_filename() ? path : path.parent_path()).filename().string();
    }

    std::shared_ptr<Generator> generator_;
    const ExportOptions options_;
    std::unique_ptr<Recorder> recorder_;
    const std::int64_t frames_;
    std::int64_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options) {
    return std::make_unique<ExportJob>(std::move(generator), std::move(options));
}

}  // namespace progan
