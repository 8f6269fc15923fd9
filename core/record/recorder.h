// Animations into files: GIF, MP4, WebM or a folder of PNGs. Bounded memory. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/image/image.h"

namespace progan {

enum class AnimationFormat { gif, mp4, webm, png_sequence };

struct RecorderOptions {
    std::filesystem::path path;  ///< the file, or for png_sequence the folder
    AnimationFormat format = AnimationFormat::gif;
    double fps = 25;     ///< 0.01 to 1000. A GIF is never faster than 50: viewers slow such down to 10
    int size = 0;        ///< pixels of the result's longer side, at most 8192; 0: as the frames are. Odd
                         ///< sides are rounded up for video
    bool smooth = true;  ///< scaling: ResizeFilter::smooth, or nearest
    bool loop_forever = true;  ///< GIF only
};

/// Frames in, file out. The result appears under its name only when it is finished: until then all is written
/// beside it under a temporary name, which the destructor removes. A file of that name is then replaced; a
/// folder of that name must be empty. All functions throw Error naming the file (disk full, no permission,
/// codec missing in this libavcodec, wrong frame size); a recording that could not be written is removed at
/// once and cannot be continued.
class Recorder {
  public:
    virtual ~Recorder() = default;
    virtual void add(const Image& frame) = 0;  ///< all frames of one size

    /// One slice of the finishing, about one frame's work (a GIF gets its colours here); true when the result
    /// is in place. At least one frame must have been added; none can be added after it.
    virtual bool finish_slice() = 0;

    /// All slices of the finishing.
    void finish() {
        while (!finish_slice()) {
        }
    }
};

/// Throws Error at once if the options are impossible, the target cannot be replaced or its folder not
/// written.
std::unique_ptr<Recorder> make_recorder(const RecorderOptions& options);

std::string_view to_string(AnimationFormat format);       ///< "GIF", "MP4", "WebM", "PNG sequence"
std::string_view file_extension(AnimationFormat format);  ///< ".gif", ...; "" for png_sequence
/// From ".gif", ".mp4", ".webm"; no extension means png_sequence. Throws Error naming what was found and what
/// there is.
AnimationFormat animation_format_from_path(const std::filesystem::path& path);

}  // namespace progan
