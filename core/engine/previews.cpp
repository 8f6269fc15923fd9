#include "core/engine/previews.h"

#include "core/support/error.h"

namespace progan {
namespace {
// Heads fitted to so few faces are a seventh worse, but there a second after the model.
constexpr int kFirstFaces = 4;
}  // namespace

void Previews::model_opened(const ModelSpec& spec, const std::string& sha256) {
    spec_ = spec;
    sha256_ = sha256;
    policy_ = {};
    heads_.clear();
    fit_.reset();
    if (spec.last_level <= kLowestPreviewLevel) return;
    if (!folder_.empty()) {
        try {
            heads_ = load_preview_heads(preview_heads_path(folder_, sha256), spec);
        } catch (const Error&) {  // not there yet, or no use: fitted again
        }
    }
    if (heads_.empty()) fit_.emplace(spec);
}

std::optional<int> Previews::level_for(int wanted) const {
    std::vector<int> levels;
    for (int level = kLowestPreviewLevel; level < wanted; ++level)
        if (heads_.contains(level)) levels.push_back(level);
    return policy_.level_for(wanted, levels);
}

bool Previews::wants_fitting() const {
    return fit_ && !policy_.follows(spec_.last_level);
}

Previews::Progress Previews::fit_a_little(Generator& generator, const std::function<void()>& between) {
    const bool watched = fit_->add_face(generator, between);
    const Progress progress{fit_->faces_done(), fit_->faces()};
    const bool finished = !watched || progress.done >= progress.total;
    if (finished || progress.done == kFirstFaces) heads_ = fit_->solve();
    if (!finished) return progress;
    fit_.reset();
    if (!heads_.empty() && !folder_.empty()) {
        try {
            save_preview_heads(preview_heads_path(folder_, sha256_), heads_);
        } catch (const Error&) {  // then they are fitted again next time
        }
    }
    return {progress.total, progress.total};
}

}  // namespace progan
