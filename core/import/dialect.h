// A dialect is one code base's way of naming, laying out and computing a ProGAN generator; one file each in
// dialects/. Each file names the public sources that it was derived from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/import/generator_builder.h"
#include "core/import/named_tensors.h"

namespace progan {

struct ImportOptions {
    std::string dialect;       ///< empty: detected from names and shapes
    std::optional<int> level;  ///< the level to show; nothing: the last trained one
    std::optional<int> label;  ///< the label, if the generator has any; nothing: the dialect's default
};

struct Dialect {
    std::string_view name;   ///< for --dialect
    std::string_view title;  ///< for display
    /// Whether these names are those of a generator of this dialect.
    bool (*matches)(const NamedTensors& names);
    /// Gives the builder the layers and spec. Throws Error if something is missing.
    void (*convert)(const NamedTensors& names, const ImportOptions& options, GeneratorBuilder& builder);
};

/// All dialects, more specific ones before more general ones.
std::span<const Dialect* const> dialects();

extern const Dialect kGanZoo, kNvidia, kTheano, kTfGan, kTfUnnamed, kAkanimaxV3, kAkanimaxV2, kAladdin,
    kRosinality, kNashory, kPtrblck, kNetdissect, kGenForce, kInterFaceGan, kMmGeneration, kKeras;

}  // namespace progan
