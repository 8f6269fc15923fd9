#include "app/explorer/features/journey/timeline_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, TimelineState& timeline) {
    fields.number("playhead", timeline.playhead, 0, 4e6);
    fields.integer("selected", timeline.selected, -1, 1'000'000);
    fields.number("memory_mib", timeline.memory_mib, 0, 65536);
    fields.text("name", timeline.name);
}

}  // namespace progan
