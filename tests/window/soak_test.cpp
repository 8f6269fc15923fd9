// Anything a hand can do, in any order: clicks, drags, keys, wheel, text, drops and sizes by a seeded
// generator, on the real program. It has to stay alive, and what it leaves has to open. PROGAN_SOAK_SECONDS
// and PROGAN_SOAK_SEED set the length and the beginning; the same seed makes the same choices among the same
// widgets. What was done is in soak.txt. PROGAN_EXPLORER_PROGRAM=$PWD/build/asan/bin/progan-explorer has the
// sanitizers watch.
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/image/image_file.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

int number_from_environment(const char* name, int otherwise) {
    const char* value = std::getenv(name);
    return value ? std::atoi(value) : otherwise;
}

/// What a program holds of the machine.
struct Holding {
    double seconds = 0;
    long kilobytes = 0, files = 0, threads = 0;
};

Holding holding_of(int process, double seconds) {
    const std::string place = "/proc/" + std::to_string(process);
    Holding now{seconds};
    std::ifstream status(place + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) now.kilobytes = std::atol(line.c_str() + 6);
        if (line.starts_with("Threads:")) now.threads = std::atol(line.c_str() + 8);
    }
    std::error_code ignored;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(place + "/fd", ignored)) ++now.files;
    return now;
}

/// KiB per minute by least squares over the later samples.
double slope(const std::vector<Holding>& samples, double from) {
    double n = 0, t = 0, y = 0, tt = 0, ty = 0;
    for (const Holding& s : samples) {
        if (s.seconds < from) continue;
        const double minutes = s.seconds / 60, kilobytes = static_cast<double>(s.kilobytes);
        n += 1, t += minutes, y += kilobytes, tt += minutes * minutes, ty += minutes * kilobytes;
    }
    const double spread = n * tt - t * t;
    return spread > 0 ? (n * ty - t * y) / spread : 0;
}

/// The median of each five minutes' memory, in MiB, as "5 min 231, 10 min 240": what a slope hides.
std::string memory_over_time(const std::vector<Holding>& samples) {
    constexpr double kSpan = 300;
    std::map<int, std::vector<long>> spans;
    for (const Holding& sample : samples)
        spans[static_cast<int>(sample.seconds / kSpan)].push_back(sample.kilobytes);
    std::string line;
    for (auto& [span, kilobytes] : spans) {
        const auto middle = kilobytes.begin() + static_cast<std::ptrdiff_t>(kilobytes.size() / 2);
        std::nth_element(kilobytes.begin(), middle, kilobytes.end());
        line += (line.empty() ? "" : ", ") + std::to_string((span + 1) * 5) + " min " +
                std::to_string(*middle / 1024);
    }
    return line;
}

/// What is typed where a file or folder is named, "~" too, lands there while it lives, and not in the source
/// tree or in somebody's home.
class WorkingFolder {
  public:
    explicit WorkingFolder(const fs::path& folder) {
        fs::current_path(folder);
        setenv("HOME", folder.c_str(), 1);
    }
    ~WorkingFolder() {
        std::error_code ignored;
        fs::current_path(before_, ignored);
        setenv("HOME", home_.c_str(), 1);
    }
    WorkingFolder(const WorkingFolder&) = delete;
    WorkingFolder& operator=(const WorkingFolder&) = delete;

  private:
    const fs::path before_ = fs::current_path();
    const std::string home_ = std::getenv("HOME") ? std::getenv("HOME") : "";
};

class SoakTest : public WindowTest {
  protected:
    /// Chooses and does. Everything goes through one generator.
    class Hand {
      public:
        Hand(const Desktop& desktop, std::vector<fs::path> files, unsigned seed, const fs::path& log)
            : desktop_(desktop), files_(std::move(files)), random_(seed), log_(log) {}

