#include "app/explorer/features/slideshow/slideshow_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, SlideshowSettings& slideshow) {
    fields.number("seconds", slideshow.seconds, kMinSlideSeconds, kMaxSlideSeconds);
    fields.choice("source", slideshow.source, kSlideSourceNames);
    fields.choice("turn", slideshow.turn, kSlideTurnNames);
    fields.flag("captions", slideshow.captions);
}

}  // namespace progan
