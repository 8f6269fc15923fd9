// Fits preview heads by least squares, at each lower level, from the features of random faces to their
// finished pictures, scaled down by averaging. With X the features of all pixels plus a constant 1 for the
// bias, and Y the colors, the head is (X'X + ridge)^-1 X'Y. Owned and called by one thread.
#pragma once

#include <functional>
#include <memory>

#include "core/model/preview/preview_heads.h"

namespace progan {

class PreviewFit {
  public:
    /// For a model shown at its last level: heads of the levels from `lowest` to the one below the last.
    /// `faces` is at least 1.
    explicit PreviewFit(const ModelSpec& spec, int faces = kFaces, int lowest = kLowestPreviewLevel);
    ~PreviewFit();
    PreviewFit(PreviewFit&&) noexcept;
    PreviewFit& operator=(PreviewFit&&) noexcept;

    int faces_done() const { return faces_done_; }
    int faces() const { return faces_; }

    /// Adds one face, which takes about as long as one image. Calls `between` at each level; what that throws
    /// leaves the fit unchanged. False if the generator does not expose intermediate features.
    bool add_face(Generator& generator, const std::function<void()>& between = {});

    /// The heads fitted to the faces so far, without levels whose equations have no finite solution.
    PreviewHeads solve() const;

  private:
    /// Ten times as many do not reduce the squared error on other faces of the default model.
    static constexpr int kFaces = 24;
    struct Sums;

    ModelSpec spec_;
    int faces_, faces_done_ = 0;
    std::map<int, std::unique_ptr<Sums>> sums_;  ///< by level
};

}  // namespace progan
