// Explains why a checkpoint is not a ProGAN generator.
#pragma once

#include <string>

#include "core/import/checkpoint.h"

namespace progan {

/// One sentence that names the file and says what it contains instead; for an unknown layout, its first
/// entries.
std::string explain_rejection(const Checkpoint& checkpoint);

}  // namespace progan
