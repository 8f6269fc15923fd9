// The UI font: Inter from Debian's fonts-inter, with Japanese from fonts-vlgothic for the characters that are
// in use. A full Japanese atlas would cost start-up time and memory, so characters are added when they first
// appear. One thread.
#pragma once

#include <set>
#include <string_view>

namespace progan {

class Fonts {
  public:
    /// Call before a frame with the height of text in pixels. Builds the atlas if the size changed or new
    /// characters were asked for; returns true if it did (its texture must be uploaded again).
    bool build(float pixels);

    /// Text that will be shown: characters outside Latin are put into the next atlas.
    void need(std::string_view utf8);
    void need(unsigned code_point);

  private:
    float built_pixels_ = 0;
    std::set<unsigned> extra_;
    bool stale_ = false;
};

}  // namespace progan
