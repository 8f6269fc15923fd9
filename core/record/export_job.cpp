#include "core/record/export_job.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "core/documents/journey_file.h"
#include "core/image/resize.h"
#include "core/latent/journey/sound_drive.h"
#include "core/model/growth.h"
#include "core/record/encoder_thread.h"
#include "core/record/frame_spool.h"
#include "core/record/sound_bit_rate.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/support/translate.h"
#include "core/system/process.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience =
    std::chrono::milliseconds(4);  // of a slice with the encoder, because the live view waits as long
constexpr auto kPicturePause = std::chrono::milliseconds(150);
constexpr std::size_t kMaxJourneyBytes = 16'000'000;  // the recorder's limit

/// Makes frame `index`.
using Painter = std::function<Image(Generator& generator, std::int64_t index)>;

/// What is recorded.
struct Film {
    std::int64_t frames = 0;
    Painter paint;
};

/// The frames that a sheet shows.
std::vector<std::int64_t> spread(std::int64_t frames, std::int64_t count) {
    std::vector<std::int64_t> indices;
    count = std::clamp<std::int64_t>(count, 1, frames);
    for (std::int64_t i = 0; i < count; ++i)
        indices.push_back(count == 1 ? 0 : i * (frames - 1) / (count - 1));
    return indices;
}

std::string caption(std::int64_t frame, double fps) {
    return fmt::format("frame {} - {:.1f} s", frame, static_cast<double>(frame) / fps);
}

class ExportJob : public Job {
  public:
    ExportJob(std::shared_ptr<Generator> generator, RecorderOptions recorder, Film film, int pictures)
        : generator_(std::move(generator)), options_(std::move(recorder)), film_(std::move(film)) {
        if (options_.format == AnimationFormat::contact_sheet) {
            chosen_ = spread(film_.frames, pictures);
            for (const std::int64_t index : chosen_)
                options_.captions.push_back(caption(index, options_.fps));
            film_.frames = static_cast<std::int64_t>(chosen_.size());
        }
        repeated_ = is_video(options_.format) ? film_.frames * (std::max(1, options_.loops) - 1) : 0;
    }

    std::string title() const override { return trf("Recording {}", file_name()); }

    std::shared_ptr<const Image> picture() const override { return picture_; }

    JobProgress step() override {
        if (!encoder_) begin();
        if (!waiting_.empty() && !hand_over()) return progress();
        while (!waiting_.empty() || make_next()) {
            const bool made = std::exchange(made_, false);
            if (!hand_over() || made) return progress();
        }
        if (!encoder_->finish(kPatience)) return progress();
        encoder_.reset();
        return {total(), total()};
    }

    std::string result() const override {
        std::string saved =
            fmt::format("Saved {} {} to {} ({}).", film_.frames, film_.frames == 1 ? "frame" : "frames",
                        options_.path.string(), bytes_text(size_of(options_.path)));
        if (!options_.sound.empty() && !is_video(options_.format))
            saved += " It has no sound, because only MP4 and WebM can have one.";
        if (options_.format != AnimationFormat::gif || options_.fps <= kMaxGifFps) return saved;
        const auto frames = static_cast<double>(film_.frames);
        return saved + fmt::format(
                           " A GIF shows at most {:g} frames per second, so this one plays for {:.2f} s "
                           "instead of {:.2f} s; MP4 and WebM play at {:g}.",
                           kMaxGifFps, frames / kMaxGifFps, frames / options_.fps, options_.fps);
    }

    static double size_of(const fs::path& path) {
        std::error_code error;
        if (!fs::is_directory(path, error)) return static_cast<double>(fs::file_size(path, error));
        double bytes = 0;
        for (const fs::directory_entry& entry : fs::directory_iterator(path, error))
            bytes += static_cast<double>(entry.file_size(error));
        return bytes;
    }

