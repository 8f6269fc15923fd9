#include "core/engine/faces_job.h"

#include <utility>

#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace {

class FacesJob : public JobOf<std::vector<Image>> {
  public:
    FacesJob(std::shared_ptr<Generator> generator, std::vector<Latent> latents, int level, double alpha)
        : generator_(std::move(generator)), latents_(std::move(latents)), level_(level), alpha_(alpha) {
        const auto size = static_cast<std::size_t>(generator_->spec().latent_size);
        for (const Latent& latent : latents_)
            if (latent.size() != size)
                throw Error("A latent of {} was given, but the model takes {}.",
                            counted(latent.size(), "component", "components"), size);
    }

    std::string title() const override { return "Rendering faces"; }
    JobProgress step() override {
        if (images_.size() < latents_.size())
            images_.push_back(generator_->generate(latents_[images_.size()], level_, alpha_));
        return {static_cast<std::int64_t>(images_.size()), static_cast<std::int64_t>(latents_.size())};
    }
    std::vector<Image> value() override { return std::move(images_); }

  private:
    std::shared_ptr<Generator> generator_;
    std::vector<Latent> latents_;
    int level_;
    double alpha_;
    std::vector<Image> images_;
};

}  // namespace

std::unique_ptr<JobOf<std::vector<Image>>> make_faces_job(std::shared_ptr<Generator> generator,
                                                          std::vector<Latent> latents, int level,
                                                          double alpha) {
    return std::make_unique<FacesJob>(std::move(generator), std::move(latents), level, alpha);
}

}  // namespace progan
