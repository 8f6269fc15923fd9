// Writes animations: GIF, MP4, WebM, APNG, a folder of PNGs or a contact sheet. Bounded memory. One thread at
// a time.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"
#include "core/support/enum_names.h"

namespace progan {

enum class AnimationFormat { gif, mp4, webm, apng, png_sequence, contact_sheet };
inline constexpr std::array kAnimationFormats{AnimationFormat::gif,          AnimationFormat::mp4,
                                              AnimationFormat::webm,         AnimationFormat::apng,
                                              AnimationFormat::png_sequence, AnimationFormat::contact_sheet};

/// How a GIF approximates colors with a palette of 256.
enum class Dithering {
    none,       ///< color banding, the smallest file
    pattern,    ///< a fixed dot pattern, which does not flicker between frames
    diffusion,  ///< the best picture, the largest file
};
inline constexpr std::array kDitherings{Dithering::none, Dithering::pattern, Dithering::diffusion};

/// A GIF's frames are never shown faster: viewers slow faster ones down to 10 per second.
inline constexpr double kMaxGifFps = 50;

struct RecorderOptions {
    std::filesystem::path path;  ///< the file, or for png_sequence the folder
    AnimationFormat format = AnimationFormat::gif;
    double fps = 25;  ///< 0.01 to 1000; those of a GIF are shown at kMaxGifFps at most
    int size =
        0;  ///< pixels of the longer side, at most 8192; 0: that of the frames. Rounded up to even for video
    bool smooth = true;  ///< scaling: ResizeFilter::smooth, or nearest
    int loops =
        0;  ///< 1 to 1000, or 0 for endless. A video contains its frames this many times, or once for 0
    Dithering dithering = Dithering::diffusion;  ///< GIF only
    /// The journey to embed, as JSON; core/documents/embedded_journey.h reads it back. Empty: none.
    std::string journey;
    /// A file whose sound a video has from its beginning on, cut or followed by silence where the frames end.
    /// Empty: none. Other formats have no sound.
    std::filesystem::path sound = {};
    std::int64_t sound_frames = 0;  ///< the sound begins anew after so many frames; 0: never
    std::int64_t first_number = 0;  ///< of a PNG sequence's files
    // Contact sheet only:
    int columns = 0;                    ///< 0: the most nearly square grid
    std::vector<std::string> captions;  ///< empty, or one per frame
};

/// Turns frames into a file. The result appears under its name only once it is finished; until then
/// everything is written beside it under a temporary name, which the destructor removes. An existing file is
/// replaced; an existing folder must be empty. All functions throw Error naming the file (disk full, no
/// permission, codec missing in this libavcodec, wrong frame size); a recording that could not be written is
/// removed at once and cannot be continued.
class Recorder {
  public:
    virtual ~Recorder() = default;

    /// The number of frames, evenly spaced, to pass to sample() before the first is added: a GIF's colors
    /// are computed from them, or from the first frame alone if there are none.
    virtual int samples_wanted() const { return 0; }
    virtual void sample(const Image& /*frame*/) {}

    virtual void add(const Image& frame) = 0;  ///< all frames of one size

    /// One slice of finishing, about one frame's work; true once the result is in place. At least one frame
    /// must have been added; none can be added afterwards.
    virtual bool finish_slice() = 0;

    /// All slices of finishing.
    void finish() {
        while (!finish_slice()) {
        }
    }
};

/// Throws Error at once if the options are invalid, the target cannot be replaced or its folder is not
/// writable.
std::unique_ptr<Recorder> make_recorder(const RecorderOptions& options);

inline constexpr auto kAnimationFormatNames =
    enum_names<AnimationFormat>({{AnimationFormat::gif, "GIF"},
                                 {AnimationFormat::mp4, "MP4"},
                                 {AnimationFormat::webm, "WebM"},
                                 {AnimationFormat::apng, "APNG"},
                                 {AnimationFormat::png_sequence, "PNG sequence"},
                                 {AnimationFormat::contact_sheet, "Contact sheet"}});
inline constexpr auto kDitheringNames = enum_names<Dithering>(
    {{Dithering::none, "none"}, {Dithering::pattern, "pattern"}, {Dithering::diffusion, "diffusion"}});
bool is_video(AnimationFormat format);               ///< MP4 or WebM
std::string_view to_string(AnimationFormat format);  ///< "GIF", "MP4", "WebM", "APNG", "PNG sequence", ...
std::string_view file_extension(AnimationFormat format);  ///< ".gif", ...; "" for png_sequence
std::string_view to_string(Dithering dithering);          ///< "none", "pattern", "diffusion"
/// From ".gif", ".mp4", ".webm", ".apng" or ".png"; no extension means png_sequence. Throws Error naming what
/// was found and the choices.
AnimationFormat animation_format_from_path(const std::filesystem::path& path);

}  // namespace progan
