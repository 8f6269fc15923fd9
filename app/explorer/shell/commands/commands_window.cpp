// Commands: models, dialogs and the window itself.
#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>

#include "app/explorer/shell/commands/command_chords.h"
#include "app/explorer/shell/quitting.h"
#include "core/support/translate.h"

namespace progan {

void Commands::add_models() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(commands_.end(), {{"model.open",
                                        tr_later("Open a model..."),
                                        tr_later("open a model"),
                                        {ctrl(GLFW_KEY_O)},
                                        Reach::keys,
                                        [this] { features_.files.open(FilePurpose::open_model); }},
                                       {"model.list",
                                        tr_later("Models..."),
                                        tr_later("choose a model by its faces"),
                                        {ctrl_shift(GLFW_KEY_O)},
                                        Reach::keys,
                                        [this] { features_.model.show_list(); }},
                                       {"model.default",
                                        tr_later("Open the included model"),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { features_.model.open_default(); },
                                        [this] { return !state_.settings.model_path.empty(); }},
                                       {"model.about",
                                        tr_later("About this model"),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { state_.show_model = true; },
                                        model},
                                       {"axes.find",
                                        tr_later("Find more axes..."),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { state_.axes_list.show_find = true; },
                                        model}});
}

void Commands::add_dialogs() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(
        commands_.end(),
        {{"window.palette",
          tr_later("All commands..."),
          tr_later("find a command, a model, an axis or a favourite by name"),
          {ctrl_shift(GLFW_KEY_P)},
          Reach::keys,
          [this] { state_.palette.open = true; }},
         {"window.settings",
          tr_later("Settings..."),
          tr_later("settings"),
          {ctrl(GLFW_KEY_COMMA)},
          Reach::keys,
          [this] { features_.settings.open(); }},
         {"window.log", tr_later("Message log..."), "", {}, Reach::keys, [this] { state_.show_log = true; }},
         {"window.help",
          tr_later("Keys and hints"),
          tr_later("this list"),
          {typed('?'), plain(GLFW_KEY_F1)},
          Reach::keys,
          [this] { state_.show_help = true; }},
         {"window.manual", tr_later("Manual"), "", {}, Reach::keys, [this] { features_.manual.open(); }},
         {"window.welcome", tr_later("Welcome"), "", {}, Reach::keys, [this] { features_.welcome.show(); }},
         {"window.tour",
          tr_later("Show me around"),
          "",
          {},
          Reach::keys,
          [this] { features_.welcome.start_tour(); },
          model},
         {"window.doctor", tr_later("Doctor"), "", {}, Reach::keys, [this] { features_.doctor.ask(); }},
         {"window.about",
          tr_later("About ProGAN Explorer"),
          "",
          {},
          Reach::keys,
          [this] { state_.show_about = true; }},
         {"window.quit", tr_later("Quit"), tr_later("quit"), {ctrl(GLFW_KEY_Q)}, Reach::always, [this] {
              ask_to_quit(state_, features_);
          }}});
}

}  // namespace progan
