// progan doctor: what a bug report needs to know about a machine. It continues after each failure, because
// finding them is its purpose.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/doctor_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/options/model_options.h"
#include "app/cli/terminal.h"
#include "core/files/atomic_file.h"
#include "core/machine/machine_facts.h"
#include "core/machine/remedies.h"
#include "core/model/devices/local_backend.h"
#include "core/model/devices/torch_backend.h"
#include "core/support/child_process.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/text.h"
#include "core/system/process.h"

namespace progan::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kBenchmarkTime{10};
// As progan-explorer says them.
constexpr std::string_view kDesktopDialogs = "the desktop's", kOscIsHeard = "can be heard";

struct Options {
    ModelOptions model;
    std::string data_dir;
    bool json = false;
    bool quick = false;
};

std::string system_text(const MachineFacts& machine) {
    return fmt::format("{}, {}", machine.system, system::kernel_text());
}

std::string processor_text(const MachineFacts& machine) {
    return fmt::format("{}, {}", machine.processor,
                       counted(std::thread::hardware_concurrency(), "thread", "threads"));
}

Found memory(const MachineFacts& machine) {
    const auto text = [](std::int64_t bytes) { return bytes_text(static_cast<double>(bytes)); };
    return {fmt::format("{}, {} free", text(machine.memory_bytes), text(machine.free_memory_bytes)),
            memory_remedy(machine.free_memory_bytes)};
}

/// What the window's program says of the desktop, since this one links neither OpenGL nor fonts: lines of
/// "Fonts: ..." and so on, and last, without such a word, those of OpenGL and of the display server.
struct Desktop {
    std::string opengl, display;  ///< or for OpenGL why there is none
    bool has_opengl = false;
    std::map<std::string, std::string> others;  ///< by the word before the colon
};

const std::set<std::string> kDesktopWords{"File dialogs", "Fonts", "MIDI", "OSC"};

Desktop ask_desktop() {
    Desktop desktop;
    const std::filesystem::path explorer = program_path().parent_path() / "progan-explorer";
    if (!std::filesystem::exists(explorer)) {
        desktop.opengl = "not checked: progan-explorer is not installed";
        desktop.has_opengl = true;
        return desktop;
    }
    ChildOutput output;
    try {
        output = run_to_end({explorer, {"--gl-info"}, {}});
    } catch (const Error& error) {
        desktop.opengl = error.what();
        return desktop;
    }
    desktop.has_opengl = output.end.succeeded();
    std::istringstream lines(output.text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t colon = line.find(": ");
        if (const std::string word = line.substr(0, colon); kDesktopWords.contains(word))
            desktop.others[word] = line.substr(colon + 2);
        else
            (desktop.opengl.empty() ? desktop.opengl : desktop.display) = line;
    }
    if (desktop.opengl.empty()) desktop.opengl = "progan-explorer exited without output.";
    return desktop;
}

Found opengl(const Desktop& desktop, const MachineFacts& machine) {
    if (!desktop.has_opengl) throw Error(desktop.opengl);
    return {desktop.opengl, opengl_remedy(desktop.opengl, machine)};
}

/// "Korean, Thai", of "missing Korean, Thai"; empty where nothing is.
Found fonts(const std::string& said) {
    constexpr std::string_view kMissing = "missing ";
    if (!said.starts_with(kMissing)) return {said};
    std::vector<std::string> scripts;
    std::istringstream names(said.substr(kMissing.size()));
    for (std::string name; std::getline(names, name, ',');) scripts.emplace_back(trimmed(name));
    return {said, fonts_remedy(scripts)};
}

Found of_desktop(const std::string& word, const std::string& said, const MachineFacts& machine) {
    if (word == "Fonts") return fonts(said);
    if (word == "MIDI") return {said, midi_remedy(machine.sequencer)};
    if (word == "OSC") return {said, said == kOscIsHeard ? "" : osc_remedy()};
    return {said, said == kDesktopDialogs ? "" : portal_remedy()};
}

/// What a machine that does not train can do without: it is missing, not failed.
std::optional<std::filesystem::path> installed_torch_part(std::string& why_not) {
    try {
        return find_torch_library();
    } catch (const Error& error) {
        why_not = error.what();
        return std::nullopt;
    }
}

