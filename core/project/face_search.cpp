#include "core/project/face_search.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "core/model/direct_flops.h"
#include "core/project/picture_loss.h"
#include "core/project/refinement.h"
#include "core/project/sphere_descent.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kFirstStep = 0.15, kMaxStep = 0.4;  // radians
/// So many pixels are made at once that the layers' features stay in a core's cache.
constexpr std::size_t kPixelsAtOnce = 4 * 128 * 128;
/// Two descents that come this near to one another go to the same place.
constexpr double kSameCosine = 0.999;

struct Candidate {
    std::size_t number;
    SphereDescent descent;

    double value() const { return descent.value(); }
};

/// By its pixels alone: the loss that descents make smaller counts coarser scales, too, so that the smallest
/// loss need not be the smallest error.
struct Nearest {
    std::size_t candidate = 0;  ///< whose descent came by it
    Latent latent;
    double squared_error = std::numeric_limits<double>::infinity();
};

bool is_nearer(const Candidate& a, const Candidate& b) {
    return a.value() < b.value();
}

/// Of what is compared at one level.
struct Level {
    int level;
    double alpha;
    PictureLoss loss;
};

std::vector<float> shrunk_weights(std::span<const float> weights, int side, int to) {
    std::vector<float> result(static_cast<std::size_t>(to) * static_cast<std::size_t>(to));
    const int step = side / to;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            result[static_cast<std::size_t>(y / step * to + x / step)] +=
                weights[static_cast<std::size_t>(y * side + x)] / static_cast<float>(step * step);
    return result;
}

class Search {
  public:
    Search(GradientGenerator& generator, const FaceBank& bank, const Image& picture,
           std::span<const float> weights, const SearchOptions& options, const SearchReport& report)
        : generator_(generator),
          spec_(generator.spec()),
          bank_(bank),
          picture_(picture),
          weights_(weights),
          options_(options),
          report_(report),
          plan_(plan_search(spec_, bank.level(), options)) {
        const int side = resolution(spec_.last_level);
        if (picture.width != side || picture.height != side)
            throw Error("The picture has {} x {} pixels, but the model's faces have {} x {}.", picture.width,
                        picture.height, side, side);
    }

    SearchResult run() {
        begin();
        for (std::size_t i = 0; i < plan_.stages.size() && !stopped_; ++i) {
            if (i > 0) keep_best(plan_.stages[i].candidates);
            if (i == 0 || plan_.stages[i].level != plan_.stages[i - 1].level)
                change_level(plan_.stages[i].level);
            descend(plan_.stages[i]);
        }
        if (plan_.refinements > 0 && !stopped_ && !is_late(1)) refine_found();
        return result();
    }

  private:
    void begin() {
        const std::vector<float> description = bank_.description(picture_);
        const Latent expected = bank_.expected_latent(description);
        const auto starts = plan_.stages.front().candidates;
        const auto add = [&](std::span<const float> latent) {
            candidates_.push_back({candidates_.size(), SphereDescent(latent, kFirstStep, kMaxStep)});
        };
        if (length(expected) > 0) add(expected);
        // In turn a face that looks alike, and one between such a face and what is expected.
        for (const std::size_t index : bank_.nearest(description, starts)) {
            if (candidates_.size() < starts) add(bank_.latent(index));
            Latent between = bank_.latent(index);
            const double own = 1 / length(between), other = 1 / std::max(length(expected), 1e-9);
            for (std::size_t k = 0; k < between.size(); ++k)
                between[k] = static_cast<float>(own * between[k] + other * expected[k]);
            if (candidates_.size() < starts && length(between) > 0.1) add(between);
        }
    }

    void change_level(int level) {
        const int side = resolution(level);
        std::vector<float> weights;
        if (!weights_.empty()) weights = shrunk_weights(weights_, picture_.width, side);
        level_.emplace(Level{level, level == spec_.last_level ? spec_.alpha : 1,
                             PictureLoss(shrunk(picture_, side), spec_, weights)});
        nearest_.squared_error = std::numeric_limits<double>::infinity();
        for (Candidate& candidate : candidates_) candidate.descent.function_changed();
    }