        void act(const Explorer& explorer) {
            const Explorer::Probe probe = explorer.probe();
            if (probe.empty()) return;
            const int what = below(100);
            if (what < 40)
                click(probe, 1);
            else if (what < 46)
                click(probe, 3);
            else if (what < 60)
                drag(probe);
            else if (what < 76)
                key();
            else if (what < 83)
                wheel(probe);
            else if (what < 88)
                text();
            else if (what < 95)
                press("Escape");
            else if (what < 98)
                drop();
            else
                resize();
        }

      private:
        int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
        template <class List>
        const auto& one_of(const List& list) {
            return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
        }

        void input(const std::string& steps) {
            log_ << steps << std::endl;
            desktop_.input(steps);
        }
        void press(const std::string& keys) { input("keydown " + keys + " then keyup " + keys); }

        /// Somewhere in a widget; the mouse is moved there.
        bool point_at(const Explorer::Probe& probe) {
            const auto& widgets = probe["widgets"];
            if (widgets.empty()) return false;
            auto widget = widgets.begin();
            std::advance(widget, below(static_cast<int>(widgets.size())));
            // Up through the folders lies the rest of the machine, which a training would write to.
            if (widget.key().find("Quit") != std::string::npos || widget.key() == "Picker/..") return false;
            log_ << "# " << widget.key() << "\n";
            const auto& r = widget.value();
            const int x = static_cast<int>(r[0].get<double>() + r[2].get<double>() * below(100) / 100),
                      y = static_cast<int>(r[1].get<double>() + r[3].get<double>() * below(100) / 100);
            if (x < 0 || y < 0 || x >= kWidth || y >= kHeight) return false;
            input("mousemove " + std::to_string(x) + " " + std::to_string(y));
            return true;
        }
        void click(const Explorer::Probe& probe, int button) {
            const std::string number = std::to_string(button);
            if (point_at(probe)) input("mousedown " + number + " then mouseup " + number);
            if (below(8) == 0) input("click --repeat 2 " + number);
        }
        void drag(const Explorer::Probe& probe) {
            if (!point_at(probe)) return;
            input("mousedown 1");
            for (int move = 0; move < 5; ++move)
                input("mousemove_relative -- " + std::to_string(below(161) - 80) + " " +
                      std::to_string(below(81) - 40));
            input("mouseup 1");
        }
        void wheel(const Explorer::Probe& probe) {
            if (point_at(probe))
                input("click --repeat " + std::to_string(1 + below(4)) + " " + std::to_string(4 + below(2)));
        }
        void key() {
            // clang-format off
            static constexpr std::array kKeys{
                "r", "n", "p", "t", "w", "F5", "x", "b", "a", "k", "i", "o",
                "f", "1", "2", "space", "Return", "Tab", "shift+Tab", "Left", "Right", "Up", "Down", "Home",
                "End", "Prior", "Next", "Delete", "F1", "F2", "F6", "F11", "shift+F11", "ctrl+z", "ctrl+z", "ctrl+shift+z",
                "ctrl+s", "ctrl+e", "ctrl+r", "ctrl+o", "ctrl+c", "ctrl+v", "ctrl+shift+p", "ctrl+a", "ctrl+n", "alt+Left", "plus", "minus",
                "0"};
            // clang-format on
            press(one_of(kKeys));
        }
        void text() {
            static constexpr std::array kTexts{"7",   "-5",   "4294967296", "1e9", "smile",
                                               "a/b", "%s%n", "0.5",        "{}",  "~"};
            input(std::string("type -- '") + one_of(kTexts) + "'");
        }
        void drop() {
            const fs::path& file = one_of(files_);
            log_ << "drop " << file << std::endl;
            drop_file(desktop_.display(), "ProGAN Explorer", file, kWidth / 2, kHeight / 2);
        }
        void resize() {
            input("search --name '^ProGAN Explorer' windowsize " + std::to_string(640 + below(kWidth - 639)) +
                  " " + std::to_string(400 + below(kHeight - 399)));
        }

        const Desktop& desktop_;
        std::vector<fs::path> files_;
        std::mt19937 random_;
        std::ofstream log_;
    };

