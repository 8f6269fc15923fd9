#include "app/explorer/features/training/training_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, TrainingState& training) {
    fields.path("folder", training.folder);
    fields.number("smoothing", training.smoothing, 0, 0.99);
    fields.path("data", training.form.data);
    fields.path("out", training.form.out);
    fields.text("name", training.form.name);
    fields.integer("resolution", training.form.resolution, 16, 1024);
    fields.integer("images_per_phase", training.form.images_per_phase, 16, 100'000'000);
}

}  // namespace progan
