#include "core/train/discriminator_features.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "core/image/resize.h"
#include "core/model/spec.h"
#include "core/support/error.h"
#include "core/support/library_error.h"
#include "core/support/text.h"
#include "core/torch/abi/configuration.h"
#include "core/torch/abi/discriminator_layers.h"
#include "core/torch/abi/train_abi.h"
#include "core/train/discriminator_file.h"
#include "core/train/train_library.h"

namespace progan {
namespace {

using Shape = std::vector<std::int64_t>;
using ByName = std::map<std::string_view, const WeightTensor*>;  // without kDiscriminatorPrefix

std::string tensor_name(int level, const std::string& layer) {
    return fmt::format("levels.{}.{}", level, layer);
}

const WeightTensor& tensor_of(const ByName& tensors, const std::string& name, const std::string& file) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) throw Error("{} lacks the tensor {}.", file, quote(name));
    return *found->second;
}

/// The outputs of each level's from-RGB layer.
std::vector<std::int32_t> channels_of(const ByName& tensors, int level, const std::string& file) {
    std::vector<std::int32_t> channels;
    for (int l = 0; l <= level; ++l) {
        const std::string name = tensor_name(l, "from_rgb.weight");
        const Shape& shape = tensor_of(tensors, name, file).shape;
        if (shape.size() != 4 || shape[0] < 1 || shape[0] > kMaxTrainedChannels || shape[1] != 3)
            throw Error("{}: tensor {} has the shape {}, but [channels, 3, 1, 1] is needed.", file,
                        quote(name), shape_text(shape));
        channels.push_back(static_cast<std::int32_t>(shape[0]));
    }
    return channels;
}

std::map<std::string, Shape> needed_tensors(const std::vector<std::int32_t>& channels) {
    std::map<std::string, Shape> needed;
    for_each_discriminator_layer(channels, [&](int level, const char* name, const Shape& shape) {
        needed[tensor_name(level, name) + ".weight"] = shape;
        needed[tensor_name(level, name) + ".bias"] = {shape[0]};
    });
    return needed;
}

void check_tensors(const ByName& tensors, const std::vector<std::int32_t>& channels,
                   const std::string& file) {
    for (const auto& [name, shape] : needed_tensors(channels)) {
        const Shape& found = tensor_of(tensors, name, file).shape;
        if (found != shape)
            throw Error("{}: tensor {} has the shape {}, but {} is needed.", file, quote(name),
                        shape_text(found), shape_text(shape));
    }
}

}  // namespace

DiscriminatorFeatures::DiscriminatorFeatures(const std::filesystem::path& library,
                                             const std::filesystem::path& file, int side,
                                             const std::string& device)
    : side_(side) {
    const DiscriminatorFile discriminator = read_discriminator(file);
    if (resolution(discriminator.level) != side)
        throw Error("{0} judges pictures of {1} x {1}, but the model makes them of {2} x {2}.", file.string(),
                    resolution(discriminator.level), side);
    ByName tensors;
    std::vector<ProganTensor> for_torch;
    for (const WeightTensor& tensor : discriminator.tensors) {
        if (!tensor.name.starts_with(kDiscriminatorPrefix)) continue;
        const char* name = tensor.name.c_str() + kDiscriminatorPrefix.size();
        tensors[name] = &tensor;
        for_torch.push_back({name, tensor.values.data(), tensor.shape.data(),
                             static_cast<std::int32_t>(tensor.shape.size())});
    }
    const std::vector<std::int32_t> channels = channels_of(tensors, discriminator.level, file.string());
    check_tensors(tensors, channels, file.string());

    api_ = train_library(library);
    ProganError error{};
    describer_ = api_->describer_create(channels.data(), static_cast<std::int32_t>(channels.size()),
                                        for_torch.data(), for_torch.size(), device.c_str(), &error);
    if (describer_ == nullptr) throw Error(library_sentence("LibTorch", error.message));
    size_ = static_cast<std::size_t>(api_->feature_count(describer_));
}

DiscriminatorFeatures::~DiscriminatorFeatures() {
    api_->describer_destroy(describer_);
}

void DiscriminatorFeatures::read(std::span<const Image> pictures, std::span<float> features) const {
    if (features.size() != pictures.size() * size_)
        throw Error("{} numbers were given for {} features of {} pictures.", features.size(), size_,
                    pictures.size());
    while (!pictures.empty()) {
        const std::size_t count = std::min<std::size_t>(pictures.size(), PROGAN_MAX_DESCRIBED);
        std::vector<std::uint8_t> rgb;
        for (const Image& picture : pictures.first(count)) {
            const Image square = central_square(picture, side_);
            rgb.insert(rgb.end(), square.rgb.begin(), square.rgb.end());
        }
        ProganError error{};
        if (api_->describe(describer_, rgb.data(), count, features.data(), &error) == 0)
            throw Error(library_sentence("LibTorch", error.message));
        pictures = pictures.subspan(count);
        features = features.subspan(count * size_);
    }
}

}  // namespace progan
