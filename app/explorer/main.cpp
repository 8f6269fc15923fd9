// progan-explorer: reads the options, turns signals into a clean end, runs the window.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <thread>

#include "app/explorer/platform/desktop_report.h"
#include "app/explorer/platform/display_server.h"
#include "app/explorer/platform/osc_sender.h"
#include "app/explorer/platform/window.h"
#include "app/explorer/shell/app.h"
#include "app/explorer/shell/session/session.h"
#include "core/arguments/flags.h"
#include "core/arguments/usage_sentence.h"
#include "core/support/bounded_spin.h"
#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/system/terminal.h"

namespace {

using progan::App;
using progan::AppOptions;

/// What the desktop and its graphics driver offer, for `progan doctor`.
int print_gl_info(progan::DisplayServer display_server) {
    std::fputs(progan::desktop_report().c_str(), stdout);
    std::fflush(stdout);  // before what opening the window may fail with
    const progan::Window window({.width = 64,
                                 .height = 64,
                                 .visibility = progan::Window::Visibility::hidden,
                                 .display_server = display_server},
                                "ProGAN Explorer");
    std::printf("%s\n%s\n", window.gl_description().c_str(), progan::display_server_text().c_str());
    return 0;
}

void add_options(CLI::App& cli, AppOptions& options) {
    cli.add_option("files", options.files, "Files to open, as if dropped on the window")->type_name("FILE");
    cli.add_flag("--new-window", options.new_window,
                 "Open the files in a new window even if one is already open");
    cli.add_option("--model", options.model,
                   "Model file or checkpoint (default: the last one used, otherwise the included one)")
        ->type_name("FILE");
    cli.add_option("--data-dir", options.data_dir, "Where favourites, recordings and the session are kept")
        ->type_name("DIR");
    cli.add_option("--device", options.device,
                   "Where the generator runs: auto, cpu, cuda, cuda:N or torch-cpu");
    cli.add_option("--language", options.language,
                   "Language of the window: en, ja (default: the one chosen before, otherwise the system's)")
        ->check(CLI::Validator(
            [](std::string& code) {
                if (!progan::is_language_code(code)) return "that is not a language code such as ja";
                return progan::is_translated(code, progan::texts_folder())
                           ? ""
                           : "the window is not translated into it";
            },
            "CODE"));
    cli.add_option("--scale", options.scale,
                   "Size of text and buttons: 1, 1.5, 2, ... (default: the display's scale)")
        ->check(CLI::Range(0.5, 4.0));
    cli.add_option_function<std::string>(
           "--display-server",
           [&options](const std::string& name) {
               options.display_server = progan::kDisplayServerNames.parse(name, "a display server");
           },
           "Where the window opens: x11, wayland or auto (default: auto, X11 where there is a DISPLAY)")
        ->check(CLI::IsMember({"auto", "x11", "wayland"}));
    cli.add_option("--width", options.width, "Width of the window")->check(CLI::Range(640, 16384));
    cli.add_option("--height", options.height, "Height of the window")->check(CLI::Range(400, 16384));
    CLI::Option* present = cli.add_flag(
        "--present", options.present,
        "Also show the face to an audience: alone, on another monitor, or in a window of its own");
    cli.add_option("--monitor", options.monitor,
                   "Monitor for --present, by its name in the settings, such as HDMI-1")
        ->type_name("NAME")
        ->needs(present);
    cli.add_option("--osc", options.osc_port,
                   "Port on which other programs can control the face by Open Sound Control")
        ->type_name("PORT")
        ->check(CLI::Range(progan::kMinOscPort, progan::kMaxOscPort));
    cli.add_option("--osc-out", options.osc_out,
                   "Host and port to send changes of the face to, by Open Sound Control")
        ->type_name("HOST:PORT")
        ->check(CLI::Validator(
            [](std::string& text) {
                return progan::osc_destination(text) ? ""
                                                     : "that is not a host and port such as 127.0.0.1:9001";
            },
            ""));
    cli.add_option("--midi", options.midi_port,
                   "MIDI input whose knobs and buttons control what they have learned: its name or part of "
                   "it, as listed in the settings, or a raw device such as /dev/snd/midiC1D0")
        ->type_name("PORT");
    cli.add_option("--demo", options.demo,
                   "Take a short tour, save a screenshot, favourites, an animation and a report in DIR, and "
                   "exit")
        ->type_name("DIR");
    cli.add_option("--ui-probe", options.probe, "Write widget positions and what is shown to FILE, for tests")
        ->type_name("FILE");
}

/// SIGINT and SIGTERM close the window as its own button does. The handler only writes to a pipe: nothing
/// that wakes the window may be called there. Blocking the signals and waiting for them would not do:
/// libraries start threads before main().
class SignalWatch {
  public:
    SignalWatch() {
        if (pipe2(pipe_, O_CLOEXEC) != 0) throw progan::Error("The program could not create a pipe.");
        struct sigaction action {};
        action.sa_handler = [](int) {
            const char byte = 'q';
            [[maybe_unused]] const ssize_t written = write(pipe_[1], &byte, 1);
        };
        sigaction(SIGINT, &action, nullptr);
        sigaction(SIGTERM, &action, nullptr);
        thread_ = std::thread([] {
            char byte = 0;
            while (read(pipe_[0], &byte, 1) < 0 && errno == EINTR) {
            }
            if (byte == 'q') App::request_quit();
        });
    }
    ~SignalWatch() {
        signal(SIGINT, SIG_DFL);
        signal(SIGTERM, SIG_DFL);
        close(pipe_[1]);  // the thread reads the end
        thread_.join();
        close(pipe_[0]);
    }

  private:
    static inline int pipe_[2] = {-1, -1};
    std::thread thread_;
};

}  // namespace

int main(int argc, char** argv) {
    progan::system::open_standard_streams();
    progan::bound_spinning(argv);
    progan::return_large_memory();
    CLI::App cli{"Explore the faces that a Progressive GAN has learned.", "progan-explorer"};
    cli.set_version_flag("--version", PROGAN_VERSION);
    AppOptions options;
    add_options(cli, options);
    bool gl_info = false;
    cli.add_flag("--gl-info", gl_info, "Print what the desktop and OpenGL offer, and exit");
    progan::flags_take_no_value(cli);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return cli.exit(error);  // says the help, or the version
        std::fprintf(stderr, "progan-explorer: %s\n", progan::usage_sentence(cli, error).c_str());
        return 2;
    }
    try {
        if (gl_info) return print_gl_info(options.display_server);
        if (progan::open_in_open_window(options)) {
            std::printf("Opened in the window that is already open; --new-window opens another one.\n");
            return 0;
        }
        SignalWatch signals;
        App app(std::move(options));
        return app.run();
    } catch (...) {
        std::fprintf(stderr, "progan-explorer: %s\n", progan::current_error_sentence().c_str());
        return 1;
    }
}
