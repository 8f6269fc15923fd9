// Several descriptions of a picture as one. Plain functions; what the parts allow.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/image/picture_features.h"

namespace progan {

/// The numbers of each part, one after the other.
class JoinedFeatures : public PictureFeatures {
  public:
    /// At least one, all for faces of one size. Throws Error otherwise.
    explicit JoinedFeatures(std::vector<std::shared_ptr<const PictureFeatures>> parts);

    int side() const override { return parts_.front()->side(); }
    std::size_t size() const override { return size_; }
    void read(std::span<const Image> pictures, std::span<float> features) const override;

  private:
    std::vector<std::shared_ptr<const PictureFeatures>> parts_;
    std::size_t size_ = 0;
};

}  // namespace progan
