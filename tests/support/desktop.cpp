#include "tests/support/desktop.h"

#include <poll.h>
#include <unistd.h>

#include <stdexcept>

namespace progan::test {

Desktop::Desktop(int width, int height) {
    int channel[2];
    if (pipe(channel) != 0) throw std::runtime_error("pipe failed");
    // Xvfb chooses the display and writes its number when it is ready. Without -noreset it begins anew when
    // its last window closes, and turns away who comes meanwhile.
    server_ = std::make_unique<Process>(
        std::vector<std::string>{"Xvfb", "-noreset", "-displayfd", std::to_string(channel[1]), "-screen", "0",
                                 std::to_string(width) + "x" + std::to_string(height) + "x24", "-nolisten",
                                 "tcp"},
        std::map<std::string, std::string>{}, "/dev/null", channel[1]);
    close(channel[1]);
    std::string number;
    pollfd waiting{channel[0], POLLIN, 0};
    char c = 0;
    while (poll(&waiting, 1, 30000) > 0 && read(channel[0], &c, 1) == 1 && c != '\n') number += c;
    close(channel[0]);
    if (number.empty()) throw std::runtime_error("Xvfb did not start: is it installed?");
    display_ = ":" + number;
}

void Desktop::input(const std::string& commands) const {
    output_of("DISPLAY=" + display_ + " xdotool " + commands + " 2>&1");
}

void Desktop::focus_window(const std::string& name) const {
    input("search --sync --name '^" + name + "' windowfocus --sync");
}

void Desktop::screenshot(const std::filesystem::path& path) const {
    output_of("DISPLAY=" + display_ + " import -window root '" + path.string() + "' 2>&1");
}

}  // namespace progan::test
