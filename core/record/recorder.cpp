#include "core/record/recorder.h"

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

constexpr int kMaxSide = 8192;
constexpr double kMinFps = 0.01, kMaxFps = 1000;

constexpr int kMaxLoops = 1000;
constexpr std::size_t kMaxJourneyBytes = 16'000'000;  // WebM's tags are limited to 16 MiB
constexpr auto kExtensions = enum_names<AnimationFormat>({{AnimationFormat::gif, ".gif"},
                                                          {AnimationFormat::mp4, ".mp4"},
                                                          {AnimationFormat::webm, ".webm"},
                                                          {AnimationFormat::apng, ".apng"},
                                                          {AnimationFormat::png_sequence, ""},
                                                          {AnimationFormat::contact_sheet, ".png"}});

/// Shared by all formats: at least one frame, all of one size, scaled to the requested size; and nothing more
/// after a failure or the end, because half a recording must not be finished as if it were complete. A video
/// that repeats gets its frames again from disk.
class ScalingRecorder : public Recorder {
  public:
    ScalingRecorder(const RecorderOptions& options, std::unique_ptr<Recorder> inner)
        : options_(options),
          inner_(std::move(inner)),
          repeats_(is_video(options.format) ? std::max(1, options.loops) : 1) {
        options_.journey.clear();  // the inner recorder has it
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
        if (!added_) throw Error("{} has no frames.", name());
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
    std::string name() const { return fmt::format("The animation {}", options_.path.string()); }

    Image checked_and_scaled(const Image& frame) {
        check_open();
        if (finishing_) throw Error("{} is being finished and accepts no more frames.", name());
        if (frame.empty()) throw Error("{} was given an empty frame.", name());
        if (width_ == 0) {
            width_ = frame.width;
            height_ = frame.height;
        }
        if (frame.width != width_ || frame.height != height_)
            throw Error("{} was given a frame of {} x {} after frames of {} x {}.", name(), frame.width,
                        frame.height, width_, height_);
        const bool video = is_video(options_.format);
        const int larger = std::max(width_, height_), size = options_.size > 0 ? options_.size : larger;
        const auto side = [&](int pixels) {
            const int scaled =
                std::max(1, static_cast<int>(std::lround(static_cast<double>(pixels) * size / larger)));
            return video ? scaled + scaled % 2 : scaled;  // video stores one color per 2 x 2 pixels
        };
        if (side(width_) == width_ && side(height_) == height_) return frame;
        return resize(frame, side(width_), side(height_),
                      options_.smooth ? ResizeFilter::smooth : ResizeFilter::nearest);
    }

    void check_open() const {
        if (!inner_) throw Error("{} is no longer being recorded: it was finished or has failed.", name());
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
    std::unique_ptr<Recorder> inner_;  ///< null after the end
    int width_ = 0, height_ = 0;       ///< of the frames, before scaling
    bool added_ = false, finishing_ = false;
    const int repeats_;
    std::optional<FrameSpool> spool_;  ///< for the repeats
    std::int64_t repeated_ = 0;
};

void check(const RecorderOptions& options) {
    if (options.path.empty()) throw Error("The animation has no file name.");
    if (!(options.fps >= kMinFps && options.fps <= kMaxFps))
        throw Error("An animation must have {} to {} frames per second, not {}.", kMinFps, kMaxFps,
                    options.fps);
    if (options.size < 0 || options.size > kMaxSide)
        throw Error("An animation must have at most {} pixels per side, not {}.", kMaxSide, options.size);
    if (options.loops < 0 || options.loops > kMaxLoops)
        throw Error("The number of loops must be 1 to {}, or 0 for endless, not {}.", kMaxLoops,
                    options.loops);
    std::error_code error;
    if (!options.sound.empty() && std::filesystem::equivalent(options.path, options.sound, error))
        throw Error("The animation {} would overwrite its own sound file: give it another name.",
                    options.path.string());
    if (options.journey.size() > kMaxJourneyBytes)
        throw Error("The animation {} cannot contain a journey of {} bytes, only of up to {}.",
                    options.path.string(), options.journey.size(), kMaxJourneyBytes);
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
    return std::make_unique<ScalingRecorder>(options, make_unscaled(options));
}

bool is_video(AnimationFormat format) {
    return format == AnimationFormat::mp4 || format == AnimationFormat::webm;
}

std::string_view to_string(AnimationFormat format) {
    return kAnimationFormatNames.name(format);
}

std::string_view to_string(Dithering dithering) {
    return kDitheringNames.name(dithering);
}

std::string_view file_extension(AnimationFormat format) {
    return kExtensions.name(format);
}

AnimationFormat animation_format_from_path(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (extension == ".png") return AnimationFormat::apng;
    if (const auto format = kExtensions.find(extension)) return *format;
    throw Error(
        "{} has the extension \"{}\", but an animation must be .gif, .mp4, .webm, .apng, .png or, for a PNG "
        "sequence, a folder (no extension).",
        path.string(), extension);
}

}  // namespace progan
