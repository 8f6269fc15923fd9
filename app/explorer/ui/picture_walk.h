// A strip or a square of pictures as one stop of the Tab key, so that dozens of them are not dozens of stops:
// the arrows, Home and End walk among them. One thread (the window's).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

struct ImGuiStorage;

namespace progan {

class PictureWalk {
  public:
    struct Shape {
        std::size_t count = 0;
        std::size_t columns = 0;               ///< of a row; those of a strip are all of them
        std::optional<std::size_t> current{};  ///< where Tab comes to; else the first that is drawn
    };
    /// Before the pictures are drawn, in their window. Takes the keys if the walk is at one of them.
    PictureWalk(const char* id, const Shape& shape);
    /// After them.
    ~PictureWalk();
    PictureWalk(const PictureWalk&) = delete;
    PictureWalk& operator=(const PictureWalk&) = delete;

    /// After each picture that is drawn, while it is the last item.
    void drawn(std::size_t index);
    /// Where the keys have led just now: to be drawn also if it is out of sight.
    std::optional<std::size_t> wanted() const { return wanted_; }

  private:
    /// The walk's stops that belong to a picture: itself and what was drawn since the one before.
    struct Stops {
        std::size_t index, first, end;
    };

    unsigned id_;
    ImGuiStorage& kept_;  ///< of the pictures' window
    Shape shape_;
    std::vector<Stops> stops_;
    std::size_t before_;
    std::optional<std::size_t> wanted_, here_;
};

}  // namespace progan
