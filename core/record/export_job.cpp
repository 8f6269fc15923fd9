#include "core/record/export_job.h"

#include <functional>
#include <utility>

#include "core/image/resize.h"

namespace progan {
namespace {

/// Makes frame `index`.
using Painter = std::function<Image(Generator& generator, std::int64_t index)>;

class ExportJob : public Job {
  public:
    ExportJob(std::shared_ptr<Generator> generator, RecorderOptions recorder, std::int64_t frames,
              Painter paint)
        : generator_(std::move(generator)),
          options_(std::move(recorder)),
          frames_(frames),
          paint_(std::move(paint)) {}

    std::string title() const override { return "Recording " + file_name(); }

    /// One frame a slice; then the slices of the finishing, together one unit of the progress.
    JobProgress step() override {
        if (!recorder_) recorder_ = make_recorder(options_);
        if (done_ < frames_) {
            recorder_->add(paint_(*generator_, done_));
        } else if (!recorder_->finish_slice()) {
            return {done_, frames_ + 1};
        }
        return {++done_, frames_ + 1};
    }

    std::string result() const override {
        return "Saved " + std::to_string(frames_) + (frames_ == 1 ? " frame to " : " frames to ") +
               options_.path.string() + ".";
    }

  private:
    std::string file_name() const {
        const std::filesystem::path& path = options_.path;
        return (path.has_filename() ? path : path.parent_path()).filename().string();
    }

    std::shared_ptr<Generator> generator_;
    const RecorderOptions options_;
    std::unique_ptr<Recorder> recorder_;
    const std::int64_t frames_;
    const Painter paint_;
    std::int64_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options) {
    const std::int64_t frames = frame_count(options.journey);
    RecorderOptions recorder = options.recorder;
    return std::make_unique<ExportJob>(
        std::move(generator), std::move(recorder), frames,
        [options = std::move(options)](Generator& painter, std::int64_t index) {
            return painter.generate(journey_latent(options.journey, index), options.level, options.alpha);
        });
}

std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, GrowthExportOptions options) {
    const std::int64_t frames = frame_count(options.film);
    RecorderOptions recorder = options.recorder;
    return std::make_unique<ExportJob>(
        std::move(generator), std::move(recorder), frames,
        [options = std::move(options)](Generator& painter, std::int64_t index) {
            const GrowthStage stage = stage_at(age_at(options.film, index));
            const int side = resolution(stage_at(options.film.last).level);
            return resize(painter.generate(options.latent, stage.level, stage.alpha), side, side,
                          ResizeFilter::nearest);
        });
}

}  // namespace progan
