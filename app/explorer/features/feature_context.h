// What every feature's controller is built from. The references outlive the controllers (shell/features.h
// owns what they refer to).
#pragma once

#include "app/explorer/state/app_state.h"
#include "app/explorer/state/face_actions.h"
#include "app/explorer/state/notifier.h"
#include "core/engine/engine.h"

namespace progan {

struct FeatureContext {
    AppState& state;
    Engine& engine;
    FaceActions& actions;
    Notifier& notifier;
};

}  // namespace progan