Found devices(const Backend& backend, const MachineFacts& machine) {
    std::string text;
    int gpus = 0;
    bool torch = false;
    for (const Device& device : backend.devices()) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", device.id, device.name);
        gpus += device.id.starts_with("cuda") ? 1 : 0;
        torch = torch || device.id == "torch-cpu";
    }
    return {text, gpu_remedy(gpus, torch, machine)};
}

Found data_folder(const std::filesystem::path& dir) {
    const std::filesystem::path trial = dir / fmt::format(".doctor-{}", system::process_id());
    write_file_atomically(trial, std::string_view("test"));
    std::filesystem::remove(trial);
    const std::int64_t free = free_disk_bytes(dir);
    const std::string room = free < 0 ? "" : fmt::format(", {} free", bytes_text(static_cast<double>(free)));
    return {fmt::format("{}, writable{}", dir.string(), room), disk_remedy(free)};
}

std::string benchmark_text(const OpenModel& open) {
    const ModelSpec& spec = open.model.spec;
    std::vector<double> times;
    const Clock::time_point end = Clock::now() + kBenchmarkTime;
    for (std::uint32_t seed = 0; Clock::now() < end; ++seed) {
        check_interrupted();
        const Latent z = latent_from_seed(seed, static_cast<std::size_t>(spec.latent_size), SeedMode::numpy);
        const Clock::time_point began = Clock::now();
        open.generator->generate(z, spec.last_level, spec.alpha);
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    }
    std::sort(times.begin(), times.end());
    return fmt::format("{0:.2f} ms per face of {1} x {1} on {2} (median), 95 % below {3:.2f} ms, {4}",
                       times[times.size() / 2], resolution(spec.last_level), open.device,
                       times[times.size() * 95 / 100], counted(times.size(), "face", "faces"));
}

void doctor(const Options& options) {
    DoctorReport report(options.json);
    const MachineFacts machine = machine_facts();
    report.check("Program", [] { return Found{"progan " PROGAN_VERSION ", compiled by g++ " __VERSION__}; });
    report.check("System", [&] { return Found{system_text(machine)}; });
    report.check("Processor", [&] { return Found{processor_text(machine)}; });
    report.check("Memory", [&] { return memory(machine); });
    const Desktop desktop = ask_desktop();
    report.check(
        "OpenGL", [&] { return opengl(desktop, machine); }, [&] { return opengl_remedy({}, machine); });
    if (!desktop.display.empty()) report.check("Display", [&] { return Found{desktop.display}; });
    for (const std::pair<const std::string, std::string>& other : desktop.others)
        report.check(other.first, [&] { return of_desktop(other.first, other.second, machine); });
    report.check(
        "Data folder", [&] { return data_folder(data_dir(options.data_dir)); }, unwritable_remedy);
    std::optional<OpenModel> open;
    std::string why_not;
    const std::optional<std::filesystem::path> torch = installed_torch_part(why_not);
    report.check("Torch part", [&] {
        return torch ? Found{torch->string()} : Found{why_not, torch_part_remedy()};
    });
    if (torch) report.check("LibTorch", [&] { return Found{open_torch_backend(*torch)->version()}; });
    report.check("Devices", [&] { return devices(*open_local_backend(), machine); });
    report.check("Model", [&] {
        open = open_model(options.model);
        return Found{fmt::format("{}, {}", open->model.spec.name, open->model.path.string())};
    });
    if (open && !options.quick) report.check("Speed", [&] { return Found{benchmark_text(*open)}; });
    if (!report.finish()) throw Error("Some checks failed; see above.");
}

}  // namespace

void add_doctor_command(CLI::App& cli) {
    CLI::App* command = cli.add_subcommand("doctor", "Print a diagnostic report");
    const auto options = std::make_shared<Options>();
    command->add_flag("--json", options->json, "Print one JSON document");
    command->add_flag("--quick", options->quick, "Skip the ten-second benchmark");
    command->add_option("--data-dir", options->data_dir, "Data folder to check")->type_name("DIR");
    add_model_options(*command, options->model);
    command->callback([options] { doctor(*options); });
}

}  // namespace progan::cli
