// The open model: which one, on which device; and the models that could be opened instead. One thread (the
// window's); models are read on the engine's.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

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
    void open(const std::string& path) { open_each({path}); }
    /// One after another, so that each is opened or refused; the last that can be opened stays.
    void open_each(const std::vector<std::string>& paths);
    /// After an opening has ended: the next of them. False if there is none, or another is being opened.
    bool open_next();
    /// In place of one that could not be opened, if the window has none: the last one used, else the default.
    void open_instead();
    void open_default();
    /// The one of the listed models that has this hash. They are looked into in the background; what was
    /// asked for before is forgotten.
    void open_by_hash(const std::string& sha256, std::function<void()> then, std::function<void()> otherwise);
    /// Tells later whether one of them has it. They are looked into in the background.
    void look_for(const std::string& sha256, std::function<void(bool here)> then);
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
    /// Once everything else has heard of it: what open_by_hash() was to call then.
    void call_waiting(const ModelReady& ready);
    void device_lost(const DeviceLost& lost);

  private:
    /// The path of a listed model of that hash.
    using Search = std::function<std::optional<std::string>(const ProgressReport& progress)>;
    Search search_for(const std::string& sha256) const;
    std::filesystem::path folder() const { return state_.data_dir / "models"; }
    std::filesystem::path samples_folder() const { return state_.data_dir / "model-samples"; }
    void start_opening(const std::string& path);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    std::map<std::filesystem::path, Ticket> looking_into_;
    std::deque<std::string> next_;  ///< to open after the one that is being opened
    Ticket finding_;                ///< a model by its hash
    Tickets looking_for_;
    struct Waiting {
        std::uint64_t opening = 0;
        std::function<void()> then;
    } waiting_;
};

}  // namespace progan