    void keep_best(std::size_t count) {
        std::stable_sort(candidates_.begin(), candidates_.end(), is_nearer);
        std::vector<Candidate> kept;
        for (Candidate& candidate : candidates_) {
            const std::vector<double>& point = candidate.descent.point();
            const bool known = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
                return std::inner_product(point.begin(), point.end(), other.descent.point().begin(), 0.0) >
                       kSameCosine;
            });
            if (!known && kept.size() < count) kept.push_back(std::move(candidate));
        }
        candidates_ = std::move(kept);
    }

    void descend(const SearchStage& stage) {
        for (int round = 0; round < stage.rounds; ++round) {
            std::vector<Candidate*> wanted;
            for (Candidate& candidate : candidates_)
                if (!candidate.descent.finished()) wanted.push_back(&candidate);
            if (wanted.empty()) break;
            const auto side = static_cast<std::size_t>(resolution(stage.level));
            const std::size_t at_once = std::max<std::size_t>(1, kPixelsAtOnce / (side * side));
            for (std::size_t first = 0; first < wanted.size(); first += at_once)
                evaluate(std::span(wanted).subspan(first, std::min(at_once, wanted.size() - first)));
            done_ += evaluation_flops(spec_, stage.level) * static_cast<double>(wanted.size());
            if (!tell(stage)) return;
            if (is_late(stage.end)) {
                complete_ = false;
                break;
            }
        }
    }

    void evaluate(std::span<Candidate* const> candidates) {
        const auto size = static_cast<std::size_t>(spec_.latent_size);
        const double radius = std::sqrt(static_cast<double>(size));
        std::vector<float> latents;
        for (const Candidate* candidate : candidates)
            for (const double component : candidate->descent.asked())
                latents.push_back(static_cast<float>(radius * component));
        const std::span<const float> pictures = generator_.forward(latents, level_->level, level_->alpha);
        const std::size_t values = pictures.size() / candidates.size();
        std::vector<float> by_pixels(pictures.size()), by_latents(latents.size());
        std::vector<double> losses;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const std::span<const float> picture = pictures.subspan(i * values, values);
            losses.push_back(level_->loss.value(picture, std::span(by_pixels).subspan(i * values, values)));
            const double error = level_->loss.squared_error(picture);
            if (!(error < nearest_.squared_error)) continue;
            const auto latent = latents.begin() + static_cast<std::ptrdiff_t>(i * size);
            nearest_ = {candidates[i]->number, {latent, latent + static_cast<std::ptrdiff_t>(size)}, error};
        }
        generator_.backward(by_pixels, by_latents);
        evaluations_ += candidates.size();
        std::vector<double> gradient(size);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            for (std::size_t k = 0; k < size; ++k) gradient[k] = radius * by_latents[i * size + k];
            candidates[i]->descent.tell(losses[i], gradient);
        }
    }

    void refine_found() {
        const double face = direct_flops(spec_, spec_.last_level);  // forwards alone
        Latent latent = nearest_.latent;
        const auto take = [&](double squared_error) {
            if (squared_error < nearest_.squared_error)
                nearest_ = {nearest_.candidate, latent, squared_error};
        };
        const double reached = refine(generator_, level_->loss, plan_.refinements, latent,
                                      [&](const RefinementProgress& progress) {
                                          evaluations_ += progress.faces;
                                          done_ += face * static_cast<double>(progress.faces);
                                          take(progress.squared_error);
                                          stopped_ = report_ && !report_({std::min(1.0, done_ / plan_.flops),
                                                                          spec_.last_level,
                                                                          1,
                                                                          evaluations_,
                                                                          nearest_.squared_error,
                                                                          {&nearest_.latent, 1}});
                                          if (stopped_ || is_late(1)) complete_ = false;
                                          return complete_;
                                      });
        take(reached);
    }

    Latent latent_of(const Candidate& candidate) const {
        const double radius = std::sqrt(static_cast<double>(spec_.latent_size));
        Latent latent;
        for (const double component : candidate.descent.point())
            latent.push_back(static_cast<float>(radius * component));
        return latent;
    }

    std::vector<Latent> leading() const {
        std::vector<const Candidate*> others;
        for (const Candidate& candidate : candidates_)
            if (candidate.number != nearest_.candidate) others.push_back(&candidate);
        std::stable_sort(others.begin(), others.end(),
                         [](const Candidate* a, const Candidate* b) { return is_nearer(*a, *b); });
        others.resize(std::min({others.size(), candidates_.size() - 1, SearchProgress::kLeading - 1}));
        std::vector<Latent> latents{nearest_.latent};
        for (const Candidate* candidate : others) latents.push_back(latent_of(*candidate));
        return latents;
    }

    bool tell(const SearchStage& stage) {
        if (!report_) return true;
        stopped_ = !report_({std::min(1.0, done_ / plan_.flops), stage.level, candidates_.size(),
                             evaluations_, nearest_.squared_error, leading()});
        if (stopped_) complete_ = false;
        return !stopped_;
    }

    /// Whether this share of the time has passed.
    bool is_late(double share) const {
        return options_.seconds > 0 &&
               std::chrono::duration<double>(Clock::now() - began_).count() > options_.seconds * share;
    }

    SearchResult result() {
        SearchResult result;
        result.latent = nearest_.latent;
        const std::span<const float> values =
            generator_.forward(result.latent, spec_.last_level, spec_.alpha);
        result.squared_error = PictureLoss(picture_, spec_, weights_).squared_error(values);
        result.face = Image(picture_.width, picture_.height);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double unit = (values[i] - spec_.output_min) / (spec_.output_max - spec_.output_min);
            result.face.rgb[i] = static_cast<std::uint8_t>(std::lrint(255 * std::clamp(unit, 0.0, 1.0)));
        }
        result.evaluations = evaluations_;
        result.complete = complete_;
        return result;
    }

    GradientGenerator& generator_;
    const ModelSpec& spec_;
    const FaceBank& bank_;
    const Image& picture_;
    std::span<const float> weights_;
    const SearchOptions& options_;
    const SearchReport& report_;
    Clock::time_point began_ = Clock::now();

    SearchPlan plan_;
    std::vector<Candidate> candidates_;
    std::optional<Level> level_;
    Nearest nearest_;  ///< at the present level
    std::size_t evaluations_ = 0;
    double done_ = 0;  ///< of the plan's operations
    bool stopped_ = false, complete_ = true;
};

}  // namespace

SearchResult search_face(GradientGenerator& generator, const FaceBank& bank, const Image& picture,
                         std::span<const float> weights, const SearchOptions& options,
                         const SearchReport& report) {
    return Search(generator, bank, picture, weights, options, report).run();
}

}  // namespace progan
