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
    double fps = 25;
    int size = 0;  ///< pixels a side of the result; 0: as the frames are. Odd sizes are rounded up for video
    bool smooth = true;        ///< scaling: bicubic, or nearest
    bool loop_forever = true;  ///< GIF only
};

/// Frames in, file out. The result appears under its name only when finish() returns: until then all is
/// written beside it under a temporary name, which the destructor removes. All functions throw Error naming
/// the file (disk full, no permission, codec missing in this libavcodec, wrong frame size).
class Recorder {
  public:
    virtual ~Recorder() = default;
    virtual void add(const Image& frame) = 0;  ///< all frames of one size
    virtual void finish() = 0;                 ///< at least one frame must have been added; call once
};

std::unique_ptr<Recorder> make_recorder(const RecorderOptions& options);

std::string_view to_string(AnimationFormat format);       ///< "GIF", "MP4", "WebM", "PNG sequence"
std::string_view file_extension(AnimationFormat format);  ///< ".gif", ...; "" for png_sequence
/// From ".gif", ".mp4", ".webm"; no extension means png_sequence. Throws Error naming what was found and what
/// there is.
AnimationFormat animation_format_from_path(const std::filesystem::path& path);

}  // namespace progan
