// Pictures as a run's discriminator sees them: it knows what the pictures of its data set differ in. Behind
// the ABI boundary to LibTorch (train_abi.h). Owned and used by one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/image/picture_features.h"

struct ProganDescriber;
struct ProganTrainApi;

namespace progan {

/// The means, over a grid of 4 x 4 cells, of the channels that enter each of its levels, and of those that
/// enter the minibatch standard deviation; over a coarser grid where that is more than 2048 numbers.
class DiscriminatorFeatures : public PictureFeatures {
  public:
    /// `file`: a discriminator.safetensors; `side`: of the model's faces, in pixels; `device`: "cpu" or
    /// "cuda:N". The first call takes about a second to load LibTorch. Throws Error naming the file if it is
    /// not a discriminator, is damaged, or judges pictures of another size; and as torch_library_function().
    DiscriminatorFeatures(const std::filesystem::path& library, const std::filesystem::path& file, int side,
                          const std::string& device);
    ~DiscriminatorFeatures() override;
    DiscriminatorFeatures(const DiscriminatorFeatures&) = delete;
    DiscriminatorFeatures& operator=(const DiscriminatorFeatures&) = delete;

    int side() const override { return side_; }
    std::size_t size() const override { return size_; }
    void read(std::span<const Image> pictures, std::span<float> features) const override;

  private:
    int side_;
    const ProganTrainApi* api_;
    ProganDescriber* describer_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace progan
