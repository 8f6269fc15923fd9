// The real program in a real window, seen through the file of its --ui-probe option.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/fixtures/desktop.h"

namespace progan::test {

class Explorer {
  public:
    /// Starts the program on `folder`/data and waits until it shows a face. Further options may follow.
    /// Several on one folder need a number each. A folder that was never used counts as used all the same,
    /// unless `first_start`: then the newcomer's card is there. `environment` is added to the program's,
    /// which has no session bus by itself.
    Explorer(Desktop& desktop, const std::filesystem::path& folder,
             const std::vector<std::string>& options = {}, int number = 1, bool first_start = false,
             const std::map<std::string, std::string>& environment = {});
    ~Explorer();
    Explorer(const Explorer&) = delete;
    Explorer& operator=(const Explorer&) = delete;

    using Probe = nlohmann::json;
    /// What the program wrote after its last frame that changed anything.
    Probe probe() const;
    /// Polls until the condition holds, at most two minutes; then the test fails (std::runtime_error), with
    /// the screen kept as failed.png in the folder.
    Probe wait_until(const std::string& what, const std::function<bool(const Probe&)>& condition) const;
    /// Whether the face shown is the one asked for last, whole: on a busy machine a coarser one may come
    /// first.
    static bool is_settled(const Probe& probe) {
        return probe["counters"]["shown"] == probe["counters"]["submitted"] &&
               !probe["state"]["preview"].get<bool>();
    }
    /// Waits for that.
    Probe settled() const;

    /// Center of a widget, once it is visible.
    struct Point {
        int x, y;
    };
    Point find(const std::string& widget) const;
    /// To how many degrees of an axis the last face of its filmstrip is turned, once it is shown.
    int strip_end(const std::string& axis) const;
    bool visible(const std::string& widget) const { return probe()["widgets"].contains(widget); }

    /// Of several windows, this one gets the mouse and the keyboard from now on.
    void focus() const;

    /// Moves the pointer to a widget, or so many pixels beside its center, and follows it there: what has
    /// just opened, or was scrolled to, may move in its first frames. Where the pointer is then.
    Point hover(const std::string& widget, int right = 0) const;
    void click(const std::string& widget) const;
    /// "ctrl+a"
    void press_keys(const std::string& keys) const {
        desktop_.input("keydown " + keys + " then keyup " + keys);
    }
    void type(const std::string& text) const { desktop_.input("type --delay 10 '" + text + "'"); }

    /// Clicks the program's own Quit and waits for its end; returns the exit code.
    int quit();
    /// The same where something is under way: says yes to the question whether to quit all the same.
    int quit_anyway();

    std::filesystem::path data_dir() const { return folder_ / "data"; }
    std::string output() const;
    Process& process() { return *process_; }

  private:
    /// Events of mouse and keyboard that the last frame has seen.
    std::uint64_t events_seen() const;

    Desktop& desktop_;
    std::filesystem::path folder_, probe_file_, output_file_;
    std::unique_ptr<Process> process_;
};

}  // namespace progan::test
