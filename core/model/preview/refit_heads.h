// New to-RGB heads for the levels below the last.
#pragma once

#include "core/model/backend.h"
#include "core/model/model_file.h"
#include "core/support/progress.h"

namespace progan {

/// A fully grown network's own heads of lower levels stopped learning when the next level had faded in, so
/// their colors are off. This gives every level below the last, even those without a head, one fitted to the
/// finished picture (preview_fit.h), so that a face keeps its colors at every size. `generator` is the
/// model's; `faces` should exceed the channels of a level divided by 16. Throws Error if the generator does
/// not expose intermediate features, and whatever `progress` throws.
void refit_heads(Model& model, Generator& generator, int faces, const ProgressReport& progress = {});

}  // namespace progan
