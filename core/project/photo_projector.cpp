#include "core/project/photo_projector.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/model/cpu/cpu_generator.h"
#include "core/model/preview/preview_fit.h"
#include "core/support/error.h"

namespace progan {
namespace {

/// Which the heads of low levels are fitted to.
constexpr int kFittedFaces = 32;
/// Of progress: small faces that take as long as one of those.
constexpr std::int64_t kSmallPerFitted = 40;

void fit_heads(GradientGenerator& generator, const Model& model, int threads,
               const std::function<void(std::int64_t done)>& report) {
    const ModelSpec& spec = model.spec;
    if (spec.last_level == 0) return;
    const std::unique_ptr<Generator> plain = make_cpu_generator(model, {threads});
    PreviewFit fit(spec, kFittedFaces, 1);
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
    const auto faces = static_cast<std::uint32_t>(options.faces + FaceBank::kProbes);
    // As large as the model's own, a face takes longer than a small one of the bank.
    const std::int64_t fitting = kFittedFaces * kSmallPerFitted, all = fitting + faces;
    const auto tell = [&](std::int64_t done) {
        if (report) report(done, all);
    };
    fit_heads(generator_, model, options.threads, [&](std::int64_t done) { tell(done * kSmallPerFitted); });
    bank_ = std::make_unique<FaceBank>(generator_, options.faces, options.seed * faces,
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
