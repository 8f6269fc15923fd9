// HDF5 files, read in a process of its own (app/hdf5_reader), of which a crash or a hang is a sentence here.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/files/input_file.h"
#include "core/import/checkpoint.h"

namespace progan {

struct Hdf5Contents {
    /// By their paths: "model_weights/dense/dense/kernel:0". All are float32.
    std::map<std::string, Tensor, std::less<>> tensors;
    /// Attributes that are texts, by the object's path, "@" and the name: "@model_config"; lists of texts as
    /// JSON: "model_weights@layer_names[]".
    std::map<std::string, std::string, std::less<>> texts;
};

/// Whether a file begins as an HDF5 file does.
bool is_hdf5(std::string_view start);

/// Everything in a file but what an optimizer has kept. Throws Error that begins with `file.name()`: what is
/// damaged, beyond a limit or not followed. Cancelled passes through from `progress`.
Hdf5Contents read_hdf5(const InputFile& file, const ProgressReport& progress);

/// What the reading process has written, which is not trusted either.
Hdf5Contents hdf5_contents(const std::shared_ptr<InputFile>& written);

}  // namespace progan
