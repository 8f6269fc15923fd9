#include "core/engine/faces_job.h"

#include <utility>

#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace {

class FacesJob : public JobOf<std::vector<Image>> {
  public:
    FacesJob(std::shared_ptr<Generator> generator, RenderRequest request)
        : generator_(std::move(generator)), request_(std::move(request)) {
        const auto size = static_cast<std::size_t>(generator_->spec().latent_size);
        for (const Latent& latent : request_.latents)
            if (latent.size() != size)
                throw Error("A latent of {} was given, but the model takes {}.",
                            counted(latent.size(), "component", "components"), size);
    }

    std::string title() const override { return "Rendering faces"; }
    JobProgress step() override {
        const std::size_t next = images_.size(), count = request_.latents.size();
        if (next < count)
            images_.push_back(generator_->generate(request_.latents[next], request_.level, request_.alpha, {},
                                                   request_.edits_of(next)));
        return {static_cast<std::int64_t>(images_.size()), static_cast<std::int64_t>(count)};
    }
    std::vector<Image> value() override { return std::move(images_); }

  private:
    std::shared_ptr<Generator> generator_;
    RenderRequest request_;
    std::vector<Image> images_;
};

}  // namespace

std::unique_ptr<JobOf<std::vector<Image>>> make_faces_job(std::shared_ptr<Generator> generator,
                                                          RenderRequest request) {
    return std::make_unique<FacesJob>(std::move(generator), std::move(request));
}

}  // namespace progan
