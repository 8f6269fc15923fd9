#include "core/record/recorder.h"

extern "C" {
#include <libavutil/log.h>
}

#include <algorithm>
#include <cmath>
#include <string>

#include "core/image/resize.h"
#include "core/record/recorders.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kLargestSide = 8192;
constexpr double kSmallestFps = 0.01, kLargestFps = 1000;

/// What all formats share: frames of one size, scaled to the wished size, at least one of them, and that
/// after a failure or the end nothing more can be done: half a recording must not be finished as if it were
/// whole.
class ScalingRecorder : public Recorder {
  public:
    ScalingRecorder(const RecorderOptions& options, std::unique_ptr<Recorder> inner)
        : options_(options), inner_(std::move(inner)) {}

    void add(const Image& frame) override {
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
        const bool video =
            options_.format == AnimationFormat::mp4 || options_.format == AnimationFormat::webm;
        const int larger = std::max(width_, height_), size = options_.size > 0 ? options_.size : larger;
        const auto side = [&](int pixels) {
            const int scaled =
                std::max(1, static_cast<int>(std::lround(static_cast<double>(pixels) * size / larger)));
            return video ? scaled + scaled % 2 : scaled;  // video keeps colour for 2 x 2 pixels
        };
        close_on_failure([&] {
            inner_->add(resize(frame, side(width_), side(height_),
                               options_.smooth ? ResizeFilter::smooth : ResizeFilter::nearest));
        });
    }

    bool finish_slice() override {
        check_open();
        if (width_ == 0) throw Error(name() + " has no frames.");
        finishing_ = true;
        bool finished = false;
        close_on_failure([&] { finished = inner_->finish_slice(); });
        if (finished) inner_.reset();
        return finished;
    }

  private:
    std::string name() const { return "The animation " + options_.path.string(); }

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
    bool finishing_ = false;
};

void check(const RecorderOptions& options) {
    if (options.path.empty()) throw Error("The animation has no file name.");
    if (!(options.fps >= kSmallestFps && options.fps <= kLargestFps))
        throw Error("An animation has 0.01 to 1000 frames a second, not " + std::to_string(options.fps) +
                    ".");
    if (options.size < 0 || options.size > kLargestSide)
        throw Error("An animation has at most " + std::to_string(kLargestSide) + " pixels a side, not " +
                    std::to_string(options.size) + ".");
}

std::unique_ptr<Recorder> make_unscaled(const RecorderOptions& options) {
    switch (options.format) {
        case AnimationFormat::gif:
            return make_gif_recorder(options);
        case AnimationFormat::png_sequence:
            return make_png_sequence_recorder(options);
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
    constexpr std::string_view kNames[] = {"GIF", "MP4", "WebM", "PNG sequence"};
    return kNames[static_cast<int>(format)];
}

std::string_view file_extension(AnimationFormat format) {
    constexpr std::string_view kExtensions[] = {".gif", ".mp4", ".webm", ""};
    return kExtensions[static_cast<int>(format)];
}

AnimationFormat animation_format_from_path(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const AnimationFormat format :
         {AnimationFormat::gif, AnimationFormat::mp4, AnimationFormat::webm, AnimationFormat::png_sequence})
        if (extension == file_extension(format)) return format;
    throw Error(path.string() + " has the ending \"" + extension +
                "\", but an animation is .gif, .mp4, .webm, or a folder (no ending) for a PNG sequence.");
}

}  // namespace progan
