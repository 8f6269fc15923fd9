#include "core/model/preview/refit_heads.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/model/preview/preview_fit.h"
#include "core/support/error.h"

namespace progan {

void refit_heads(Model& model, Generator& generator, int faces, const ProgressReport& progress) {
    PreviewFit fit(model.spec, faces, 0);
    for (int face = 0; face < faces; ++face) {
        if (progress) progress(face, faces);
        if (!fit.add_face(generator) && model.spec.last_level > 0)
            throw Error(
                "This device does not expose the levels below the last, so heads cannot be fitted. Use "
                "--device cpu.");
    }
    std::map<std::string, std::vector<float>> fitted;
    for (const auto& [level, head] : fit.solve()) {
        const std::string name = fmt::format("levels.{}.to_rgb", level);
        fitted[name + ".weight"] = head.weight;
        fitted[name + ".bias"] = {head.bias.begin(), head.bias.end()};
        if (!has_to_rgb(model.spec, level)) model.spec.to_rgb_levels.push_back(level);
    }
    std::sort(model.spec.to_rgb_levels.begin(), model.spec.to_rgb_levels.end());

    std::map<std::string, WeightTensor> old;
    for (WeightTensor& tensor : model.tensors) old[tensor.name] = std::move(tensor);
    model.tensors.clear();
    for (const TensorShape& needed : required_tensors(model.spec)) {
        if (const auto found = fitted.find(needed.name); found != fitted.end())
            model.tensors.push_back({needed.name, needed.shape, std::move(found->second)});
        else
            model.tensors.push_back(std::move(old.at(needed.name)));
    }
}

}  // namespace progan
