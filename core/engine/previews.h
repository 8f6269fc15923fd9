// What a face that takes too long to make is shown as first: which level, by which head, and the heads'
// fitting in idle moments. Belongs to the worker.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "core/engine/preview_policy.h"
#include "core/model/preview/preview_fit.h"

namespace progan {

class Previews {
  public:
    /// Fitted heads are kept in `folder`; empty: they are not.
    explicit Previews(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Forgets the model before; takes the heads that were fitted to this one earlier, if they are there.
    void model_opened(const ModelSpec& spec, const std::string& sha256);

    /// The level at which a face of level `wanted` is shown before it is finished, or nothing. Its own heads
    /// will not do: they may be as far from the finished picture as wrong colors.
    std::optional<int> level_for(int wanted) const;
    /// What it is shown as at that level.
    Image picture(const IntermediateFace& face) const { return face.picture(heads_.at(face.level())); }
    PreviewPolicy& policy() { return policy_; }

    /// Whether heads are to be fitted: the model turned out to be slow, and its generator can be watched.
    bool wants_fitting() const;
    struct Progress {
        int done = 0, total = 1;
    };
    void give_up_fitting() { fit_.reset(); }
    /// About one image's work. What `between` throws ends it without harm.
    Progress fit_a_little(Generator& generator, const std::function<void()>& between);

  private:
    std::filesystem::path folder_;
    ModelSpec spec_;
    std::string sha256_;
    PreviewPolicy policy_;
    PreviewHeads heads_;
    std::optional<PreviewFit> fit_;
};

}  // namespace progan
