// The dialog that exports faces.
#pragma once

#include "app/explorer/features/export/export_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void export_dialog(Panel& panel, ExportController& controller);

}  // namespace progan
