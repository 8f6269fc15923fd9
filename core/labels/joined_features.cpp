#include "core/labels/joined_features.h"

#include <algorithm>
#include <utility>

#include "core/support/error.h"

namespace progan {

JoinedFeatures::JoinedFeatures(std::vector<std::shared_ptr<const PictureFeatures>> parts)
    : parts_(std::move(parts)) {
    if (parts_.empty()) throw Error("A picture cannot be described by nothing.");
    for (const auto& part : parts_) {
        if (part->side() != side())
            throw Error("Pictures of {0} x {0} and of {1} x {1} cannot be described together.", side(),
                        part->side());
        size_ += part->size();
    }
}

void JoinedFeatures::read(std::span<const Image> pictures, std::span<float> features) const {
    if (features.size() != pictures.size() * size_)
        throw Error("{} numbers were given for {} features of {} pictures.", features.size(), size_,
                    pictures.size());
    std::size_t begin = 0;
    for (const auto& part : parts_) {
        std::vector<float> own(pictures.size() * part->size());
        part->read(pictures, own);
        for (std::size_t i = 0; i < pictures.size(); ++i)
            std::ranges::copy(std::span(own).subspan(i * part->size(), part->size()),
                              features.begin() + static_cast<std::ptrdiff_t>(i * size_ + begin));
        begin += part->size();
    }
}

}  // namespace progan
