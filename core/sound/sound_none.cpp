// Where the program was built without FFmpeg, nothing can be heard.
#include "core/sound/sound_curves.h"
#include "core/support/error.h"

namespace progan {

SoundCurves read_sound_curves(const std::filesystem::path& path, double, const ProgressReport&) {
    throw Error("{} cannot be heard: this program was built without FFmpeg, which reads sounds.",
                path.string());
}

}  // namespace progan
