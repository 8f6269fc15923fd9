// A model made ready to look for faces: the generator that goes backwards, heads that make true pictures at
// low levels, and the bank of random faces. Made once, for any number of photos. Owned and called by one
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/model/model_file.h"
#include "core/project/face_bank.h"
#include "core/project/face_search.h"
#include "core/support/progress.h"

namespace progan {

/// Of FaceBank::kProbes: a face that is closer to a photo than no more of them is none of the photo's person.
inline constexpr std::size_t kUnlikeAnything = 5;

struct ProjectorOptions {
    int threads = 0;           ///< 0: one per processor
    std::size_t faces = 4096;  ///< of the bank; fewer, 512 at least, if the model's faces are expensive
    std::uint32_t seed = 0;    ///< other seeds give a bank of other faces
};

class PhotoProjector {
  public:
    /// Takes some seconds of a processor. Throws Error if the model's faces are smaller than 4 levels
    /// need, and what `report` throws.
    PhotoProjector(const Model& model, const ProjectorOptions& options, const ProgressReport& report = {});

    const ModelSpec& spec() const { return generator_.spec(); }
    const FaceBank& bank() const { return *bank_; }

    /// search_face() with the model's bank.
    SearchResult search(const Image& picture, std::span<const float> weights, const SearchOptions& options,
                        const SearchReport& report = {});

    /// How near a face is to the picture: how many of FaceBank::kProbes random faces have their own nearest
    /// of the bank's farther away. 100: as near as faces of the model come to one another; 0: unlike anything
    /// that the model makes.
    std::size_t closeness(const Image& picture, const Image& face) const;

  private:
    GradientGenerator generator_;
    std::unique_ptr<const FaceBank> bank_;
};

}  // namespace progan
