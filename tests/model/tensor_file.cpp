#include "tests/model/tensor_file.h"

#include <cstring>

#include "core/keep/atomic_file.h"
#include "core/model/safetensors.h"

namespace progan::test {

std::map<std::string, WeightTensor> read_tensor_file(const std::filesystem::path& path) {
    const std::string bytes = read_text_file(path, 64 << 20);
    const auto prefix = std::as_bytes(std::span(bytes)).first<kSafetensorsPrefix>();
    const std::size_t length = safetensors_header_length(prefix, bytes.size(), path.string());
    const std::size_t data = kSafetensorsPrefix + length;
    const SafetensorsHeader header = parse_safetensors_header(bytes.substr(kSafetensorsPrefix, length),
                                                              bytes.size() - data, path.string());
    std::map<std::string, WeightTensor> result;
    for (const SafetensorsEntry& entry : header.entries) {
        WeightTensor& tensor = result[entry.name];
        tensor = {entry.name, entry.shape, std::vector<float>((entry.end - entry.begin) / sizeof(float))};
        std::memcpy(tensor.values.data(), bytes.data() + data + entry.begin, entry.end - entry.begin);
    }
    return result;
}

}  // namespace progan::test
