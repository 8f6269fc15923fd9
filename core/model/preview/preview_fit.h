// Fits preview heads: least squares, at each lower level, from the features of random faces to their finished
// pictures, scaled down by averaging. With X the features of all pixels, one more that is 1 for the bias, and
// Y the colours, the head is (X'X + ridge)^-1 X'Y. Owned and called by one thread.
#pragma once

#include <functional>
#include <memory>

#include "core/model/preview/preview_heads.h"

namespace progan {

class PreviewFit {
  public:
    /// For a model shown at its last level: heads of the levels from `lowest` to the one below. `faces` 1 or
    /// more.
    explicit PreviewFit(const ModelSpec& spec, int faces = kFaces, int lowest = kLowestPreviewLevel);
    ~PreviewFit();
    PreviewFit(PreviewFit&&) noexcept;
    PreviewFit& operator=(PreviewFit&&) noexcept;

    int faces_done() const { return faces_done_; }
    int faces() const { return faces_; }

    /// Takes one more face into account, which is about one image's work. `between` is called at each level
    /// of it; what that throws leaves the fit as it was. False if this generator cannot be watched.
    bool add_face(Generator& generator, const std::function<void()>& between = {});

    /// The heads by what was seen so far. A level whose equations have no finite solution is left out.
    PreviewHeads solve() const;

  private:
    /// Ten times as many make the squared error on other faces of the default model no smaller.
    static constexpr int kFaces = 24;
    struct Sums;

    ModelSpec spec_;
    int faces_, faces_done_ = 0;
    std::map<int, std::unique_ptr<Sums>> sums_;  ///< by level
};

}  // namespace progan
