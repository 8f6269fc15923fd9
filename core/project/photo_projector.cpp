#include "core/project/photo_projector.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/model/cpu/cpu_generator.h"
#include "core/model/direct_flops.h"
#include "core/model/preview/preview_fit.h"
#include "core/support/error.h"

namespace progan {
namespace {

/// Which the heads of low levels are fitted to: as many as that many operations make, but a face's pixels are
/// equations enough for a few faces to suffice.
constexpr int kFittedFaces = 32, kMinFittedFaces = 6;
constexpr double kFittingFlops = 0.5e12;
/// Likewise of the bank.
constexpr std::size_t kMinBankFaces = 512;
constexpr double kBankFlops = 3e12;

int fitted_faces(const ModelSpec& spec) {
    const double affordable = kFittingFlops / direct_flops(spec, spec.last_level);
    return static_cast<int>(std::clamp<double>(affordable, kMinFittedFaces, kFittedFaces));
}

std::size_t bank_faces(const ModelSpec& spec, std::size_t wanted) {
    const double affordable = kBankFlops / direct_flops(spec, FaceBank::level_of(spec));
    return std::min(wanted, static_cast<std::size_t>(std::max<double>(affordable, kMinBankFaces)));
}

void fit_heads(GradientGenerator& generator, const Model& model, int threads,
               const std::function<void(std::int64_t done)>& report) {
    const ModelSpec& spec = model.spec;
    if (spec.last_level == 0) return;
    const std::unique_ptr<Generator> plain = make_cpu_generator(model, {threads});
    PreviewFit fit(spec, fitted_faces(spec), 1);
    while (fit.faces_done() < fit.faces()) {
        report(fit.faces_done());
        fit.add_face(*plain);
    }
    for (const auto& [level, head] : fit.solve()) generator.replace_head(level, head);
}

}  // namespace

PhotoProjector::PhotoProjector(const Model& model, const ProjectorOptions& options,
                               const ProgressReport& report)
    : generator_(model, {options.threads}) {
    const std::size_t faces = bank_faces(model.spec, options.faces);
    const auto drawn = static_cast<std::uint32_t>(faces + FaceBank::kProbes);
    // As large as the model's own, a face takes longer than a small one of the bank.
    const std::int64_t small_per_fitted =
        std::max(1L, std::lround(direct_flops(model.spec, model.spec.last_level) /
                                 direct_flops(model.spec, FaceBank::level_of(model.spec))));
    const std::int64_t fitting = fitted_faces(model.spec) * small_per_fitted, all = fitting + drawn;
    const auto tell = [&](std::int64_t done) {
        if (report) report(done, all);
    };
    fit_heads(generator_, model, options.threads, [&](std::int64_t done) { tell(done * small_per_fitted); });
    bank_ = std::make_unique<FaceBank>(generator_, faces, options.seed * drawn,
                                       [&](std::int64_t done, std::int64_t) { tell(fitting + done); });
}

SearchResult PhotoProjector::search(const Image& picture, std::span<const float> weights,
                                    const SearchOptions& options, const SearchReport& report) {
    return search_face(generator_, *bank_, picture, weights, options, report);
}

std::size_t PhotoProjector::closeness(const Image& picture, const Image& face) const {
    const std::vector<float> a = bank_->description(picture), b = bank_->description(face);
    double squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) squares += std::pow(static_cast<double>(a[i]) - b[i], 2);
    return bank_->probes_farther_than(squares / static_cast<double>(a.size()));
}

}  // namespace progan
