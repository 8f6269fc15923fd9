// What `progan doctor` says, for reading and copying.
#pragma once

#include "app/explorer/features/doctor/doctor_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void doctor_dialog(Panel& panel, DoctorController& controller);

}  // namespace progan
