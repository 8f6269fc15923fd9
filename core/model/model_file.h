// A generator's weights in memory, and our model file (one safetensors file with the spec in its metadata).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/model/spec.h"

namespace progan {

struct WeightTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// One line of where a model came from: "Code base" "pytorch_GAN_zoo (Facebook)".
struct OriginFact {
    std::string what, value;
    bool operator==(const OriginFact&) const = default;
};

struct Model {
    ModelSpec spec;
    std::vector<WeightTensor> tensors;  ///< exactly required_tensors(spec), in that order
    std::string sha256;                 ///< of the file it was read from
    std::filesystem::path path;
    std::size_t file_bytes = 0;
    std::vector<OriginFact> origin;  ///< of a converted checkpoint: what was found and decided; else empty

    std::int64_t parameter_count() const;
};

/// Reads and checks a model file: container, metadata, spec, and every tensor's dtype (F32) and shape against
/// the spec. Throws Error: one sentence naming the file, what was found and what was needed. What is
/// recognisably something else (empty, directory, HTML page, Git-LFS pointer, PyTorch zip, pickle) is named
/// as such. A file larger than 8 GiB is refused.
Model load_model(const std::filesystem::path& path);

/// Whether the file is ours: safetensors with our spec. False for what cannot be opened.
bool is_model_file(const std::filesystem::path& path);

/// Writes the model atomically; the result loads to equal values. Throws Error if tensors do not match the
/// spec.
void save_model(const std::filesystem::path& path, const Model& model);

}  // namespace progan
