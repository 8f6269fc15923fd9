#include "app/explorer/features/welcome/welcome_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, WelcomeState& welcome) {
    fields.flag("open", welcome.open);
    fields.flag("random", welcome.random);
    fields.flag("turned", welcome.turned);
    fields.flag("kept", welcome.kept);
}

}  // namespace progan
