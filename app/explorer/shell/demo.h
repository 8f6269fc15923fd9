// --demo DIR: a short tour through the real window, driven by the same actions as clicks. Leaves
// screenshot.png, favourites.json, animation.gif and report.json in DIR.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/explorer/shell/features.h"
#include "app/explorer/state/app_state.h"
#include "core/support/clock.h"

namespace progan {

class Demo {
  public:
    explicit Demo(std::filesystem::path folder);

    /// Once a frame, before the panels.
    void step(AppState& state, Features& features, Time now);
    /// True once: App writes the next frame to screenshot_path().
    bool take_screenshot_request();
    std::filesystem::path screenshot_path() const { return folder_ / "screenshot.png"; }
    void screenshot_taken() { screenshot_taken_ = true; }

    bool finished() const { return at_ >= steps_.size() || !problem_.empty(); }
    /// A slider is being swept, as by a hand that is not done.
    bool sweeping() const { return sweeping_; }
    const std::string& problem() const { return problem_; }  ///< empty if all went well
    /// report.json's text.
    std::string report(const AppState& state, const std::string& gl_renderer, std::size_t faces,
                       Seconds taken) const;

  private:
    /// A step is repeated every frame until it returns true.
    struct Step {
        const char* name;
        std::function<bool(AppState&, Features&, Seconds)> run;  ///< Seconds: since the step began
    };
    void add_faces();
    void add_journey();
    void add_end();  ///< a face to look at, and its screenshot

    std::filesystem::path folder_;
    std::vector<Step> steps_;
    std::size_t at_ = 0;
    std::optional<Time> step_began_;
    bool screenshot_requested_ = false, screenshot_taken_ = false, recording_ = false, sweeping_ = false;
    std::string problem_;
};

}  // namespace progan
