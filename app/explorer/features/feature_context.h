// What every feature's controller is built from. The references outlive the controllers (shell/features.h
// owns what they refer to).
#pragma once

#include <functional>
#include <string>
#include <string_view>

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
    /// A command's keys as they are now, "Space"; empty if it has none.
    std::function<std::string(std::string_view command)> keys_of = [](std::string_view) {
        return std::string();
    };
};

/// Opens the model of this hash if it is among those that can be chosen, and then calls `then`; `otherwise`
/// if it is not.
using OpenModelOf = std::function<void(const std::string& sha256, std::function<void()> then,
                                       std::function<void()> otherwise)>;

}  // namespace progan
