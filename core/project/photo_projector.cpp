#include "core/project/photo_projector.h"

#include <algorithm>
#include <cmath>

#include "core/model/cpu/cpu_generator.h"
#include "core/model/preview/preview_fit.h"
#include "core/support/error.h"

namespace progan {
namespace {

/// Which the heads of low levels are fitted to.
constexpr int kFittedFaces = 32;

void fit_heads(GradientGenerator& generator, const Model& model, int threads) {
    const ModelSpec& spec = model.spec;
    if (spec.last_level == 0) return;
    const std::unique_ptr<Generator> plain = make_cpu_generator(model, {threads});
    PreviewFit fit(spec, kFittedFaces, 1);
    while (fit.faces_done() < fit.faces()) fit.add_face(*plain);
    for (const auto& [level, head] : fit.solve()) generator.replace_head(level, head);
}

}  // namespace

PhotoProjector::PhotoProjector(const Model& model, const ProjectorOptions& options,
                               const ProgressReport& report)
    : generator_(model, {options.threads}) {
    fit_heads(generator_, model, options.threads);
    const auto faces = static_cast<std::uint32_t>(options.faces + FaceBank::kProbes);
    bank_ = std::make_unique<FaceBank>(generator_, options.faces, options.seed * faces, report);
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
