// The contents of every container: groups of named tensors (a state dict, a network's variables) and the
// plain values beside them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/import/tensor.h"
#include "core/support/progress.h"

namespace progan {

/// Among a checkpoint's numbers if a Keras file holds weights alone: its topology is what their names tell.
inline constexpr std::string_view kKerasWeightsAlone = "weights alone";

struct NamedTensor {
    std::string name;
    Tensor tensor;
};

struct TensorGroup {
    std::string path;        ///< inside the file: "avgG", "generator.state_dict"; "" at the top level
    std::string class_name;  ///< "tfutil Network", "model Generator"; "" for a dict
    std::vector<NamedTensor> tensors;  ///< in the file's order
};

struct Checkpoint {
    std::string container;  ///< "torch-zip", "torch-legacy", "pickle", "tensorbundle", "safetensors",
                            ///< "keras-hdf5", "keras"
    std::string file;       ///< the path for messages
    std::vector<TensorGroup> groups;
    std::map<std::string, double, std::less<>> numbers;             ///< by path: "config.alpha"
    std::map<std::string, std::vector<double>, std::less<>> lists;  ///< of up to 64 numbers
    std::map<std::string, std::string, std::less<>> texts;          ///< of up to 256 bytes
    std::string topology;                                           ///< Keras: the JSON of its layers
    std::uint64_t file_bytes = 0;
    std::string sha256;  ///< of the file, or in a folder of the file with the numbers

    std::optional<double> number(std::string_view path) const;
};

/// Opens a file or folder of a known container. Tensors are checked to lie inside the file, but not read yet.
/// Throws Error saying what the file is instead, or what is damaged or missing. Progress is in bytes.
Checkpoint open_checkpoint(const std::filesystem::path& path, const ProgressReport& progress = {});

/// Whether open_checkpoint() supports the file, judged by its first bytes.
bool is_checkpoint(const std::filesystem::path& path);

}  // namespace progan
