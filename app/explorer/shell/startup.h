// How the program starts: what the command line says, and what the session and the favourites bring back.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/platform/display_server.h"
#include "app/explorer/shell/instances/window_claim.h"
#include "app/explorer/state/app_state.h"

namespace progan {

struct AppOptions {
    std::string model;               ///< empty: the session's, else the default
    std::filesystem::path data_dir;  ///< empty: XDG
    std::string device;              ///< empty: the session's
    std::string language;            ///< of the texts, "ja"; empty: the session's
    std::filesystem::path demo;      ///< empty: no demo
    std::filesystem::path probe;     ///< empty: no probe
    double scale = 0;                ///< of text; 0: the session's or the display's
    int width = 0, height = 0;       ///< 0: the session's
    std::vector<std::string> files;  ///< to open, as if dropped
    bool new_window = false;         ///< not in a window that is open already
    DisplayServer display_server = DisplayServer::automatic;
    bool present = false;   ///< the stage opens, too
    std::string monitor;    ///< the stage's; empty: the session's
    int osc_port = 0;       ///< to listen on for OSC; 0: as the session says
    std::string osc_out;    ///< "HOST:PORT" to send changes to; empty: as the session says
    std::string midi_port;  ///< to listen to, or a raw device; empty: as the session says
};

/// The folder that the options name, which is made. Throws Error if that fails.
std::filesystem::path data_folder(const AppOptions& options);

/// Hands the files to a window that is open on the same data folder. False if there is none, there are no
/// files, or the options ask for a window of its own, as all but the data folder do.
bool open_in_open_window(const AppOptions& options);

/// The state before there is a window, of the number that `claim` gave it. A session or favourites that
/// cannot be read are set aside, with a notification. Throws Error if the data directory cannot be made.
AppState state_at_start(const AppOptions& options, const WindowClaim& claim);

}  // namespace progan
