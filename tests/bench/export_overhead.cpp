// How much longer an export takes than making its faces: each format against pure generation of the same
// frames, in turns in one process, because machines are never quiet. Prints a table.
//   bench_export [MODEL [FRAMES [ROUNDS [SIZE...]]]]      SIZE: pixels per side of the result, 0 as the model
//   makes them
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/import/import.h"
#include "core/latent/seeds.h"
#include "core/model/devices/local_backend.h"
#include "core/record/export_job.h"
#include "core/support/paths.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Journey walk(std::size_t latent_size, int frames) {
    Journey journey;
    constexpr int kFaces = 5;
    for (std::uint32_t seed = 1; seed <= kFaces; ++seed) {
        Keyframe key;
        key.latent = latent_from_seed(seed, latent_size, SeedMode::numpy);
        key.frames = std::max(1, frames / kFaces);
        journey.keyframes.push_back(std::move(key));
    }
    journey.repeat = Repeat::loop;
    return journey;
}

double seconds_of(const std::function<void()>& work) {
    const auto began = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - began).count();
}

int run(const std::vector<std::string>& words) {
    const auto word = [&](std::size_t i, const char* otherwise) {
        return words.size() > i ? words[i] : std::string(otherwise);
    };
    const std::string path = word(0, "").empty() ? default_model_path().string() : words[0];
    Model model = open_any_model(path);
    const ModelSpec spec = model.spec;
    const std::unique_ptr<Backend> backend = open_local_backend();
    const std::shared_ptr<Generator> generator =
        backend->create(std::move(model), resolve_device("auto", backend->devices()));
    ExportOptions options;
    options.journey = walk(static_cast<std::size_t>(spec.latent_size), std::atoi(word(1, "400").c_str()));
    options.level = spec.last_level;
    options.alpha = spec.alpha;
    const int rounds = std::atoi(word(2, "5").c_str());
    std::vector<int> sizes;
    for (std::size_t i = 3; i < words.size(); ++i) sizes.push_back(std::atoi(words[i].c_str()));
    if (sizes.empty()) sizes = {0};
    const std::int64_t frames = frame_count(options.journey);
    const auto generate = [&] {
        for (std::int64_t i = 0; i < frames; ++i)
            generator->generate(journey_latent(options.journey, i), options.level, options.alpha);
    };
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("progan-bench-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    generate();
    std::printf("%s, %lld frames\n\nformat          size   pure s   export s   overhead      bytes\n",
                spec.name.c_str(), static_cast<long long>(frames));
    for (const int size : sizes)
        for (const AnimationFormat format : kAnimationFormats) {
            if (format == AnimationFormat::contact_sheet) continue;
            options.recorder.format = format;
            options.recorder.size = size;
            options.recorder.path = folder / ("film" + std::string(file_extension(format)));
            std::vector<double> pure, exported, ratios;
            std::string result;
            for (int i = 0; i < rounds; ++i) {
                pure.push_back(seconds_of(generate));
                exported.push_back(seconds_of([&] {
                    const std::unique_ptr<Job> job = make_export_job(generator, options);
                    for (JobProgress p = job->step(); p.done < p.total;) p = job->step();
                    result = job->result();
                }));
                ratios.push_back(exported.back() / pure.back());
                std::filesystem::remove_all(options.recorder.path);
            }
            std::printf("%-14s %5d   %6.2f   %8.2f   %+7.1f %%   %s\n",
                        std::string(to_string(format)).c_str(), size, median(pure), median(exported),
                        100 * (median(ratios) - 1), result.substr(result.find('(')).c_str());
            std::fflush(stdout);
        }
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace
}  // namespace progan

int main(int count, char** words) {
    return progan::run({words + 1, words + count});
}
