// The open model: which one, on which device. One thread (the window's); models are read on the engine's.
#pragma once

#include <string>

#include "app/explorer/features/feature_context.h"

namespace progan {

class ModelController {
  public:
    explicit ModelController(const FeatureContext& context)
        : state_(context.state),
          engine_(context.engine),
          actions_(context.actions),
          notifier_(context.notifier) {}

    /// The current model stays open until the new one is ready.
    void open(const std::string& path);
    void open_default();
    void cancel_opening();
    /// An id of AppState::devices, or "auto".
    void set_device(const std::string& device);

    void opened(const ModelReady& ready);
    void device_lost(const DeviceLost& lost);

  private:
    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
};

}  // namespace progan
