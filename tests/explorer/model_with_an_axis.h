// A model with one axis, for tests of what turns sliders from elsewhere.
#pragma once

#include <filesystem>

#include "app/explorer/shell/features.h"
#include "tests/explorer/fake_engine.h"

namespace progan::test {

/// The axis is "Mouth open", with the id "sefa-1", and does what it says up to 30 degrees.
inline void open_model_with_an_axis(AppState& state, Features& features,
                                    const std::filesystem::path& data_dir) {
    state.data_dir = data_dir;
    features.model_opened(plain_model());
    Axis smile;
    smile.id = "sefa-1";
    smile.name = "Mouth open";
    smile.direction = Latent(kLatentSize);
    smile.direction[0] = 1;
    smile.range = 30;
    state.axes = {smile};
    ++state.axes_given;
}

}  // namespace progan::test
