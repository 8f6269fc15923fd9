// Where the program was built without FFmpeg, which writes GIF and video.
#include "core/record/recorders.h"
#include "core/record/sound_bit_rate.h"
#include "core/support/error.h"

namespace progan {
namespace {

[[noreturn]] void refuse(const RecorderOptions& options) {
    throw Error(
        "{} cannot be written: this program was built without FFmpeg, which it needs for GIF and video. "
        "Choose .apng, .png or a folder.",
        options.path.string());
}

}  // namespace

std::unique_ptr<Recorder> make_video_recorder(const RecorderOptions& options) {
    refuse(options);
}

std::unique_ptr<Recorder> make_gif_recorder(const RecorderOptions& options) {
    refuse(options);
}

std::int64_t sound_bit_rate(AnimationFormat) {
    return 0;
}

}  // namespace progan
