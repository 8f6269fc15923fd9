#include "app/explorer/features/stage/stage_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, StageSettings& stage) {
    fields.choice("place", stage.place, kStagePlaceNames);
    fields.text("monitor", stage.monitor);
    fields.number("fade", stage.fade, 0, kMaxStageFade);
    fields.flag("caption", stage.caption);
}

}  // namespace progan