  private:
    void begin() {
        std::unique_ptr<Recorder> recorder = make_recorder(options_);
        samples_ = recorder->samples_wanted() > 0 ? spread(film_.frames, recorder->samples_wanted())
                                                  : std::vector<std::int64_t>{};
        if (!samples_.empty()) spool_.emplace(fs::absolute(options_.path).lexically_normal());
        encoder_ = std::make_unique<EncoderThread>(std::move(recorder));
    }

    Image paint(std::int64_t index) {
        Image image =
            film_.paint(*generator_, chosen_.empty() ? index : chosen_[static_cast<std::size_t>(index)]);
        ++painted_;
        made_ = true;
        const auto now = std::chrono::steady_clock::now();
        if (!picture_ || now - pictured_ > kPicturePause) {
            picture_ = std::make_shared<Image>(image);
            pictured_ = now;
        }
        return image;
    }

    /// Puts the next frame into waiting_; false if there is none. Samples are made first and kept on disk
    /// until their turn.
    bool make_next() {
        if (sampled_ < samples_.size()) {
            waiting_ = paint(samples_[sampled_++]);
            spool_->append(waiting_);
            waits_as_sample_ = true;
            return true;
        }
        if (next_ == film_.frames) return false;
        waits_as_sample_ = false;
        const auto sample = std::lower_bound(samples_.begin(), samples_.end(), next_);
        waiting_ = sample != samples_.end() && *sample == next_ ? spool_->read(sample - samples_.begin())
                                                                : paint(next_);
        ++next_;
        return true;
    }

    bool hand_over() {
        return waits_as_sample_ ? encoder_->add_sample(waiting_, kPatience)
                                : encoder_->add(waiting_, kPatience);
    }

    std::int64_t total() const { return film_.frames + repeated_; }
    /// The last frame counts when the file is complete.
    JobProgress progress() const {
        return {std::min(painted_ + std::min(repeated_, encoder_->finished_slices()), total() - 1), total()};
    }

    std::string file_name() const {
        const fs::path& path = options_.path;
        return (path.has_filename() ? path : path.parent_path()).filename().string();
    }

    std::shared_ptr<Generator> generator_;
    RecorderOptions options_;
    Film film_;
    std::vector<std::int64_t> chosen_;   ///< frames of a sheet; empty: all
    std::vector<std::int64_t> samples_;  ///< frames that the recorder sees first, ascending
    std::optional<FrameSpool> spool_;    ///< the samples' pictures
    std::size_t sampled_ = 0;
    std::int64_t next_ = 0, painted_ = 0, repeated_ = 0;
    Image waiting_;  ///< made, but not yet queued for the encoder
    bool waits_as_sample_ = false, made_ = false;
    std::shared_ptr<const Image> picture_;
    std::chrono::steady_clock::time_point pictured_{};
    std::unique_ptr<EncoderThread> encoder_;  ///< last, because it must end before the rest is destroyed
};

Film film_of(const ExportOptions& options) {
    if (!options.sound_curve.empty()) {
        const auto drive = std::make_shared<const SoundDrive>(options.journey, options.sound_curve);
        return {drive->frame_count(), [drive, level = options.level, alpha = options.alpha](
                                          Generator& generator, std::int64_t index) {
                    return generator.generate(drive->latent(index), level, alpha, {}, drive->edits(index));
                }};
    }
    return {frame_count(options.journey), [journey = options.journey, level = options.level,
                                           alpha = options.alpha](Generator& generator, std::int64_t index) {
                return generator.generate(journey_latent(journey, index), level, alpha, {},
                                          journey_edits(journey, index));
            }};
}

Film film_of(const SessionExportOptions& options) {
    return {options.take->frame_count(options.recorder.fps),
            [take = options.take, fps = options.recorder.fps, level = options.level, alpha = options.alpha](
                Generator& generator, std::int64_t index) {
                return generator.generate(take->at(static_cast<double>(index) / fps), level, alpha);
            }};
}

