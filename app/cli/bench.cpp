// progan bench: measures how fast a model makes faces on this machine, from latents to 8-bit pictures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/options/model_options.h"
#include "app/cli/terminal.h"
#include "core/files/json_text.h"
#include "core/kernels/kernels.h"
#include "core/latent/latents_npy.h"
#include "core/model/direct_flops.h"
#include "core/support/text.h"

namespace progan::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    ModelOptions model;
    std::optional<int> level;
    std::vector<int> batches{1, 8};
    double seconds = 2;
    std::string save_values, latents;
    bool json = false;
};

struct Result {
    int batch = 0;
    std::size_t rounds = 0;
    double p50_ms = 0, p95_ms = 0;  ///< per image
};

/// The rate of one core for a product that stays in its nearest cache: the achievable peak.
double peak_gflops() {
    const Kernels& kernels = cpu_kernels();
    constexpr int kDepth = 128, kRows = 24;
    std::vector<float> memory(
        static_cast<std::size_t>(kDepth * (kRows + kernels.panel) + kRows * kernels.panel + 64));
    float* aligned = memory.data() + (16 - reinterpret_cast<std::uintptr_t>(memory.data()) / 4 % 16) % 16;
    float* panel = aligned;
    float* result = panel + kDepth * kernels.panel;
    float* rows = result + kRows * kernels.panel;
    double best = 0;
    for (int trial = 0; trial < 20; ++trial) {
        constexpr int kRounds = 500;
        const auto began = Clock::now();
        for (int i = 0; i < kRounds; ++i)
            kernels.multiply(rows, kDepth, kRows, panel, kDepth, kernels.panel, result, kernels.panel);
        const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
        best = std::max(best, 2.0 * kRounds * kRows * kDepth * kernels.panel / seconds / 1e9);
    }
    return best;
}

Result measure(Generator& generator, int level, double alpha, int batch, double seconds) {
    const auto latent_size = static_cast<std::size_t>(generator.spec().latent_size);
    std::vector<Latent> latents;
    latents.reserve(static_cast<std::size_t>(batch));
    for (int i = 0; i < batch; ++i)
        latents.push_back(latent_from_seed(static_cast<std::uint32_t>(i), latent_size, SeedMode::numpy));
    generator.generate_batch(latents, level, alpha);  // allocates memory and warms the caches
    std::vector<double> times;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < end || times.size() < 3) {
        check_interrupted();
        const auto began = Clock::now();
        generator.generate_batch(latents, level, alpha);
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count() / batch);
    }
    std::sort(times.begin(), times.end());
    return {batch, times.size(), times[times.size() / 2], times[times.size() * 95 / 100]};
}

void bench(const Options& options) {
    const OpenModel open = open_model(options.model);
    const ModelSpec& spec = open.model.spec;
    const Shown shown = shown_level(spec, options.level, {});
    if (!options.save_values.empty()) {
        std::vector<Latent> values;
        for (const Latent& latent : read_latents_npy(options.latents))
            values.push_back(open.generator->generate_values(latent, shown.level, shown.alpha));
        write_latents_npy(options.save_values, values);
    }
    std::string device = open.device;
    for (const Device& known : open.backend->devices())
        if (known.id == open.device) device = known.name;
    const double gflop = direct_flops(spec, shown.level) / 1e9;
    const double peak = open.device == "cpu" ? peak_gflops() : 0;
    nlohmann::ordered_json json{{"model", spec.name},
                                {"resolution", resolution(shown.level)},
                                {"device", device},
                                {"arithmetic", open.generator->precision()},
                                {"direct_gflop_per_image", gflop}};
    if (peak > 0) json["measured_peak_gflops_per_core"] = peak;
    if (!options.json) {
        say("%s, %d x %d, on %s, %s\n", printable(spec.name).c_str(), resolution(shown.level),
            resolution(shown.level), device.c_str(), open.generator->precision().c_str());
        say("%.2f GFLOP per image by direct convolution", gflop);
        if (peak > 0) say("; peak of one core: %.0f GFLOP/s", peak);
        say("\n\nbatch  ms per image   95 %% below   images/s   GFLOP/s (direct)\n");
    }
    for (const int batch : options.batches) {
        const Result result = measure(*open.generator, shown.level, shown.alpha, batch, options.seconds);
        json["results"].push_back({{"batch", batch},
                                   {"rounds", result.rounds},
                                   {"p50_ms", result.p50_ms},
                                   {"p95_ms", result.p95_ms},
                                   {"images_per_second", 1000 / result.p50_ms},
                                   {"direct_gflops", gflop / result.p50_ms * 1000}});
        if (options.json) continue;
        say("%5d   %11.2f   %10.2f   %8.1f   %16.0f\n", batch, result.p50_ms, result.p95_ms,
            1000 / result.p50_ms, gflop / result.p50_ms * 1000);
        std::fflush(stdout);
    }
    if (options.json) say("%s\n", json_line(json, 2).c_str());
}

}  // namespace

void add_bench_command(CLI::App& cli) {
    auto options = std::make_shared<Options>();
    CLI::App* command = cli.add_subcommand("bench", "Measure generation speed");
    add_model_options(*command, options->model);
    command->add_option("--level", options->level, "Level to render (default: the model's own)")
        ->type_name("L");
    command->add_option("--batch", options->batches, "Batch sizes, such as 1,8")
        ->delimiter(',')
        ->check(CLI::Range(1, 1024))
        ->type_name("LIST");
    command->add_option("--seconds", options->seconds, "Seconds per batch size")
        ->check(CLI::Range(0.05, 600.0))
        ->type_name("S");
    CLI::Option* latents =
        command->add_option("--latents", options->latents, "Latents for --save-values (.npy file)")
            ->type_name("FILE");
    command
        ->add_option(
            "--save-values", options->save_values,
            "Also write the images of the latents before clamping, float32 .npy [n, 3 * side * side]")
        ->needs(latents)
        ->type_name("FILE");
    command->add_flag("--json", options->json, "Print one JSON document");
    command->callback([options] { bench(*options); });
}

}  // namespace progan::cli
