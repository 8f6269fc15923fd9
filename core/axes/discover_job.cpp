#include "core/axes/discover_job.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/axes/sefa.h"
#include "core/support/format.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;
// Shorter slices would spend their time on reporting; a face being edited waits for at most one.
constexpr std::chrono::milliseconds kSlice{4};

class DiscoverJob : public JobOf<Discovered> {
  public:
    DiscoverJob(std::shared_ptr<Generator> generator, DiscoverOptions options)
        : generator_(std::move(generator)), options_(std::move(options)) {
        found_.axes = options_.axes;
        std::int64_t total = static_cast<std::int64_t>(options_.axes.size()) * options_.effect.faces;
        if (options_.pca) {
            pca_.emplace(generator_->spec(), *options_.pca);
            total += pca_->steps() + std::int64_t{options_.pca->count} * options_.effect.faces;
        }
        total_ = std::max<std::int64_t>(total, 1);
    }

    std::string title() const override {
        return pca_ && !meter_ ? trf("Finding axes: {}", square_text(resolution(options_.pca->level)))
                               : tr("Measuring axes");
    }

    JobProgress step() override {
        const Clock::time_point end = Clock::now() + kSlice;
        while (Clock::now() < end && !finished_) one_step();
        return finished_ ? JobProgress{total_, total_} : JobProgress{std::min(done_, total_ - 1), total_};
    }

    Discovered value() override { return std::move(found_); }

  private:
    void one_step() {
        if (pca_ && !meter_ && pca_->steps_done() < pca_->steps()) {
            ++done_;
            if (!pca_->step(*generator_)) take_components();
            return;
        }
        if (!meter_) {
            std::vector<Latent> directions;
            for (const Axis& axis : found_.axes) directions.push_back(axis.direction);
            meter_.emplace(generator_->spec(), std::move(directions), options_.effect);
            if (pca_)  // there may be fewer than requested
                total_ = std::max<std::int64_t>(pca_->steps() + meter_->steps(), 1);
        }
        ++done_;
        if (meter_->step(*generator_)) return;
        const std::vector<double> effects = meter_->effects();
        for (std::size_t i = 0; i < effects.size(); ++i) found_.axes[i].effect = effects[i];
        finished_ = true;
    }

    void take_components() {
        found_.note = pca_->note();
        const int level = options_.pca->level;
        int number = 0;
        for (Latent& direction : pca_->directions()) {
            Axis axis;
            ++number;
            axis.id = fmt::format("pca-{}-{}", level, number);
            axis.name = fmt::format("PCA {} ({})", number, resolution(level));
            axis.method = AxisMethod::pca;
            axis.level = level;
            axis.direction = std::move(direction);
            found_.axes.push_back(std::move(axis));
        }
    }

    std::shared_ptr<Generator> generator_;
    const DiscoverOptions options_;
    Discovered found_;
    std::optional<ActivationPca> pca_;
    std::optional<EffectMeter> meter_;
    std::int64_t done_ = 0, total_ = 1;
    bool finished_ = false;
};

}  // namespace

std::vector<Axis> sefa_axes(const FirstLayerWeight& weight, int count) {
    std::vector<Axis> axes;
    for (Latent& direction : sefa_directions(weight, count)) {
        Axis axis;
        axis.id = fmt::format("sefa-{}", axes.size() + 1);
        axis.name = fmt::format("SeFa {}", axes.size() + 1);
        axis.method = AxisMethod::sefa;
        axis.direction = std::move(direction);
        axes.push_back(std::move(axis));
    }
    return axes;
}

std::unique_ptr<JobOf<Discovered>> make_discover_job(std::shared_ptr<Generator> generator,
                                                     DiscoverOptions options) {
    return std::make_unique<DiscoverJob>(std::move(generator), std::move(options));
}

}  // namespace progan
