// The open model: which one, on which device; and the models that could be opened instead. One thread (the
// window's); models are read on the engine's.
#pragma once

#include <filesystem>
#include <map>
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
    /// Fills AppState::models with what can be chosen now.
    void list();
    /// The same, and opens the dialog that shows them.
    void show_list();
    /// What is known of a listed model. The first call has it looked into, in the background.
    const ModelCard& card(const ListedModel& model);
    void cancel_opening();
    /// An id of AppState::devices, or "auto".
    void set_device(const std::string& device);

    void opened(const ModelReady& ready);
    void device_lost(const DeviceLost& lost);

  private:
    std::filesystem::path folder() const { return state_.data_dir / "models"; }

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    std::map<std::filesystem::path, Ticket> looking_into_;
};

}  // namespace progan
