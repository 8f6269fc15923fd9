// What the open model is and where it comes from.
#pragma once

#include "app/explorer/ui/panel.h"

namespace progan {

void model_popup(Panel& panel);

}  // namespace progan
