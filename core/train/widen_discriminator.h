// Continuing with a discriminator of more channels than the one that is there: it begins with nearly the same
// scores. After Net2Net (Chen, Goodfellow and Shlens 2016, arXiv 1511.05641), but its new channels start as
// random features that nothing listens to yet, instead of as copies.
#pragma once

#include <string_view>

#include "core/model/model_file.h"

namespace progan {

/// Puts the weights of a layer, `from`, into those of the same layer with at least as many inputs and
/// outputs, `into`, which has its initial random weights. `name`: without kDiscriminatorPrefix. Both are as
/// the equalized learning rate stores them. What the old outputs take from the old inputs stays the same;
/// what they take from new ones is 0; new outputs keep their initial weights. The scores still differ a
/// little, because the minibatch standard deviation is a mean over all channels. False, with nothing changed,
/// if a side of `from` is larger or 0, or the layers are of different kinds.
bool widen_layer(std::string_view name, const WeightTensor& from, WeightTensor& into);

}  // namespace progan
