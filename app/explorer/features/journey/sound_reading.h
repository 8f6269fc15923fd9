// Reads the sound that the journey follows, beside all else, and keeps what the journey makes of it up to
// date (TimelineState::sound). Owned by the journey's controller; one thread (the window's).
#pragma once

#include <memory>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "core/sound/sound_curves.h"

namespace progan {

class SoundReading {
  public:
    explicit SoundReading(const FeatureContext& context)
        : state_(context.state), engine_(context.engine), notifier_(context.notifier) {}
    SoundReading(const SoundReading&) = delete;
    SoundReading& operator=(const SoundReading&) = delete;

    /// Once a frame. A file that cannot be read is told once.
    void update();
    /// The file is read again, whatever was found in it.
    void forget();

  private:
    void read(const std::string& file, double fps);
    void drive();

    AppState& state_;
    Engine& engine_;
    Notifier& notifier_;
    std::string file_;
    double fps_ = 0;
    std::shared_ptr<const SoundCurves> curves_;
    std::string problem_;
    Ticket reading_;
};

}  // namespace progan
