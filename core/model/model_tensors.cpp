#include "core/model/model_tensors.h"

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {

const WeightTensor& tensor(const Model& model, const std::string& name) {
    for (const WeightTensor& found : model.tensors)
        if (found.name == name) return found;
    throw Error("The model has no tensor {}.", name);
}

const Model& with_checked_shapes(const Model& model) {
    for (const TensorShape& needed : required_tensors(model.spec)) {
        const WeightTensor& found = tensor(model, needed.name);
        std::int64_t count = 1;
        for (const std::int64_t size : found.shape) count *= size;
        if ((found.shape != needed.shape && found.shape != needed.other_shape) ||
            static_cast<std::int64_t>(found.values.size()) != count)
            throw Error("The model's tensor {} has shape {}, but must have {}.", needed.name,
                        shape_text(found.shape), shape_text(needed.shape));
    }
    return model;
}

}  // namespace progan