/// With one keyframe per frame, or without any if there would be too many.
Journey journey_of(const SessionExportOptions& options) {
    constexpr std::size_t kLettersANumber = 12;
    const double fps = options.recorder.fps;
    const SessionRecording& take = *options.take;
    const std::int64_t frames = take.frame_count(fps);
    Journey journey;
    if (static_cast<std::size_t>(frames) * take.info().latent_size * kLettersANumber > kMaxJourneyBytes)
        return journey;
    for (std::int64_t i = 0; i < frames; ++i) {
        journey.keyframes.push_back({{take.at(static_cast<double>(i) / fps)}, 1});
    }
    journey.fps = fps;
    journey.model_sha256 = take.info().model_sha256;
    journey.model_name = take.info().model_name;
    return journey;
}

/// With `frames`, these of the film alone.
Film limited(Film film, const std::optional<FrameRange>& frames, RecorderOptions& recorder) {
    if (!frames) return film;
    recorder.first_number = frames->first;
    return {frames->last - frames->first + 1,
            [paint = std::move(film.paint), first = frames->first](Generator& generator, std::int64_t index) {
                return paint(generator, first + index);
            }};
}

void carry(RecorderOptions& recorder, const Journey& journey) {
    if (!recorder.journey.empty() || journey.keyframes.empty()) return;
    Journey carried = journey;
    if (carried.sound) {
        // Whoever gets the file is not told of folders on this machine.
        const bool folder = recorder.format == AnimationFormat::png_sequence;
        relate_sound(carried, folder ? recorder.path : recorder.path.parent_path());
        const fs::path file = carried.sound->file;
        if (file.is_absolute()) carried.sound->file = file.filename().string();
    }
    std::string text = journey_to_json(carried);
    if (text.size() <= kMaxJourneyBytes) recorder.journey = std::move(text);
}

/// The sound that the film follows goes with it.
void add_sound(ExportOptions& options) {
    if (options.sound_curve.empty() || !options.journey.sound) return;
    options.recorder.sound = options.journey.sound->file;
    options.recorder.sound_frames = static_cast<std::int64_t>(options.sound_curve.size());
}

