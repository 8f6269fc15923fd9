// What looks like a model or a checkpoint by its name, for lists that a person chooses from. What a file is,
// its contents decide (import.h), whatever it is called.
#pragma once

#include <filesystem>

namespace progan {

/// A file with one of the usual endings, or a folder in which TensorFlow has saved a model.
bool is_checkpoint_name(const std::filesystem::path& path);

/// A SavedModel or hub module of TensorFlow.
bool is_checkpoint_folder(const std::filesystem::path& path);

}  // namespace progan
