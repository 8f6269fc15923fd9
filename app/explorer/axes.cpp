#include "app/explorer/axes.h"

namespace progan {

void Axes::tick(double /*now*/) {}

bool Axes::handle(const Event& /*event*/) {
    return false;
}

}  // namespace progan
