#include "tests/window/explorer.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace progan::test {
namespace {

/// PROGAN_EXPLORER_PROGRAM names another build than the tests' own, such as one for the sanitizers.
std::string program() {
    const char* named = std::getenv("PROGAN_EXPLORER_PROGRAM");
    return named ? named : PROGAN_EXPLORER;
}

constexpr auto kPatience = std::chrono::seconds(120);
constexpr auto kBetweenLooks = std::chrono::milliseconds(5);

std::string contents(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// As an earlier start leaves it, with everything at its default.
void leave_a_session(const std::filesystem::path& data) {
    if (std::filesystem::exists(data / "session.json")) return;
    std::filesystem::create_directories(data);
    std::ofstream(data / "session.json") << "{\"version\": 2}";
}

}  // namespace

Explorer::Explorer(Desktop& desktop, const std::filesystem::path& folder,
                   const std::vector<std::string>& options, int number, bool first_start,
                   const std::map<std::string, std::string>& environment)
    : desktop_(desktop),
      folder_(folder),
      probe_file_(folder / ("probe-" + std::to_string(number) + ".json")),
      output_file_(folder / ("output-" + std::to_string(number) + ".txt")) {
    std::filesystem::create_directories(folder / "pictures");
    std::filesystem::remove(probe_file_);
    if (!first_start) leave_a_session(data_dir());
    std::vector<std::string> command{program(), "--data-dir", data_dir().string(), "--ui-probe",
                                     probe_file_.string()};
    command.insert(command.end(), options.begin(), options.end());
    desktop.watch({});
    // Of a bus that is there, the dialogs of the desktop that runs the test would come.
    std::map<std::string, std::string> all = environment;
    all.insert({{"DISPLAY", desktop.display()},
                {"LC_ALL", "C.UTF-8"},
                {"XDG_PICTURES_DIR", (folder / "pictures").string()},
                {"LIBGL_ALWAYS_SOFTWARE", "1"},
                {"WAYLAND_DISPLAY", ""},
                {"DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"}});
    process_ = std::make_unique<Process>(command, all, output_file_);
    wait_until("a face is shown",
               [](const Probe& p) { return !p["state"]["loading"] && p["counters"]["shown"] > 0; });
    if (environment.contains("WAYLAND_DISPLAY"))
        desktop.watch([this] { return events_seen(); });  // on X11 there is no window of its own
    else
        focus();
    settled();
}

int Explorer::strip_end(const std::string& axis) const {
    const std::string strip = "Axis/" + axis + "/Strip/";
    int end = 0;
    wait_until("the filmstrip of " + axis, [&](const Probe& probe) {
        for (const auto& [name, place] : probe["widgets"].items())
            if (name.starts_with(strip)) end = std::max(end, std::stoi(name.substr(strip.size())));
        return end > 0;
    });
    return end;
}

void Explorer::focus() const {
    desktop_.watch({});
    desktop_.focus_window("ProGAN Explorer", process_->id());
    desktop_.watch([this] { return events_seen(); });
}

Explorer::~Explorer() {
    desktop_.watch({});
}

std::uint64_t Explorer::events_seen() const {
    const Probe seen = probe();
    return seen.empty() ? 0 : seen["counters"]["inputs"].get<std::uint64_t>();
}

Explorer::Probe Explorer::probe() const {
    const Probe probe = Probe::parse(contents(probe_file_), nullptr, false);
    return probe.is_discarded() ? Probe::object() : probe;
}

Explorer::Probe Explorer::wait_until(const std::string& what,
                                     const std::function<bool(const Probe&)>& condition) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (true) {
        Probe now = probe();
        if (!now.empty() && condition(now)) return now;
        if (const auto status = process_->wait(0))
            throw std::runtime_error("the program ended with " + std::to_string(*status) + " before " + what +
                                     ": " + output());
        if (std::chrono::steady_clock::now() > end) {
            desktop_.screenshot(folder_ / "failed.png");
            throw std::runtime_error("waited in vain until " + what + ": " +
                                     now.value("state", Probe()).dump() + output());
        }
        std::this_thread::sleep_for(kBetweenLooks);
    }
}

Explorer::Probe Explorer::settled() const {
    return wait_until("the last request is shown", is_settled);
}

Explorer::Point Explorer::find(const std::string& widget) const {
    const Probe seen = wait_until("\"" + widget + "\" is visible",
                                  [&](const Probe& p) { return p["widgets"].contains(widget); });
    const Probe& r = seen["widgets"][widget];
    return {static_cast<int>(r[0].get<double>() + r[2].get<double>() / 2),
            static_cast<int>(r[1].get<double>() + r[3].get<double>() / 2)};
}

Explorer::Point Explorer::hover(const std::string& widget, int right) const {
    Point at{-1, -1};
    for (Point now = find(widget); now.x != at.x || now.y != at.y; now = find(widget)) {
        at = now;
        desktop_.input("mousemove " + std::to_string(at.x + right) + " " + std::to_string(at.y));
    }
    return {at.x + right, at.y};
}

void Explorer::click(const std::string& widget) const {
    hover(widget);
    desktop_.input("mousedown 1 then mouseup 1");
}

int Explorer::quit() {
    click("Top/Settings");
    click("Top/Quit");
    const std::optional<int> status = process_->wait(60);
    if (!status) throw std::runtime_error("the program did not end after Quit was clicked");
    return *status;
}

int Explorer::quit_anyway() {
    click("Top/Settings");
    click("Top/Quit");
    click("Quit/Quit");
    const std::optional<int> status = process_->wait(60);
    if (!status) throw std::runtime_error("the program did not end after Quit was confirmed");
    return *status;
}

std::string Explorer::output() const {
    return contents(output_file_);
}

}  // namespace progan::test
