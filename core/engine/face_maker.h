// Makes the faces that requests ask for, slow ones as a preview first, and prepares those previews in idle
// moments. Belongs to the worker.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/engine/event_queue.h"
#include "core/engine/inbox.h"
#include "core/engine/previews.h"
#include "core/model/generator.h"

namespace progan {

class FaceMaker {
  public:
    /// The queue and the inbox must outlive it. `preview_folder`: see Previews.
    FaceMaker(EventQueue& events, Inbox& inbox, std::filesystem::path preview_folder)
        : events_(events), inbox_(inbox), previews_(std::move(preview_folder)) {}

    /// Faces are made by this model's generator from now on, and carry `epoch`.
    void use(std::shared_ptr<Generator> generator, const ModelInfo& model, std::uint64_t epoch);
    /// The one in use, or null.
    const std::shared_ptr<Generator>& generator() const { return generator_; }
    void forget_generator() { generator_.reset(); }

    enum class Made {
        face,     ///< FaceReady
        nothing,  ///< Failure
        stopped,  ///< something more urgent came before it was finished
    };
    /// The face that is next in the request.
    Made make(const Render& render);

    bool wants_fitting() const { return previews_.wants_fitting(); }
    /// About one image's work. Emits PreviewFitting, unless something more urgent comes.
    void fit_previews();

  private:
    class Stopwatch;
    void check(const RenderRequest& request, Purpose purpose) const;
    void make_maps(const Render& render);
    LevelCallback preview_on_the_way(const RenderRequest& request, const FaceReady& whole, Stopwatch& clock);
    void wait_for_rest();

    EventQueue& events_;
    Inbox& inbox_;
    Previews previews_;
    std::shared_ptr<Generator> generator_;
    std::uint64_t epoch_ = 0;
};

}  // namespace progan
