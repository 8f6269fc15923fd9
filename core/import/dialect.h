// A dialect is one code base's way to name, lay out and compute a ProGAN generator; one file each in
// dialects/. What the code bases do was read in their public sources; each file says which.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/import/generator_builder.h"
#include "core/import/tensor_names.h"

namespace progan {

struct ImportOptions {
    std::string dialect;  ///< empty: recognised from names and shapes
    int level = -1;       ///< the level to show; -1: the last trained one
    int label = -1;       ///< of a generator with labels: which one; -1: the dialect's default
};

struct Dialect {
    std::string_view name;   ///< for --dialect
    std::string_view title;  ///< for people
    /// Whether these names are a generator of this dialect.
    bool (*fits)(const TensorNames& names);
    /// Gives the builder layers and spec. Throws Error for what is missing.
    void (*read)(const TensorNames& names, const ImportOptions& options, GeneratorBuilder& builder);
};

/// All of them; a more particular one stands before a more general one.
std::span<const Dialect* const> dialects();

extern const Dialect kGanZoo, kNvidia, kTheano, kTfGan, kTfUnnamed, kAkanimaxV3, kAkanimaxV2, kAladdin,
    kRosinality, kNashory, kPtrblck, kNetdissect, kGenForce, kInterFaceGan, kMmGeneration;

}  // namespace progan
