// What a slideshow shows, and how. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/image/image.h"
#include "core/latent/channel_edits.h"
#include "core/latent/latent.h"
#include "core/support/enum_names.h"

namespace progan {

class KeptFields;

enum class SlideSource { favourites, journey };
/// From one face to the next: their pictures blend, or the face moves along the sphere.
enum class SlideTurn { fade, morph };

inline constexpr auto kSlideSourceNames =
    enum_names<SlideSource>({{SlideSource::favourites, "favourites"}, {SlideSource::journey, "journey"}});
inline constexpr auto kSlideTurnNames =
    enum_names<SlideTurn>({{SlideTurn::fade, "fade"}, {SlideTurn::morph, "morph"}});

inline constexpr double kMinSlideSeconds = 1, kMaxSlideSeconds = 60;

struct SlideshowSettings {
    double seconds = 5;  ///< for which a face stays
    SlideSource source = SlideSource::favourites;
    SlideTurn turn = SlideTurn::fade;
    bool captions = true;
};

struct SlideshowState {
    bool playing = false;  ///< it has the window, also while it is paused
    bool paused = false;
    std::size_t at = 0, count = 0;
    std::string caption;           ///< the name of that face, or empty
    Latent latent;                 ///< what the main view makes in place of the current face
    ChannelEdits edits;            ///< of that face
    Image picture;                 ///< what is on screen
    std::uint64_t picture_id = 0;  ///< another one for each picture
    bool controls = true;          ///< are seen: for a moment after the mouse has moved, and while paused
    std::uint64_t uploaded = 0;    ///< the picture that is drawn
    float controls_width = 0;      ///< as of the last frame
};

/// What the session keeps of it.
void keep(KeptFields& fields, SlideshowSettings& slideshow);

}  // namespace progan
