#include "app/explorer/compare.h"

namespace progan {

void Compare::tick(double /*now*/) {}

bool Compare::handle(const Event& /*event*/) {
    return false;
}

}  // namespace progan
