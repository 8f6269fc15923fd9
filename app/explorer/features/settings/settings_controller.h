// The settings: their dialog, the keys of commands, what the data folder takes up, and a reset. One thread
// (the window's); folders are counted and cleared on the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/settings/key_map.h"
#include "app/explorer/platform/window.h"

namespace progan {

class SettingsController {
  public:
    /// What is set by other features.
    struct Hands {
        std::function<void(const std::string&)> set_device;
        std::function<void(double)> set_memory;  ///< for prepared frames, in MiB
        std::function<void(const std::filesystem::path&)> show_in_folder;
    };
    SettingsController(const FeatureContext& context, Hands hands)
        : state_(context.state),
          engine_(context.engine),
          actions_(context.actions),
          notifier_(context.notifier),
          hands_(std::move(hands)) {}
    SettingsController(const SettingsController&) = delete;
    SettingsController& operator=(const SettingsController&) = delete;

    /// Shows the dialog, at the section that was seen last.
    void open();
    void show(SettingsSection section);

    void set_seed_mode(SeedMode mode) { actions_.set_seed_mode(mode); }
    void set_device(const std::string& device) const { hands_.set_device(device); }
    void set_memory(double mib) const { hands_.set_memory(mib); }

    /// The next key that is pressed becomes the command's, in place of the one in `slot` or after the last.
    void ask_key(const std::string& command, std::size_t slot);
    /// Whatever was pressed while the state says capturing(): a key for the command, Esc to leave it as it
    /// is, Backspace to remove it, or Enter to take over what belongs to another command.
    void key(const KeyPress& press, std::span<const KeyedCommand> commands);
    void take_over(std::span<const KeyedCommand> commands);
    /// No key is waited for any more.
    void leave_keys();
    void reset_keys_of(std::size_t command, std::span<const KeyedCommand> commands);
    void reset_all_keys();

    /// In the background. What it found is in the dialog's state.
    void count();
    /// The same; counts again.
    void clear(std::size_t cache);
    void show_folder(const std::filesystem::path& in_data_folder) const;
    void forget_recent_models();

    /// Everything but the seeds' convention, which says what face a seed is, has its default.
    void reset();

  private:
    void take(const Chord& chord, std::span<const KeyedCommand> commands);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    Hands hands_;
    Ticket counting_, clearing_;
};

}  // namespace progan
