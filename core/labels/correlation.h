// How far two attributes go together, and how far one varies. Plain functions; any thread.
#pragma once

#include <span>

namespace progan {

/// Pearson's coefficient over the places where neither is NaN; 0 if there are none or one never changes.
/// Throws Error if sizes differ.
double correlation(std::span<const double> a, std::span<const double> b);

/// Of two attributes' labels, NaN where there is none: the correlation of the labels, or, where that is
/// larger by its absolute value, of the one's labels with whether the other has any. A beard goes together
/// with what tells men from women, though women are not labelled with it.
double label_correlation(std::span<const double> a, std::span<const double> b);

/// Of all the values, divided by their count; 0 if there are none.
double standard_deviation(std::span<const double> values);

}  // namespace progan
