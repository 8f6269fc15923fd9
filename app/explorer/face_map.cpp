#include "app/explorer/face_map.h"

namespace progan {

void FaceMapView::tick(double /*now*/) {}

bool FaceMapView::handle(const Event& /*event*/) {
    return false;
}

}  // namespace progan
