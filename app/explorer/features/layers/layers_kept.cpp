#include "app/explorer/features/layers/layers_state.h"
#include "app/explorer/state/kept_fields.h"
#include "core/model/spec.h"

namespace progan {

void keep(KeptFields& fields, LayersSettings& layers) {
    fields.integer("level", layers.level, 0, kMaxLevels - 1);
    fields.choice("order", layers.order, kChannelOrderNames);
    fields.choice("scale", layers.scale, kChannelScaleNames);
    fields.flag("overlay", layers.overlay);
}

}  // namespace progan
