// The containers, one file each. open_checkpoint() chooses by the first bytes.
#pragma once

#include <memory>

#include "core/files/input_file.h"
#include "core/import/checkpoint.h"
#include "core/import/containers/hdf5_reader.h"

namespace progan {

/// A zip archive with data.pkl and one entry per storage, written by torch.save since PyTorch 1.6.
void read_torch_zip(const InputFile& file, Checkpoint& checkpoint);

/// Consecutive pickles, then the raw storages: torch.save before PyTorch 1.6.
bool is_torch_legacy(std::string_view start);
void read_torch_legacy(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress);

/// A pickle with NumPy arrays.
bool is_plain_pickle(std::string_view start);
void read_plain_pickle(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress);

/// TensorFlow's variables: an .index file with its .data shards beside it.
void read_tensor_bundle(const std::filesystem::path& index, Checkpoint& checkpoint);
/// The .index file of a folder (TF1 checkpoint, SavedModel, hub module) or of one of its files; empty if
/// there is none. Throws Error if a SavedModel lacks it.
std::filesystem::path find_tensor_bundle(const std::filesystem::path& path);

/// A whole Keras model as HDF5. Its variables get the names of their layers: "dense/0" the kernel, "dense/1"
/// the bias; and so they do of an archive.
void read_keras_hdf5(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress);
/// The same for what is read already.
void read_keras_contents(const Hdf5Contents& contents, Checkpoint& checkpoint);

/// A zip archive as Keras 3 writes it (.keras).
bool is_keras_archive(const InputFile& file);
void read_keras_archive(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress);

/// A safetensors file that is not our own model file.
void read_safetensors(const std::shared_ptr<InputFile>& file, Checkpoint& checkpoint);

}  // namespace progan
