// What looks like a model or a checkpoint by its name, for lists that a person chooses from. What a file is,
// its contents decide (import.h), whatever it is called.
#pragma once

#include <filesystem>
#include <string_view>

namespace progan {

/// The usual endings of files.
inline constexpr std::string_view kCheckpointEndings =
    ".safetensors .pth .pt .pkl .pickle .bin .ckpt .tar .model .index .h5 .hdf5 .keras";

/// A file with one of the usual endings, or a folder in which TensorFlow has saved a model.
bool is_checkpoint_name(const std::filesystem::path& path);

/// A SavedModel or hub module of TensorFlow.
bool is_checkpoint_folder(const std::filesystem::path& path);

}  // namespace progan
