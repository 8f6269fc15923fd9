// progan doctor: what a bug report needs to know about a machine. It continues after each failure, because
// finding them is its purpose.
#include <sys/utsname.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/options/model_options.h"
#include "app/cli/terminal.h"
#include "core/files/atomic_file.h"
#include "core/files/json_text.h"
#include "core/model/devices/local_backend.h"
#include "core/model/devices/torch_backend.h"
#include "core/record/recorder.h"
#include "core/support/child_process.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kBenchmarkTime{10};

struct Options {
    ModelOptions model;
    std::string data_dir;
    bool json = false;
    bool quick = false;
};

struct Finding {
    std::string label, value;
    bool failed = false;
};

class Report {
  public:
    explicit Report(bool json) : json_(json) {}

    /// Runs one check; an exception becomes its finding.
    void check(const std::string& label, const std::function<std::string()>& find) {
        check_interrupted();
        Finding finding{label, {}, false};
        try {
            finding.value = find();
        } catch (const Cancelled&) {
            throw;
        } catch (...) {
            finding.value = current_error_sentence();
            finding.failed = true;
        }
        if (!json_) {
            say("%-3s%-13s%s\n", finding.failed ? "!!" : "", label.c_str(), finding.value.c_str());
            std::fflush(stdout);
        }
        findings_.push_back(std::move(finding));
    }

    bool finish() const {
        const bool ok =
            std::none_of(findings_.begin(), findings_.end(), [](const Finding& f) { return f.failed; });
        if (json_) {
            nlohmann::ordered_json json{{"ok", ok}};
            for (const Finding& finding : findings_)
                json["findings"].push_back(
                    {{"what", finding.label}, {"found", finding.value}, {"ok", !finding.failed}});
            say("%s\n", json_line(json, 2).c_str());
        }
        return ok;
    }

  private:
    bool json_;
    std::vector<Finding> findings_;
};

std::string first_value(const char* file, const std::string& key) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t start = line.find_first_not_of(" \t:=\"", key.size());
        if (start == std::string::npos) return {};
        return line.substr(start, line.find_last_not_of('"') + 1 - start);
    }
    return {};
}

std::string system_text() {
    utsname names{};
    uname(&names);
    return fmt::format("{}, Linux {}, {}", first_value("/etc/os-release", "PRETTY_NAME"), names.release,
                       names.machine);
}

std::string processor_text() {
    return fmt::format("{}, {}", first_value("/proc/cpuinfo", "model name"),
                       counted(std::thread::hardware_concurrency(), "thread", "threads"));
}

/// The window program reports its OpenGL version in one line and its display server in the next, because this
/// program does not link OpenGL.
std::string opengl_text() {
    const std::filesystem::path explorer = program_path().parent_path() / "progan-explorer";
    if (!std::filesystem::exists(explorer)) return "not checked: progan-explorer is not installed";
    ChildOutput output = run_to_end({explorer, {"--gl-info"}, {}});
    std::string& text = output.text;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    if (!output.end.succeeded()) throw Error(text.empty() ? "progan-explorer exited without output." : text);
    return text;
}

std::string devices_text(const Backend& backend) {
    std::string text;
    for (const Device& device : backend.devices())
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", device.id, device.name);
    return text;
}

std::string data_dir_text(const std::string& override_dir) {
    const std::filesystem::path dir = data_dir(override_dir);
    const std::filesystem::path trial = dir / fmt::format(".doctor-{}", getpid());
    write_file_atomically(trial, std::string_view("test"));
    std::filesystem::remove(trial);
    return fmt::format("{}, writable", dir.string());
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
    Report report(options.json);
    report.check("Program",
                 [] { return std::string("progan " PROGAN_VERSION ", compiled by g++ " __VERSION__); });
    report.check("System", system_text);
    report.check("Processor", processor_text);
    report.check("Memory", [] { return first_value("/proc/meminfo", "MemTotal"); });
    std::string display;
    report.check("OpenGL", [&] {
        const std::string text = opengl_text();
        const std::size_t line = text.find('\n');
        if (line != std::string::npos) display = text.substr(line + 1);
        return text.substr(0, line);
    });
    if (!display.empty()) report.check("Display", [&] { return display; });
    report.check("Data folder", [&] { return data_dir_text(options.data_dir); });
    std::optional<OpenModel> open;
    report.check("Torch part", [] { return find_torch_library().string(); });
    report.check("LibTorch", [] { return open_torch_backend(find_torch_library())->version(); });
    report.check("Devices", [] { return devices_text(*open_local_backend()); });
    report.check("Model", [&] {
        open = open_model(options.model);
        return fmt::format("{}, {}", open->model.spec.name, open->model.path.string());
    });
    if (open && !options.quick) report.check("Speed", [&] { return benchmark_text(*open); });
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
