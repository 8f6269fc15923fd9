// progan-explorer: reads the options, turns signals into a clean end, runs the window.
#include <pthread.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/explorer/app.h"
#include "app/explorer/platform/window.h"
#include "core/support/error.h"

namespace {

using progan::App;
using progan::AppOptions;

/// What the graphics driver offers, for `progan doctor`.
int print_gl_info() {
    const progan::Window window(64, 64, "ProGAN Explorer", progan::Window::Visibility::hidden);
    std::printf("%s\n", window.gl_description().c_str());
    return 0;
}

void add_options(CLI::App& cli, AppOptions& options) {
    cli.add_option("files", options.files, "Files to open, as if dropped on the window")->type_name("FILE");
    cli.add_option("--model", options.model, "Model file (.safetensors); default: the last one, else the one that comes with the program")
        ->type_name("FILE");
    cli.add_option("--data-dir", options.data_dir, "Where favourites, recordings and the session are kept")->type_name("DIR");
    cli.add_option("--device", options.device, "Where the generator runs: auto, cpu, cuda or cuda:N");
    cli.add_option("--scale", options.scale, "Size of text and buttons: 1, 1.5, 2, ...; default: as the display says")
        ->check(CLI::Range(0.5, 4.0));
    cli.add_option("--width", options.width, "Width of the window")->check(CLI::Range(640, 16384));
    cli.add_option("--height", options.height, "Height of the window")->check(CLI::Range(400, 16384));
    cli.add_option("--demo", options.demo, "Take a short tour by itself, leave a screenshot, favourites, an animation and a report in DIR, and end")
        ->type_name("DIR");
    cli.add_option("--ui-probe", options.probe, "Write where the widgets are and what is shown to FILE, for tests")->type_name("FILE");
}

/// SIGINT and SIGTERM close the window as its own button does. They are waited for in a thread, because nothing that
/// wakes the window may be called in a signal handler.
class SignalWatch {
  public:
    SignalWatch() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);  // inherited by every thread made later
        thread_ = std::thread([this] {
            int signal = 0;
            sigwait(&signals_, &signal);
            if (done_) return;
            App::request_quit();
        });
    }
    ~SignalWatch() {
        done_ = true;
        pthread_kill(thread_.native_handle(), SIGTERM);
        thread_.join();
    }

  private:
    sigset_t signals_{};
    std::atomic<bool> done_ = false;
    std::thread thread_;
};

}  // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Walk through the faces that a Progressive GAN has learned."};
    cli.set_version_flag("--version", PROGAN_VERSION);
    AppOptions options;
    add_options(cli, options);
    bool gl_info = false;
    cli.add_flag("--gl-info", gl_info, "Say what OpenGL there is, and end");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    try {
        if (gl_info) return print_gl_info();
        SignalWatch signals;
        App app(std::move(options));
        return app.run();
    } catch (...) {
        std::fprintf(stderr, "progan-explorer: %s\n", progan::current_error_sentence().c_str());
        return 1;
    }
}
