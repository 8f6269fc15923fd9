#include "app/explorer/teach.h"

namespace progan {

void Teach::tick(double /*now*/) {}

bool Teach::handle(const Event& /*event*/) {
    return false;
}

}  // namespace progan
