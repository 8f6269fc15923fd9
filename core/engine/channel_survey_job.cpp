#include "core/engine/channel_survey_job.h"

#include <cstdint>
#include <utility>

#include "core/latent/seeds.h"

namespace progan {
namespace {

class ChannelSurveyJob : public JobOf<ChannelSurvey> {
  public:
    ChannelSurveyJob(std::shared_ptr<Generator> generator, int level, int faces)
        : generator_(std::move(generator)), level_(level), faces_(faces) {}

    std::string title() const override { return "Looking at the channels"; }
    JobProgress step() override {
        if (done_ < faces_) {
            const auto size = static_cast<std::size_t>(generator_->spec().latent_size);
            const Latent latent = latent_from_seed(static_cast<std::uint32_t>(done_), size, SeedMode::numpy);
            surveyor_.add(channel_maps(generator_->features(latent, level_, {})));
            ++done_;
        }
        return {done_, faces_};
    }
    ChannelSurvey value() override { return surveyor_.survey(); }

  private:
    std::shared_ptr<Generator> generator_;
    int level_, faces_, done_ = 0;
    ChannelSurveyor surveyor_;
};

}  // namespace

std::unique_ptr<JobOf<ChannelSurvey>> make_channel_survey_job(std::shared_ptr<Generator> generator, int level,
                                                              int faces) {
    return std::make_unique<ChannelSurveyJob>(std::move(generator), level, faces);
}

}  // namespace progan
