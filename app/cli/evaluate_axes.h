// progan evaluate --labels: whether a model's axes do what they say.
#pragma once

#include <cstddef>
#include <filesystem>

#include "app/cli/options/model_options.h"

namespace progan::cli {

struct EvaluateAxesOptions {
    std::filesystem::path data, labels;
    std::filesystem::path axes;  ///< .npz; empty: those that the model carries
    int faces = 500;
    std::size_t pictures = 20'000;  ///< at most, to learn the second reader from
    bool skip_missing = false;
    bool json = false, markdown = false;
};

/// Learns a second reader, of pixels, from the labelled pictures, turns faces along every axis that was
/// learned from a label, and prints what it sees. Throws Error.
void evaluate_axes(const ModelOptions& model, const EvaluateAxesOptions& options);

}  // namespace progan::cli
