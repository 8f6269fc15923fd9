// What a checkpoint is when it is no ProGAN generator.
#pragma once

#include <string>

#include "core/import/checkpoint.h"

namespace progan {

/// One sentence that names the file and says what it holds instead; for an unknown layout its first entries.
std::string why_not(const Checkpoint& checkpoint);

}  // namespace progan
