// Photos that wait until it is their turn, and the reading of the one whose turn it is. One thread (the
// window's); photos are read on the engine's side threads.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/engine/engine.h"
#include "core/image/image.h"

namespace progan {

/// Where a photo comes from.
struct PhotoSource {
    std::filesystem::path path;
    std::string png;   ///< in place of a path
    std::string name;  ///< as the person knows it
};

/// A photo that was read.
struct Photo {
    Image image;                         ///< upright
    std::shared_ptr<const Image> shown;  ///< shrunk for the screen
    std::string sha256;                  ///< of its pixels
};

class PhotoQueue {
  public:
    explicit PhotoQueue(Engine& engine) : engine_(engine) {}

    void add(PhotoSource photo) { waiting_.push_back(std::move(photo)); }
    std::size_t size() const { return waiting_.size(); }
    void clear() { waiting_.clear(); }

    /// Takes the first out and begins to read it. There must be one. Returns its name; `done` is called at a
    /// drain, unless abandon() or another take() comes before.
    std::string take(std::function<void(Result<std::shared_ptr<const Photo>>)> done);
    /// The photo that is being read is not wanted any more.
    void abandon() { reading_.abandon(); }

  private:
    Engine& engine_;
    std::deque<PhotoSource> waiting_;
    Ticket reading_;
};

}  // namespace progan
