#include "core/export/model_npz.h"

#include <string>

#include "core/files/atomic_file.h"
#include "core/files/npy.h"
#include "core/files/npz.h"

namespace progan {

void save_model_npz(const std::filesystem::path& path, const Model& model) {
    check_finite(model.tensors, path.string());
    NpzEntries entries{{"spec.json", spec_to_json(model.spec)}};
    for (const WeightTensor& tensor : model.tensors) {
        const std::vector<std::size_t> shape(tensor.shape.begin(), tensor.shape.end());
        std::string& array = entries[tensor.name + ".npy"];
        array = npy_prefix("<f4", shape);
        array.append(reinterpret_cast<const char*>(tensor.values.data()),
                     tensor.values.size() * sizeof(float));
    }
    write_file_atomically(path, write_zip(entries));
}

}  // namespace progan
