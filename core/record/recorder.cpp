#include "core/record/recorder.h"

extern "C" {
#include <libavutil/log.h>
}

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/image/resize.h"
#include "core/record/frame_spool.h"
#include "core/record/recorders.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kLargestSide = 8192;
constexpr double kSmallestFps = 0.01, kLargestFps = 1000;

constexpr int kMostLoops = 1000;
constexpr std::size_t kLongestJourney = 16'000'000;  // WebM's tags hold 16 MiB

bool is_video(AnimationFormat format) {
    return format == AnimationFormat::mp4 || format == AnimationFormat::webm;
}

/// What all formats share: frames of one size, scaled to the wished size, at least one of them, and that
/// after a failure or the end nothing more can be done: half a recording must not be finished as if it were
/// whole. A video that is shown several times gets its frames again from the disk.
class ScalingRecorder : public Recorder {
  public:
    ScalingRecorder(const RecorderOptions& options, std::unique_ptr<Recorder> inner)
        : options_(options),
          inner_(std::move(inner)),
          repeats_(is_video(options.format) ? std::max(1, options.loops) : 1) {
        options_.journey.clear();  // the inner one's
    }

    int samples_wanted() const override { return inner_ ? inner_->samples_wanted() : 0; }

    void sample(const Image& frame) override {
        const Image scaled = checked_and_scaled(frame);
        close_on_failure([&] { inner_->sample(scaled); });
    }

    void add(const Image& frame) override {
        const Image scaled = checked_and_scaled(frame);
        close_on_failure([&] {
            inner_->add(scaled);
            added_ = true;
            if (repeats_ <= 1) return;
            if (!spool_) spool_.emplace(std::filesystem::absolute(options_.path).lexically_normal());
            spool_->append(scaled);
        });
    }

    bool finish_slice() override {
        check_open();
        if (!added_) throw Error(name() + " has no frames.");
        finishing_ = true;
        bool finished = false;
        close_on_failure([&] {
            if (repeats_ > 1 && repeated_ < spool_->count() * (repeats_ - 1))
                inner_->add(spool_->read(repeated_++ % spool_->count()));
            else
                finished = inner_->finish_slice();
        });
        if (finished) inner_.reset();
        return finished;
    }

  private:
    std::string name() const { return "The animation " + options_.path.string(); }

    Image checked_and_scaled(const Image& frame) {
        check_open();
        if (finishing_) throw Error(name() + " is being finished and takes no more frames.");
        if (frame.empty()) throw Error(name() + " was given an empty frame.");
        if (width_ == 0) {
            width_ = frame.width;
            height_ = frame.height;
        }
        if (frame.width != width_ || frame.height != height_)
            throw Error(name() + " was given a frame of " + std::to_string(frame.width) + " x " +
                        std::to_string(frame.height) + " after frames of " + std::to_string(width_) + " x " +
                        std::to_string(height_) + ".");
        const bool video = is_video(options_.format);
        const int larger = std::max(width_, height_), size = options_.size > 0 ? options_.size : larger;
        const auto side = [&](int pixels) {
            const int scaled =
                std::max(1, static_cast<int>(std::lround(static_cast<double>(pixels) * size / larger)));
            return video ? scaled + scaled % 2 : scaled;  // video keeps colour for 2 x 2 pixels
        };
        if (side(width_) == width_ && side(height_) == height_) return frame;
        return resize(frame, side(width_), side(height_),
                      options_.smooth ? ResizeFilter::smooth : ResizeFilter::nearest);
    }

    void check_open() const {
        if (!inner_) throw Error(name() + " is no longer recorded: it was finished or failed before.");
    }

    template <typename Work>
    void close_on_failure(Work work) {
        try {
            work();
        } catch (...) {
            inner_.reset();
            throw;
        }
    }

    RecorderOptions options_;
    std::unique_ptr<Recorder> inner_;  ///< none after the end
    int width_ = 0, height_ = 0;       ///< of the frames, before scaling
    bool added_ = false, finishing_ = false;
    const int repeats_;
    std::optional<FrameSpool> spool_;  ///< for the repeats
    std::int64_t repeated_ = 0;
};

void check(const RecorderOptions& options) {
    if (options.path.empty()) throw Error("The animation has no file name.");
    if (!(options.fps >= kSmallestFps && options.fps <= kLargestFps))
        throw Error("An animation has 0.01 to 1000 frames a second, not " + std::to_string(options.fps) +
                    ".");
    if (options.size < 0 || options.size > kLargestSide)
        throw Error("An animation has at most " + std::to_string(kLargestSide) + " pixels a side, not " +
                    std::to_string(options.size) + ".");
    if (options.loops < 0 || options.loops > kMostLoops)
        throw Error("An animation is shown 1 to " + std::to_string(kMostLoops) +
                    " times, or 0 for ever, not " + std::to_string(options.loops) + ".");
    if (options.journey.size() > kLongestJourney)
        throw Error("The animation " + options.path.string() + " cannot carry a journey of " +
                    std::to_string(options.journey.size()) + " bytes: at most " +
                    std::to_string(kLongestJourney) + ".");
}

std::unique_ptr<Recorder> make_unscaled(const RecorderOptions& options) {
    switch (options.format) {
        case AnimationFormat::gif:
            return make_gif_recorder(options);
        case AnimationFormat::apng:
            return make_apng_recorder(options);
        case AnimationFormat::png_sequence:
            return make_png_sequence_recorder(options);
        case AnimationFormat::contact_sheet:
            return make_contact_sheet_recorder(options);
        default:
            return make_video_recorder(options);
    }
}

}  // namespace

std::unique_ptr<Recorder> make_recorder(const RecorderOptions& options) {
    check(options);
    av_log_set_level(AV_LOG_QUIET);  // failures come as Error; the libraries would write to stderr as well
    return std::make_unique<ScalingRecorder>(options, make_unscaled(options));
}

std::string_view to_string(AnimationFormat format) {
    constexpr std::string_view kNames[] = {"GIF", "MP4", "WebM", "APNG", "PNG sequence", "Contact sheet"};
    return kNames[static_cast<int>(format)];
}

std::string_view to_string(Dithering dithering) {
    constexpr std::string_view kNames[] = {"none", "pattern", "diffusion"};
    return kNames[static_cast<int>(dithering)];
}

std::string_view file_extension(AnimationFormat format) {
    constexpr std::string_view kExtensions[] = {".gif", ".mp4", ".webm", ".apng", "", ".png"};
    return kExtensions[static_cast<int>(format)];
}

AnimationFormat animation_format_from_path(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (extension == ".png") return AnimationFormat::apng;
    for (const AnimationFormat format : kAnimationFormats)
        if (extension == file_extension(format)) return format;
    throw Error(path.string() + " has the ending \"" + extension +
                "\", but an animation is .gif, .mp4, .webm, .apng, or a folder (no ending) for a PNG "
                "sequence.");
}

}  // namespace progan
