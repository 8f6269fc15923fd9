// One picture that fades into the next. What comes while it fades takes the place of what it fades into, so
// that a moving face stays in step with the hand. One thread (the window's).
#pragma once

#include "core/image/image.h"
#include "core/support/clock.h"

namespace progan {

class Fade {
  public:
    /// The same face, further on.
    void follow(const Image& picture);
    /// Another face: from what is seen at `now` to this one in `length`. At once if that is 0 or nothing was
    /// seen.
    void jump(const Image& picture, Time now, Seconds length);

    bool under_way() const { return !from_.empty(); }
    /// How much of the newest picture is seen: 0 when the fade begins, 1 when it is over; slow at both ends.
    double part(Time now) const;
    /// What is seen. Ends the fade when its time is over.
    Image picture(Time now);

  private:
    Image from_;  ///< empty: there is no fade
    Image to_;
    Image sized_;  ///< `from_` in the size that both are mixed in
    Time began_;
    Seconds length_{0};
};

}  // namespace progan
