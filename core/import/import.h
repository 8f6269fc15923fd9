// Opens any ProGAN checkpoint as a Model: container, dialect, and conversion to our own layout. Nothing
// pickled in a file is executed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/import/dialect.h"
#include "core/model/model_file.h"
#include "core/support/progress.h"

namespace progan {

/// Reads a checkpoint of any supported code base. The result's `origin` says what was decided. Throws Error
/// saying what the file is instead of a ProGAN generator, or what is damaged, missing or unknown. Cancelled
/// passes through from `progress`, which is in thousandths.
Model import_checkpoint(const std::filesystem::path& path, const ImportOptions& options = {},
                        const ProgressReport& progress = {});

/// The same for an open checkpoint.
Model convert_checkpoint(const Checkpoint& checkpoint, const ImportOptions& options = {},
                         const ProgressReport& progress = {});

/// Opens one of our model files or any checkpoint, for the explorer and the commands. Throws Error, too, if a
/// dialect or a label is chosen for one of our files.
Model open_any_model(const std::filesystem::path& path, const ImportOptions& options = {},
                     const ProgressReport& progress = {});

/// Names for --dialect.
std::vector<std::string> dialect_names();

}  // namespace progan
