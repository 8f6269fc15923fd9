// The view that makes a slider from sorted faces.
#pragma once

#include "app/explorer/features/teach/teach_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void teach_panel(Panel& panel, TeachController& controller);
/// Its lower part, `width` pixels wide, and how tall that is.
void teach_result(Panel& panel, float width);
float teach_result_height(Panel& panel, float width);

}  // namespace progan
