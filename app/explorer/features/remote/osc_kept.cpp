#include "app/explorer/features/remote/osc_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, OscSettings& osc) {
    fields.flag("on", osc.on);
    fields.integer("port", osc.port, kMinOscPort, kMaxOscPort);
    fields.flag("other_machines", osc.other_machines);
    fields.text("send_to", osc.send_to);
}

}  // namespace progan
