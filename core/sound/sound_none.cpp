// Where the program was built without FFmpeg, nothing can be heard.
#include "core/sound/sound_curves.h"
#include "core/support/error.h"

namespace progan {

SoundCurves read_sound_curves(const std::filesystem::path& path, double, const ProgressReport&) {
    throw Error("{} cannot be read: this program was built without FFmpeg, which it needs for sound.",
                path.string());
}

}  // namespace progan
