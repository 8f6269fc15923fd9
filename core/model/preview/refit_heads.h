// New to-RGB heads for the levels below the last.
#pragma once

#include "core/model/backend.h"
#include "core/model/model_file.h"
#include "core/support/progress.h"

namespace progan {

/// A grown network's own heads of lower levels stopped learning when the next level had faded in: their
/// colours are off. This gives every level below the last a head fitted to the finished picture
/// (preview_fit.h), also one that had none, so that a face keeps its colours at every size. `generator` is
/// the model's; `faces` more than the channels of a level divided by 16. Throws Error if it cannot be
/// watched, and what `progress` throws.
void refit_heads(Model& model, Generator& generator, int faces, const ProgressReport& progress = {});

}  // namespace progan
