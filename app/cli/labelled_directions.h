// progan directions --method labels: axes learned from labelled pictures.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/options/model_options.h"
#include "core/axes/effect_size.h"

namespace CLI {
class App;
}

namespace progan::cli {

struct LabelOptions {
    std::filesystem::path data, labels;
    std::vector<std::string> attributes;   ///< columns; empty: all
    std::vector<std::string> conditional;  ///< "age:glasses,beard", or "all"
    std::vector<std::string> titles;       ///< "gender=Gender:feminine,masculine"
    std::filesystem::path discriminator;   ///< empty: the one beside the model, if any
    std::size_t pictures = 20'000;
    bool skip_missing = false;

    bool any() const;
};
void add_label_options(CLI::App& command, LabelOptions& options);

/// Learns, writes the axes to `output` and prints what was learned. `faces`: to fit on; 0: enough. Throws
/// Error, and UsageError for options that contradict each other.
void find_labelled_directions(const ModelOptions& model, const LabelOptions& options, int faces,
                              const EffectOptions& effect, const std::string& output, bool json);

}  // namespace progan::cli
