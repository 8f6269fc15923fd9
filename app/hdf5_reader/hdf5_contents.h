// An HDF5 file as plain tensors and texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/files/descriptor.h"

namespace progan {

/// How much a file may hold.
struct Hdf5Limits {
    std::uint64_t tensor_bytes = 0;  ///< of all tensors, as float32
    std::size_t text_bytes = 0;      ///< of all names and texts
    std::size_t objects = 0;         ///< groups and data sets
    int depth = 0;                   ///< of groups in groups
    int seconds = 0;                 ///< of processor time
};

/// Those of a file of so many bytes.
Hdf5Limits hdf5_limits(std::uint64_t file_bytes);

/// Writes a safetensors file to `output`. Its tensors are the data sets of numbers, as
/// float32, each by its path ("model_weights/dense/kernel"). Its metadata are the attributes that are texts,
/// by the object's path, "@" and the attribute's name; a list of texts as a JSON list, its name followed by
/// "[]". What an optimizer has kept is left out. Throws Error with what follows the file's name in a
/// sentence.
void write_hdf5_contents(const std::string& path, const Hdf5Limits& limits, const Descriptor& output);

}  // namespace progan
