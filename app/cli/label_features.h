// progan directions --method labels: what attributes are learned from.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/image/picture_features.h"

namespace progan::cli {

struct LabelFeatures {
    std::shared_ptr<const PictureFeatures> features;
    std::filesystem::path discriminator;  ///< that was used; empty: the fixed basis alone
    std::string told;                     ///< a sentence on what they are
};

/// The fixed basis, and what a discriminator sees: the `given` one, or, if that is empty, the one of the run
/// that `model` lies in, if there is one that can be used. Both together read 15 attributes of portraits
/// better than either alone. `side`: of the model's faces. Throws Error if the given one cannot be used.
LabelFeatures label_features(const std::filesystem::path& given, const std::filesystem::path& model, int side,
                             const std::string& device);

}  // namespace progan::cli
