#include "core/engine/face_maker.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

// Without a newer request for this long after a preview, the hand rests. A moving one asks every frame.
constexpr auto kRest = std::chrono::milliseconds(60);

}  // namespace

/// The time a face took, without pauses.
class FaceMaker::Stopwatch {
  public:
    double ms() const { return std::chrono::duration<double, std::milli>(Clock::now() - began_).count(); }
    template <class Pause>
    void pause(Pause pause) {
        const auto now = Clock::now();
        pause();
        began_ += Clock::now() - now;
    }

  private:
    Clock::time_point began_ = Clock::now();
};

void FaceMaker::use(std::shared_ptr<Generator> generator, const ModelInfo& model, std::uint64_t epoch) {
    generator_ = std::move(generator);
    epoch_ = epoch;
    previews_.model_opened(model.spec, model.sha256);
}

/// Throws Error if the model cannot make what the request asks for.
void FaceMaker::check(const RenderRequest& request, Purpose purpose) const {
    const ModelSpec& spec = generator_->spec();
    for (const Latent& latent : request.latents)
        if (latent.size() != static_cast<std::size_t>(spec.latent_size))
            throw Error("The face has a latent of " + std::to_string(latent.size()) +
                        " numbers, but the model needs " + std::to_string(spec.latent_size) + ".");
    if (purpose != Purpose::channels && !has_to_rgb(spec, request.level))
        throw Error("The model has no picture at level " + std::to_string(request.level) + ".");
    if (request.latents.empty()) throw Error("A picture was requested without a latent.");
}

FaceMaker::Made FaceMaker::make(const Render& render) {
    try {
        const RenderRequest& request = render.request;
        check(request, render.purpose);
        if (render.purpose == Purpose::channels) {
            make_maps(render);
            return Made::face;
        }
        FaceReady face;
        face.request_id = render.id;
        face.epoch = epoch_;
        face.purpose = render.purpose;
        face.index = render.next;
        face.level = request.level;
        Stopwatch clock;
        LevelCallback reached;
        if (render.purpose == Purpose::main_view) reached = preview_on_the_way(request, face, clock);
        if (render.purpose == Purpose::prefetch)
            reached = [this](const IntermediateFace&) { inbox_.stop_if(ends_prefetching); };
        face.image = generator_->generate(request.latents[render.next], request.level, request.alpha, reached,
                                          request.edits_of(render.next));
        face.generator_ms = clock.ms();
        if (render.purpose == Purpose::main_view)
            previews_.policy().reached(request.level, face.generator_ms);
        events_.emit(std::move(face));
        return Made::face;
    } catch (const Cancelled&) {  // its preview was shown, and a newer face waits; or it was prefetched
        return Made::stopped;
    } catch (...) {
        events_.emit_failure(Failure::What::render, render.id, render.purpose);
        return Made::nothing;
    }
}

void FaceMaker::make_maps(const Render& render) {
    const RenderRequest& request = render.request;
    ChannelMaps maps = channel_maps(
        generator_->features(request.latents[render.next], request.level, request.edits_of(render.next)));
    events_.emit(ChannelsReady{render.id, epoch_, std::make_shared<const ChannelMaps>(std::move(maps))});
}

/// For the current face: shows a preview of it if the whole takes long. What comes after the preview
/// waits for the hand to rest, and ends when it does not.
LevelCallback FaceMaker::preview_on_the_way(const RenderRequest& request, const FaceReady& whole,
                                            Stopwatch& clock) {
    return [this, &whole, &clock, preview = previews_.level_for(request.level),
            shown = false](const IntermediateFace& so_far) mutable {
        previews_.policy().reached(so_far.level(), clock.ms());
        if (so_far.level() == preview) {
            FaceReady face = whole;
            face.preview = true;
            face.image = previews_.picture(so_far);
            face.generator_ms = clock.ms();
            previews_.policy().previewed(so_far.level(), face.generator_ms);
            events_.emit(std::move(face));
            shown = true;
            clock.pause([this] { wait_for_rest(); });
        }
        if (shown) inbox_.stop_if(ends_sharpening);
    };
}

/// Until the hand rests or there is something newer to show.
void FaceMaker::wait_for_rest() {
    if (inbox_.wait_for_rest(kRest)) previews_.policy().rested();
}

void FaceMaker::fit_previews() {
    try {
        const Previews::Progress progress =
            previews_.fit_a_little(*generator_, [this] { inbox_.stop_if(ends_fitting); });
        events_.emit(PreviewFitting{progress.done, progress.total});
    } catch (const Cancelled&) {  // continued when there is time again
    } catch (...) {               // previews are made by the levels' own heads then
        previews_.give_up_fitting();
    }
}

}  // namespace progan
