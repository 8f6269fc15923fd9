#include "core/project/search_plan.h"

#include <algorithm>

#include "core/model/direct_flops.h"

namespace progan {
namespace {

/// Shares of the work, of which a cheap model needs less.
constexpr double kCoarse = 0.06, kMiddle = 0.24, kFine = 0.3, kLast = 0.3, kRefining = 0.1;
/// A level at which fewer rounds are affordable is too high for a stage of many candidates.
constexpr int kWorthwhileRounds = 8;
/// Where the level is not to be chosen.
constexpr int kMinRounds = 4;

class Planning {
  public:
    Planning(const ModelSpec& spec, const SearchOptions& options) : spec_(spec), options_(options) {}

    SearchPlan plan(int low) {
        const auto starts =
            static_cast<std::size_t>(std::clamp(options_.starts, 1, SearchOptions::kMaxStarts));
        const int steps = std::clamp(options_.steps, 1, SearchOptions::kMaxSteps);
        const auto share = [](std::size_t count, std::size_t divisor) {
            return std::max<std::size_t>(1, count / divisor);
        };
        const int last = spec_.last_level, middle = std::min(low + 1, last);
        add_at_most(low, 0, {low, starts, std::max(1, steps / 5), 0.15}, kCoarse);
        if (middle > low && middle < last)
            add({middle, share(starts, 4), std::max(1, steps / 4), 0.3}, kMiddle);
        add_at_most(last, middle, {last, share(starts, 16), std::max(1, steps / 3), 0.4}, kFine);
        add({last, 1, steps, 0.5}, kLast);

        const double one = direct_flops(spec_, last) * spec_.latent_size;
        plan_.refinements = std::min(std::clamp(options_.refinements, 0, SearchOptions::kMaxRefinements),
                                     affordable(one, kRefining));
        plan_.flops += one * plan_.refinements;
        return plan_;
    }

  private:
    /// How often something fits into a share of the work.
    int affordable(double flops, double share) const {
        if (options_.flops <= 0) return SearchOptions::kMaxSteps;
        return static_cast<int>(std::min(1.0 * SearchOptions::kMaxSteps, share * options_.flops / flops));
    }
    double round_flops(const SearchStage& stage) const {
        return static_cast<double>(stage.candidates) * evaluation_flops(spec_, stage.level);
    }

    void add(SearchStage stage, double share) {
        const int most = std::max(kMinRounds, affordable(round_flops(stage), share));
        stage.rounds = std::min(stage.rounds, most);
        plan_.flops += stage.rounds * round_flops(stage);
        plan_.stages.push_back(stage);
    }

    /// At the highest level from `lowest` to `highest` that is worthwhile.
    void add_at_most(int highest, int lowest, SearchStage stage, double share) {
        const int wanted = std::min(stage.rounds, kWorthwhileRounds);
        stage.level = highest;
        while (stage.level > lowest && affordable(round_flops(stage), share) < wanted) --stage.level;
        add(stage, share);
    }

    const ModelSpec& spec_;
    const SearchOptions& options_;
    SearchPlan plan_{};
};

}  // namespace

double evaluation_flops(const ModelSpec& spec, int level) {
    return 2 * direct_flops(spec, level);
}

SearchPlan plan_search(const ModelSpec& spec, int low, const SearchOptions& options) {
    return Planning(spec, options).plan(low);
}

}  // namespace progan
