// Animations into files: GIF, MP4, WebM, APNG, a folder of PNGs or a contact sheet. Bounded memory. One
// thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace progan {

enum class AnimationFormat { gif, mp4, webm, apng, png_sequence, contact_sheet };
inline constexpr std::array kAnimationFormats{AnimationFormat::gif,          AnimationFormat::mp4,
                                              AnimationFormat::webm,         AnimationFormat::apng,
                                              AnimationFormat::png_sequence, AnimationFormat::contact_sheet};

/// How a GIF makes do with 256 colours.
enum class Dithering {
    none,       ///< bands of colour, the smallest file
    pattern,    ///< a fixed pattern of dots, which stands still from frame to frame
    diffusion,  ///< the finest picture, the largest file
};
inline constexpr std::array kDitherings{Dithering::none, Dithering::pattern, Dithering::diffusion};

struct RecorderOptions {
    std::filesystem::path path;  ///< the file, or for png_sequence the folder
    AnimationFormat format = AnimationFormat::gif;
    double fps = 25;     ///< 0.01 to 1000. A GIF is never faster than 50: viewers slow such down to 10
    int size = 0;        ///< pixels of the longer side of a frame, at most 8192; 0: as the frames are. Odd
                         ///< sides are rounded up for video
    bool smooth = true;  ///< scaling: ResizeFilter::smooth, or nearest
    int loops = 0;       ///< how often it is shown, at most 1000; 0: for ever. A video has its frames so many
                         ///< times, and once for 0
    Dithering dithering = Dithering::diffusion;  ///< GIF only
    /// The journey that the file carries, as JSON: core/documents/embedded_journey.h reads it back. Empty:
    /// none.
    std::string journey;
    // Contact sheet only:
    int columns = 0;                    ///< 0: the most nearly square grid
    std::vector<std::string> captions;  ///< empty, or one a frame
};

/// Frames in, file out. The result appears under its name only when it is finished: until then all is written
/// beside it under a temporary name, which the destructor removes. A file of that name is then replaced; a
/// folder of that name must be empty. All functions throw Error naming the file (disk full, no permission,
/// codec missing in this libavcodec, wrong frame size); a recording that could not be written is removed at
/// once and cannot be continued.
class Recorder {
  public:
    virtual ~Recorder() = default;

    /// How many of the frames, evenly spread over all, it wants to see before the first is added: a GIF's
    /// colours are made of them. If it sees none, of the first frame alone.
    virtual int samples_wanted() const { return 0; }
    virtual void sample(const Image& /*frame*/) {}

    virtual void add(const Image& frame) = 0;  ///< all frames of one size

    /// One slice of the finishing, about one frame's work; true when the result is in place. At least one
    /// frame must have been added; none can be added after it.
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

std::string_view to_string(AnimationFormat format);  ///< "GIF", "MP4", "WebM", "APNG", "PNG sequence", ...
std::string_view file_extension(AnimationFormat format);  ///< ".gif", ...; "" for png_sequence
std::string_view to_string(Dithering dithering);          ///< "none", "pattern", "diffusion"
/// From ".gif", ".mp4", ".webm", ".apng" or ".png"; no extension means png_sequence. Throws Error naming what
/// was found and what there is.
AnimationFormat animation_format_from_path(const std::filesystem::path& path);

}  // namespace progan
