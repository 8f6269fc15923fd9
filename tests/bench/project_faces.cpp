// How well and how fast faces are found (core/project). Prints a line per face and a summary:
//
//   bench_project model FILE                     how long a search in another model takes, part by part
//   bench_project known COUNT [STARTS STEPS REFINEMENTS]          faces of known latents, as 8-bit pictures
//   bench_project pictures FOLDER COUNT [STARTS STEPS REFINEMENTS]  pictures, against the nearest of 20,000
//   random faces
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/image/image_file.h"
#include "core/image/resize.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/project/photo_projector.h"
#include "core/project/picture_loss.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kFirstKnownSeed = 1000000, kFirstRandomSeed = 2000000;
constexpr std::size_t kRandomFaces = 20000;

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double degrees_between(std::span<const float> a, std::span<const float> b) {
    double dot = 0;
    for (std::size_t i = 0; i < a.size(); ++i) dot += static_cast<double>(a[i]) * b[i];
    return std::acos(std::clamp(dot / (length(a) * length(b)), -1.0, 1.0)) * 180 / M_PI;
}

/// Of 8-bit pictures.
double picture_psnr(const Image& a, const Image& b) {
    std::int64_t squares = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        const std::int64_t difference = std::int64_t{a.rgb[i]} - b.rgb[i];
        squares += difference * difference;
    }
    return psnr(static_cast<double>(squares) / static_cast<double>(a.rgb.size()) / (255.0 * 255.0));
}

double at_share(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

struct Timing {
    std::vector<double> wall, processor;
};

SearchResult timed_search(PhotoProjector& projector, const Image& picture, const SearchOptions& options,
                          Timing& timing) {
    const Clock::time_point began = Clock::now();
    const double before = processor_seconds();
    SearchResult result = projector.search(picture, {}, options);
    timing.processor.push_back(processor_seconds() - before);
    timing.wall.push_back(std::chrono::duration<double>(Clock::now() - began).count());
    return result;
}

void print_timing(const Timing& timing) {
    std::printf("seconds of processor: median %.1f, most %.1f; by the clock: median %.1f, most %.1f\n",
                at_share(timing.processor, 0.5), at_share(timing.processor, 1), at_share(timing.wall, 0.5),
                at_share(timing.wall, 1));
}

void known(PhotoProjector& projector, Generator& generator, std::size_t count, const SearchOptions& options) {
    const ModelSpec& spec = projector.spec();
    Timing timing;
    std::vector<double> ratios, angles;
    for (std::size_t i = 0; i < count; ++i) {
        const Latent latent = latent_from_seed(kFirstKnownSeed + static_cast<std::uint32_t>(i),
                                               static_cast<std::size_t>(spec.latent_size), SeedMode::numpy);
        const Image picture = generator.generate(latent, spec.last_level, spec.alpha);
        const SearchResult found = timed_search(projector, picture, options, timing);
        ratios.push_back(picture_psnr(picture, found.face));
        angles.push_back(degrees_between(latent, found.latent));
        std::printf("%zu: %.2f dB, %.2f degrees, %zu evaluations, closeness %zu, %.1f s of processor\n", i,
                    ratios.back(), angles.back(), found.evaluations, projector.closeness(picture, found.face),
                    timing.processor.back());
        std::fflush(stdout);
    }
    std::printf("35 dB: %zu, 5 degrees: %zu of %zu; median %.1f dB, %.2f degrees\n",
                static_cast<std::size_t>(
                    std::count_if(ratios.begin(), ratios.end(), [](double r) { return r >= 35; })),
                static_cast<std::size_t>(
                    std::count_if(angles.begin(), angles.end(), [](double a) { return a <= 5; })),
                count, at_share(ratios, 0.5), at_share(angles, 0.5));
    print_timing(timing);
}

/// Of each picture to the nearest of kRandomFaces faces.
std::vector<double> nearest_random(Generator& generator, const std::vector<Image>& pictures) {
    const ModelSpec& spec = generator.spec();
    std::vector<double> best(pictures.size());
    for (std::size_t first = 0; first < kRandomFaces; first += 32) {
        std::vector<Latent> latents;
        for (std::size_t i = first; i < std::min(kRandomFaces, first + 32); ++i)
            latents.push_back(latent_from_seed(kFirstRandomSeed + static_cast<std::uint32_t>(i),
                                               static_cast<std::size_t>(spec.latent_size), SeedMode::numpy));
        for (const Image& face : generator.generate_batch(latents, spec.last_level, spec.alpha))
            for (std::size_t i = 0; i < pictures.size(); ++i)
                best[i] = std::max(best[i], picture_psnr(face, pictures[i]));
    }
    return best;
}

void pictures(PhotoProjector& projector, Generator& generator, const std::string& folder, std::size_t count,
              const SearchOptions& options) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".png" || entry.path().extension() == ".jpg")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    files.resize(std::min(files.size(), count));
    std::vector<Image> wanted;
    wanted.reserve(files.size());
    for (const auto& file : files)
        wanted.push_back(central_square(read_image(file), resolution(projector.spec().last_level)));
    const std::vector<double> random = std::getenv("PROGAN_NO_BASELINE") ? std::vector<double>(wanted.size())
                                                                         : nearest_random(generator, wanted);
    Timing timing;
    std::vector<double> ratios, gains;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const SearchResult found = timed_search(projector, wanted[i], options, timing);
        ratios.push_back(picture_psnr(wanted[i], found.face));
        gains.push_back(ratios.back() - random[i]);
        std::printf(
            "%s: %.2f dB, %.2f more than the nearest, %zu evaluations, closeness %zu, %.1f s of processor\n",
            files[i].filename().c_str(), ratios.back(), gains.back(), found.evaluations,
            projector.closeness(wanted[i], found.face), timing.processor.back());
        std::fflush(stdout);
    }
    std::printf(
        "gain: median %.2f dB, more than 1 dB: %zu of %zu; median %.2f dB\n", at_share(gains, 0.5),
        static_cast<std::size_t>(std::count_if(gains.begin(), gains.end(), [](double g) { return g > 1; })),
        gains.size(), at_share(ratios, 0.5));
    print_timing(timing);
}

