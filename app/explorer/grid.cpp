#include "app/explorer/grid.h"

namespace progan {

void Grid::tick(double /*now*/) {}

bool Grid::handle(const Event& /*event*/) {
    return false;
}

}  // namespace progan
