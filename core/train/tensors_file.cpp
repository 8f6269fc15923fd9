#include "core/train/tensors_file.h"

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {

std::vector<WeightTensor> read_f32_tensors(const InputFile& file, const SafetensorsContents& contents) {
    std::vector<WeightTensor> tensors;
    for (const SafetensorsEntry& entry : contents.header.entries) {
        if (entry.dtype != "F32")
            throw Error("{}: tensor {} is {}, but must be F32.", file.name(), quote(entry.name), entry.dtype);
        WeightTensor tensor{entry.name, entry.shape,
                            std::vector<float>((entry.end - entry.begin) / sizeof(float))};
        file.read(contents.data_offset + entry.begin, std::as_writable_bytes(std::span(tensor.values)));
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

}  // namespace progan