/// Looks for the face of a seed, and tells when each part begins and when all that are still followed have
/// taken four steps of it.
void model_by_parts(const char* file) {
    const Model model = load_model(file);
    const std::unique_ptr<Generator> generator = make_cpu_generator(model);
    const ModelSpec& spec = model.spec;
    const Latent latent =
        latent_from_seed(kFirstKnownSeed, static_cast<std::size_t>(spec.latent_size), SeedMode::numpy);
    const Image picture = generator->generate(latent, spec.last_level, spec.alpha);
    const Clock::time_point began = Clock::now();
    PhotoProjector projector(model, {});
    const auto seconds = [](Clock::time_point since) {
        return std::chrono::duration<double>(Clock::now() - since).count();
    };
    std::printf("made ready after %.1f s, with %zu random faces\n", seconds(began), projector.bank().size());
    const Clock::time_point searching = Clock::now();
    int level = -1, rounds = 0;
    std::size_t candidates = 0;
    const SearchResult found = projector.search(picture, {}, {}, [&](const SearchProgress& progress) {
        if (progress.level != level || progress.candidates != candidates) rounds = 0;
        level = progress.level;
        candidates = progress.candidates;
        if (++rounds == 1 || rounds == 4)
            std::printf("%5.1f s: %zu candidates, %d x %d, %d steps, %zu faces shown\n", seconds(searching),
                        candidates, resolution(level), resolution(level), rounds, progress.leading.size());
        std::fflush(stdout);
        return true;
    });
    std::printf("%5.1f s: found, %.1f dB\n", seconds(searching), picture_psnr(picture, found.face));
}

int run(int argc, char** argv) {
    try {
        const std::string kind = argc > 1 ? argv[1] : "";
        if (kind == "model" && argc == 3) {
            model_by_parts(argv[2]);
            return 0;
        }
        const int first = kind == "pictures" ? 3 : 2;
        if ((kind != "known" && kind != "pictures") || argc <= first) {
            std::fprintf(stderr,
                         "bench_project model FILE | known COUNT | pictures FOLDER COUNT [STARTS STEPS "
                         "REFINEMENTS]\n");
            return 2;
        }
        const auto count = static_cast<std::size_t>(std::atoi(argv[first]));
        SearchOptions options;
        if (argc > first + 1) options.starts = std::atoi(argv[first + 1]);
        if (argc > first + 2) options.steps = std::atoi(argv[first + 2]);
        if (argc > first + 3) options.refinements = std::atoi(argv[first + 3]);
        const Model model = load_model(default_model_path());
        const std::unique_ptr<Generator> generator = make_cpu_generator(model);
        const double before = processor_seconds();
        PhotoProjector projector(model, {});
        std::printf("made ready in %.1f s of processor\n", processor_seconds() - before);
        std::fflush(stdout);
        if (kind == "known")
            known(projector, *generator, count, options);
        else
            pictures(projector, *generator, argv[2], count, options);
        return 0;
    } catch (...) {
        std::fprintf(stderr, "%s\n", current_error_sentence().c_str());
        return 1;
    }
}

}  // namespace
}  // namespace progan

int main(int argc, char** argv) {
    return progan::run(argc, argv);
}