/// Encodes the first frames of a piece, then the whole piece, at several places: the difference is the cost
/// of each further frame.
class EstimateJob : public JobOf<std::int64_t> {
  public:
    EstimateJob(std::shared_ptr<Generator> generator, RecorderOptions recorder, Film film, int pictures)
        : generator_(std::move(generator)),
          options_(std::move(recorder)),
          film_(std::move(film)),
          pictures_(pictures) {
        if (is_video(options_.format)) shown_ = std::max(1, options_.loops);
        options_.loops = 0;
        // The sound has as many bytes in each second as in any other.
        if (is_video(options_.format) && !options_.sound.empty())
            sound_bytes_ = static_cast<double>(film_.frames * shown_) / options_.fps *
                           static_cast<double>(sound_bit_rate(options_.format)) / 8;
        options_.sound.clear();
        static std::atomic<int> number = 0;
        folder_ =
            fs::temp_directory_path() / fmt::format("progan-estimate-{}-{}", system::process_id(), ++number);
    }
    ~EstimateJob() override {
        running_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    std::string title() const override { return tr("Estimating the size"); }
    std::int64_t value() override { return std::llround(std::max(0.0, estimate())); }

    JobProgress step() override {
        if (!running_) begin();
        const JobProgress progress = running_->step();
        if (progress.done < progress.total) return {clip_, kClips};
        sizes_.push_back(ExportJob::size_of(running_options_.path));
        running_.reset();
        std::error_code ignored;
        fs::remove_all(running_options_.path, ignored);
        return {++clip_, whole() ? clip_ : kClips};
    }

  private:
    static constexpr std::int64_t kPieces = 3, kPiece = 9, kClips = 2 * kPieces;

    /// A few frames are all encoded; so is a sheet.
    bool whole() const {
        return options_.format == AnimationFormat::contact_sheet || film_.frames <= kPieces * kPiece;
    }

    void begin() {
        running_options_ = options_;
        running_options_.path = folder_ / fmt::format("clip{}{}", clip_, file_extension(options_.format));
        if (whole()) {
            running_ = std::make_unique<ExportJob>(generator_, running_options_, film_, pictures_);
            return;
        }
        const std::int64_t first = (film_.frames - kPiece) * (clip_ / 2) / (kPieces - 1);
        const Film piece{clip_ % 2 == 0 ? 1 : kPiece,
                         [&film = film_, first](Generator& generator, std::int64_t index) {
                             return film.paint(generator, first + index);
                         }};
        running_ = std::make_unique<ExportJob>(generator_, running_options_, piece, pictures_);
    }

    double estimate() const {
        if (whole()) return sound_bytes_ + sizes_[0] * static_cast<double>(shown_);
        const auto carried = static_cast<double>(options_.journey.size());
        double each = 0, once = 0;
        for (std::size_t i = 0; i + 1 < sizes_.size(); i += 2) {
            each += (sizes_[i + 1] - sizes_[i]) / (kPiece - 1) / kPieces;
            once += (sizes_[i] - carried) / kPieces;
        }
        const auto frames = static_cast<double>(film_.frames * shown_);
        const double whole_ones = is_video(options_.format) ? std::ceil(frames / kKeyInterval) : 1;
        return sound_bytes_ + carried + whole_ones * once + (frames - whole_ones) * each;
    }

    static constexpr double kKeyInterval = 250;  // frames from one keyframe to the next

    std::shared_ptr<Generator> generator_;
    RecorderOptions options_, running_options_;
    Film film_;
    int pictures_;
    std::int64_t shown_ = 1, clip_ = 0;
    fs::path folder_;
    std::vector<double> sizes_;
    double sound_bytes_ = 0;
    std::unique_ptr<ExportJob> running_;
};

}  // namespace

std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, ExportOptions options) {
    add_sound(options);
    Film film = limited(film_of(options), options.frames, options.recorder);
    carry(options.recorder, options.journey);
    return std::make_unique<ExportJob>(std::move(generator), std::move(options.recorder), std::move(film),
                                       options.pictures);
}

std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, SessionExportOptions options) {
    Film film = limited(film_of(options), options.frames, options.recorder);
    carry(options.recorder, journey_of(options));
    return std::make_unique<ExportJob>(std::move(generator), std::move(options.recorder), std::move(film),
                                       options.pictures);
}

std::unique_ptr<Job> make_export_job(std::shared_ptr<Generator> generator, GrowthExportOptions options) {
    Film film{frame_count(options.film), [latent = options.latent, edits = options.edits,
                                          ages = options.film](Generator& painter, std::int64_t index) {
                  const GrowthStage stage = stage_at(age_at(ages, index));
                  const int side = resolution(stage_at(ages.last).level);
                  return resize(painter.generate(latent, stage.level, stage.alpha, {}, edits), side, side,
                                ResizeFilter::nearest);
              }};
    return std::make_unique<ExportJob>(std::move(generator), std::move(options.recorder), std::move(film),
                                       options.pictures);
}

std::unique_ptr<JobOf<std::int64_t>> make_estimate_job(std::shared_ptr<Generator> generator,
                                                       ExportOptions options) {
    add_sound(options);
    Film film = film_of(options);
    carry(options.recorder, options.journey);
    return std::make_unique<EstimateJob>(std::move(generator), std::move(options.recorder), std::move(film),
                                         options.pictures);
}

std::unique_ptr<JobOf<std::int64_t>> make_estimate_job(std::shared_ptr<Generator> generator,
                                                       SessionExportOptions options) {
    Film film = film_of(options);
    carry(options.recorder, journey_of(options));
    return std::make_unique<EstimateJob>(std::move(generator), std::move(options.recorder), std::move(film),
                                         options.pictures);
}

}  // namespace progan
