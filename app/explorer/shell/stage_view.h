// The stage's window: opens, moves and closes it as the state says, and draws what the state says it shows.
// Owned by App; one thread (the window's).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/explorer/features/stage/stage_controller.h"
#include "app/explorer/gl/picture_painter.h"
#include "app/explorer/platform/stage_window.h"
#include "app/explorer/platform/window.h"
#include "app/explorer/state/app_state.h"
#include "app/explorer/state/notifier.h"
#include "core/support/clock.h"

namespace progan {

class StageView {
  public:
    StageView(AppState& state, StageController& controller, Notifier& notifier, Window& desk,
              bool in_software)
        : state_(state),
          controller_(controller),
          notifier_(notifier),
          desk_(desk),
          in_software_(in_software) {}
    ~StageView() { close(); }
    StageView(const StageView&) = delete;
    StageView& operator=(const StageView&) = delete;

    /// Once a frame, when the controller has followed the main view and Dear ImGui's fonts are as they are
    /// drawn.
    void show(Time now);
    /// When show() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    using Place = std::pair<StagePlace, std::string>;
    /// All that decides what is drawn.
    struct Drawn {
        std::uint64_t picture_id = 0;
        bool smooth = true;
        std::string caption;

        bool operator==(const Drawn&) const = default;
    };

    void hear();
    void look_at_monitors();
    void follow_place();
    void open();
    void close();
    std::optional<Monitor> wanted_monitor() const;
    void draw();
    void draw_picture(int width, int height);
    void draw_caption(int width, int height) const;

    AppState& state_;
    StageController& controller_;
    Notifier& notifier_;
    Window& desk_;
    const bool in_software_;
    std::unique_ptr<StageWindow> window_;
    std::unique_ptr<gl::PicturePainter> painter_;           ///< of its context
    std::unique_ptr<gl::PicturePainter::Picture> picture_;  ///< the same
    std::uint64_t uploaded_ = 0;
    Place place_;  ///< that it was put to
    std::optional<Drawn> drawn_;
};

}  // namespace progan
