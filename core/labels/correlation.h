// How far two attributes go together. A plain function; any thread.
#pragma once

#include <span>

namespace progan {

/// Pearson's coefficient over the places where neither is NaN; 0 if there are none or one never changes.
/// Throws Error if sizes differ.
double correlation(std::span<const double> a, std::span<const double> b);

}  // namespace progan
