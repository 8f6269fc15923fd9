#include "core/train/tensors_file.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "core/support/error.h"
#include "core/support/half.h"
#include "core/support/text.h"

namespace progan {

namespace {

template <class Number>
std::vector<Number> read_numbers(const InputFile& file, const SafetensorsContents& contents,
                                 const SafetensorsEntry& entry) {
    std::vector<Number> numbers((entry.end - entry.begin) / sizeof(Number));
    file.read(contents.data_offset + entry.begin, std::as_writable_bytes(std::span(numbers)));
    return numbers;
}

}  // namespace

std::vector<WeightTensor> read_float_tensors(const InputFile& file, const SafetensorsContents& contents) {
    std::vector<WeightTensor> tensors;
    for (const SafetensorsEntry& entry : contents.header.entries) {
        WeightTensor tensor{entry.name, entry.shape, {}};
        if (entry.dtype == "F32") {
            tensor.values = read_numbers<float>(file, contents, entry);
        } else if (entry.dtype == "F16") {
            const auto halves = read_numbers<std::uint16_t>(file, contents, entry);
            tensor.values.resize(halves.size());
            std::transform(halves.begin(), halves.end(), tensor.values.begin(), from_half);
        } else {
            throw Error("{}: tensor {} is {}, but must be F32 or F16.", file.name(), quote(entry.name),
                        entry.dtype);
        }
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

}  // namespace progan
