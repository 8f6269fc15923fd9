#include "app/explorer/features/remote/midi_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, MidiSettings& midi) {
    fields.text("port", midi.port);
}

}  // namespace progan
