#include "core/project/refinement.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/support/linear_algebra.h"

namespace progan {
namespace {

/// Of a component, for its derivative. Found by trial: with 0.02, so many leaky ReLUs bend in between that
/// steps become half as long.
constexpr float kDifference = 0.001f;
constexpr std::size_t kFacesAtOnce = 8;
/// The dampings tried with each derivative, as factors of the last best one.
constexpr double kDampings[] = {0.01, 0.1, 0.3, 1, 3, 10};
constexpr int kStepsPerDerivative = 10;
constexpr double kWorthwhileGain = 0.01;  ///< of the squared error by one more step with the same derivative
constexpr double kFirstDamping = 1e-2;    ///< relative to the mean of the diagonal
constexpr double kEnoughGain = 1e-3;      ///< of the squared error: less ends it

/// The report has said that it is enough.
struct Enough {};

class Refinement {
  public:
    using Report = std::function<bool(const RefinementProgress&)>;

    Refinement(GradientGenerator& generator, const PictureLoss& loss, Latent& latent, const Report& report)
        : generator_(generator), spec_(generator.spec()), loss_(loss), latent_(latent), report_(report) {}

    void begin() {
        std::vector<double> squared_errors;
        residuals_ = residuals_of(latent_, &squared_errors);
        error_ = error_of(residuals_);
        squared_error_ = squared_errors.front();
    }

    /// Of the latent as it is now.
    double squared_error() const { return squared_error_; }

    /// Whether there was a step that helped enough.
    bool step() {
        derivative_ = derivatives();
        squares_ = to_double(product_nt(derivative_, derivative_));
        const double before = error_;
        for (int i = 0; i < kStepsPerDerivative; ++i) {
            const double error = error_;
            if (!take_best()) break;
            if (error_ > error * (1 - kWorthwhileGain)) break;
        }
        ++steps_;
        return error_ < before * (1 - kEnoughGain);
    }

  private:
    std::vector<float> residuals_of(std::span<const float> latents,
                                    std::vector<double>* squared_errors = nullptr) {
        const std::span<const float> values = generator_.forward(latents, spec_.last_level, spec_.alpha);
        std::vector<float> result(values.size());
        const std::size_t picture = static_cast<std::size_t>(loss_.side() * loss_.side()) * 3;
        for (std::size_t first = 0; first < values.size(); first += picture) {
            loss_.residuals(values.subspan(first, picture), std::span(result).subspan(first, picture));
            if (squared_errors)
                squared_errors->push_back(loss_.squared_error(values.subspan(first, picture)));
        }
        if (report_ && !residuals_.empty() &&
            !report_({squared_error_, steps_, latents.size() / latent_.size()}))
            throw Enough();
        return result;
    }
    static double error_of(std::span<const float> residuals) {
        double squares = 0;
        for (const float value : residuals) squares += static_cast<double>(value) * value;
        return squares / static_cast<double>(residuals.size());
    }

    /// A row per component: of the residuals.
    MatrixF derivatives() {
        MatrixF result(latent_.size(), residuals_.size());
        for (std::size_t first = 0; first < latent_.size(); first += kFacesAtOnce) {
            const std::size_t count = std::min(kFacesAtOnce, latent_.size() - first);
            std::vector<float> latents;
            for (std::size_t i = first; i < first + count; ++i) {
                latents.insert(latents.end(), latent_.begin(), latent_.end());
                latents[latents.size() - latent_.size() + i] += kDifference;
            }
            const std::vector<float> changed = residuals_of(latents);
            for (std::size_t i = 0; i < count; ++i) {
                const std::span<float> row = result.row(first + i);
                for (std::size_t k = 0; k < row.size(); ++k)
                    row[k] = (changed[i * row.size() + k] - residuals_[k]) / kDifference;
            }
        }
        return result;
    }

    /// The derivative times residuals.
    std::vector<double> times_derivative(std::span<const float> residuals) const {
        std::vector<float> products(latent_.size());
        multiply(derivative_, residuals, products);
        return {products.begin(), products.end()};
    }