    /// What may be dropped: good, damaged and useless files.
    std::vector<fs::path> files_to_drop() {
        const fs::path place = folder_ / "drops";
        fs::create_directories(place / "pictures");
        for (int i = 0; i < 8; ++i)
            write_png(place / "pictures" / (std::to_string(i) + ".png"), Image(32, 32));
        std::ofstream(place / "labels.csv") << "file,age\n0.png,1\n1.png,2\n";
        std::ofstream(place / "damaged.json") << "{\"version\": 1, ";
        std::ofstream(place / "damaged.safetensors") << "0123456789";
        std::ofstream(place / "empty.npz") << "";
        return {place / "pictures",     place / "pictures/0.png",      place / "labels.csv",
                place / "damaged.json", place / "damaged.safetensors", place / "empty.npz"};
    }

    /// Where a dialog is open, or something is under way, Quit asks or has to be found first.
    static int end(Explorer& explorer) {
        for (int i = 0; i < 4; ++i) explorer.press_keys("Escape");
        explorer.process().signal(SIGTERM);  // as the window's own button
        for (int i = 0; i < 600; ++i) {
            if (const std::optional<int> status = explorer.process().wait(0.1)) return *status;
            if (explorer.visible("Quit/Quit")) explorer.click("Quit/Quit");
        }
        return -1;
    }
};

TEST_F(SoakTest, AnythingInAnyOrder) {
    const int length = number_from_environment("PROGAN_SOAK_SECONDS", 60);
    const auto seed = static_cast<unsigned>(number_from_environment("PROGAN_SOAK_SEED", 1));
    fs::create_directories(folder_ / "typed");
    const WorkingFolder working_folder(folder_ / "typed");
    Hand hand(*desktop_, files_to_drop(), seed, folder_ / "soak.txt");
    std::vector<Holding> samples;
    const Clock::time_point began = Clock::now();
    const auto seconds = [began] { return std::chrono::duration<double>(Clock::now() - began).count(); };
    int actions = 0, starts = 0;
    while (seconds() < length) {
        ++starts;
        auto explorer = start();
        while (seconds() < length) {
            if (const std::optional<int> status = explorer->process().wait(0)) {
                ASSERT_EQ(*status, 0) << "after " << actions << " actions: " << explorer->output();
                break;  // it was asked to
            }
            try {
                hand.act(*explorer);
            } catch (const std::runtime_error&) {  // a window that has just gone takes no input
                if (!explorer->process().wait(10)) throw;
            }
            ++actions;
            if (samples.empty() || seconds() - samples.back().seconds > 5)
                samples.push_back(holding_of(explorer->process().id(), seconds()));
        }
        if (!explorer->process().wait(0)) {
            ASSERT_EQ(end(*explorer), 0) << explorer->output();
        }
    }
    ASSERT_FALSE(samples.empty());
    std::printf(
        "%d actions in %.0f s, %d starts; memory %.0f MiB at first, %.0f at the end, %+.0f KiB per minute in "
        "the last "
        "three quarters; %ld files and %ld threads at the end\n",
        actions, seconds(), starts, static_cast<double>(samples.front().kilobytes) / 1024,
        static_cast<double>(samples.back().kilobytes) / 1024, slope(samples, length / 4.0),
        samples.back().files, samples.back().threads);
    std::printf("memory in MiB until %s\n", memory_over_time(samples).c_str());

    // What was left opens, and nothing had to be set aside.
    auto explorer = start();
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_ / "data")) {
        const std::string name = entry.path().filename().string();
        EXPECT_EQ(name.find(".unreadable-"), std::string::npos) << entry.path();
        EXPECT_FALSE(name.starts_with("crash-")) << entry.path();
    }
    const std::string said = explorer->probe()["state"]["notifications"].dump();
    for (const char* raw : {"json.exception", "std::", "filesystem error", "bad_alloc"})
        EXPECT_EQ(said.find(raw), std::string::npos) << said;
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
