// A generator's weights in memory, and our model file: a safetensors file with the spec in its metadata.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/model/face_anchors.h"
#include "core/model/spec.h"

namespace progan {

struct WeightTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// One fact about where a model came from: "Code base" "pytorch_GAN_zoo (Facebook)".
struct OriginFact {
    std::string what, value;
    bool operator==(const OriginFact&) const = default;
};

struct Model {
    ModelSpec spec;
    std::vector<WeightTensor> tensors;  ///< exactly required_tensors(spec), in that order
    std::string sha256;  ///< of the file that it was read from, as it would be without axes and anchors: what
                         ///< identifies it
    std::filesystem::path path;
    std::size_t file_bytes = 0;
    std::vector<OriginFact>
        origin;  ///< what was found and decided in a converted checkpoint; otherwise empty
    std::optional<FaceAnchors> anchors;  ///< where its faces' eyes and mouth lie, if its file says so
    std::string axes;  ///< the text of the axes that its file carries (core/axes/model_axes.h), or empty

    std::int64_t parameter_count() const;
};

/// The first tensor with a value that is NaN or infinite; nullptr if there is none.
const WeightTensor* first_not_finite(const std::vector<WeightTensor>& tensors);

/// Throws Error naming the file and the tensor if a value is NaN or infinite.
void check_finite(const std::vector<WeightTensor>& tensors, const std::string& file);

/// Reads and checks a model file: container, metadata, spec, and every tensor's dtype (F32), shape and
/// values, which must be finite. Throws Error naming the file, what was found and what was needed; says so if
/// the file is recognizably something else (empty, folder, HTML page, Git-LFS pointer, PyTorch zip, pickle)
/// or larger than 8 GiB.
Model load_model(const std::filesystem::path& path);

/// Whether it is named like one: its name ends in .safetensors.
bool is_model_file_name(const std::filesystem::path& path);

/// Whether the file is one of ours: safetensors with our spec. False if it cannot be opened.
bool is_model_file(const std::filesystem::path& path);

/// Writes the model atomically; loading it restores equal values. Throws Error if tensors do not match the
/// spec or have a value that is NaN or infinite.
void save_model(const std::filesystem::path& path, const Model& model);

}  // namespace progan