    /// Broyden's update (Nocedal and Wright, 11.1): the derivative then explains the step that was taken, for
    /// no further face.
    void learn_from(std::span<const float> move, std::span<const float> residuals) {
        double length = 0;
        for (const float component : move) length += static_cast<double>(component) * component;
        if (!(length > 0)) return;
        std::vector<float> unexplained(residuals.begin(), residuals.end());
        for (std::size_t i = 0; i < unexplained.size(); ++i) unexplained[i] -= residuals_[i];
        for (std::size_t k = 0; k < move.size(); ++k) {
            const std::span<const float> row = derivative_.row(k);
            for (std::size_t i = 0; i < row.size(); ++i) unexplained[i] -= move[k] * row[i];
        }
        const std::vector<double> products = times_derivative(unexplained);
        double own = 0;
        for (const float value : unexplained) own += static_cast<double>(value) * value;
        for (std::size_t k = 0; k < move.size(); ++k) {
            const double factor = move[k] / length;
            for (std::size_t l = 0; l < move.size(); ++l)
                squares_(k, l) += factor * products[l] + move[l] / length * (products[k] + factor * own);
            const std::span<float> row = derivative_.row(k);
            for (std::size_t i = 0; i < row.size(); ++i)
                row[i] += static_cast<float>(factor) * unexplained[i];
        }
    }

    /// The solutions for several dampings are tried as one batch. False: none is nearer.
    bool take_best() {
        const std::vector<double> products = times_derivative(residuals_);
        MatrixD slopes(latent_.size(), 1);
        double mean = 0;
        for (std::size_t k = 0; k < latent_.size(); ++k) {
            slopes(k, 0) = -products[k];
            mean += squares_(k, k) / static_cast<double>(latent_.size());
        }
        std::vector<float> trials;
        std::vector<double> dampings;
        const double radius = std::sqrt(static_cast<double>(latent_.size()));
        for (const double factor : kDampings) {
            const double damping = damping_ * factor;
            MatrixD damped = squares_;
            for (std::size_t k = 0; k < latent_.size(); ++k) damped(k, k) += damping * mean;
            const MatrixD move = solve_positive_definite(damped, slopes);
            Latent trial = latent_;
            for (std::size_t k = 0; k < trial.size(); ++k) trial[k] += static_cast<float>(move(k, 0));
            const double scale = radius / length(trial);
            if (!std::isfinite(scale)) continue;
            for (float& component : trial) component = static_cast<float>(component * scale);
            trials.insert(trials.end(), trial.begin(), trial.end());
            dampings.push_back(damping);
        }
        if (dampings.empty()) return false;
        std::vector<double> squared_errors;
        const std::vector<float> found = residuals_of(trials, &squared_errors);
        std::optional<std::size_t> best;
        double best_error = error_;
        for (std::size_t i = 0; i < dampings.size(); ++i) {
            const double error = error_of(std::span(found).subspan(i * residuals_.size(), residuals_.size()));
            if (error < best_error) {
                best = i;
                best_error = error;
            }
        }
        if (!best) {
            damping_ = std::min(1e3, damping_ * 10);
            return false;
        }
        const std::span residuals = std::span(found).subspan(*best * residuals_.size(), residuals_.size());
        const std::span next = std::span(trials).subspan(*best * latent_.size(), latent_.size());
        Latent move(next.begin(), next.end());
        for (std::size_t k = 0; k < move.size(); ++k) move[k] -= latent_[k];
        learn_from(move, residuals);
        std::copy(next.begin(), next.end(), latent_.begin());
        std::copy(residuals.begin(), residuals.end(), residuals_.begin());
        damping_ = std::clamp(dampings[*best], 1e-9, 1e3);
        error_ = best_error;
        squared_error_ = squared_errors[*best];
        return true;
    }

    GradientGenerator& generator_;
    const ModelSpec& spec_;
    const PictureLoss& loss_;
    Latent& latent_;
    const Report& report_;
    std::vector<float> residuals_;
    MatrixF derivative_;  ///< a row per component
    MatrixD squares_;     ///< the derivative times its transpose
    double error_ = 0;    ///< the mean square of the residuals
    double squared_error_ = 0;
    double damping_ = kFirstDamping;
    int steps_ = 0;
};

}  // namespace

double refine(GradientGenerator& generator, const PictureLoss& loss, int steps, Latent& latent,
              const std::function<bool(const RefinementProgress&)>& report) {
    Refinement refinement(generator, loss, latent, report);
    refinement.begin();
    try {
        for (int i = 0; i < steps; ++i)
            if (!refinement.step()) break;
    } catch (const Enough&) {
    }
    return refinement.squared_error();
}

}  // namespace progan
