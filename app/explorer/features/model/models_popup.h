// The models to choose from, each with a few of its faces.
#pragma once

#include "app/explorer/features/model/model_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void models_popup(Panel& panel, ModelController& controller);

}  // namespace progan
