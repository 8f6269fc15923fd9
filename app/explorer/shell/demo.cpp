#include "app/explorer/shell/demo.h"
#include "app/explorer/state/queries.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace progan {
namespace {

constexpr int kDemoFrames = 25;    // of the animation
constexpr Seconds kPatience{120};  // for one step; a slow machine loads LibTorch in a few seconds

bool shows_request(const AppState& state) {
    const auto wanted = request_from_state(state);
    return wanted && state.shown_request == *wanted;
}

}  // namespace

Demo::Demo(std::filesystem::path folder) : folder_(std::move(folder)) {
    add_faces();
    add_journey();
    add_end();
}

void Demo::add_faces() {
    steps_.push_back(
        {"the first face", [](AppState& state, Features&, Seconds) { return shows_request(state); }});
    for (std::uint32_t seed : {59u, 26u, 33u, 45u, 13u}) {
        steps_.push_back({"a seed", [seed](AppState&, Features& features, Seconds) {
                              features.face.pick_seed(seed);
                              return true;
                          }});
        steps_.push_back({"its face", [](AppState& state, Features& features, Seconds) {
                              if (!shows_request(state)) return false;
                              features.favourites.keep_current();
                              return true;
                          }});
    }
    // One slider swept there and back, as a hand would.
    steps_.push_back(
        {"a slider", [this](AppState&, Features& features, Seconds passed) {
             constexpr Seconds kSweep{2};
             features.face.turn_slider(0, static_cast<float>(60 * std::sin(passed / kSweep * 3.14159265)));
             features.face.turn_slider(5, static_cast<float>(25 * std::min(1.0, passed / kSweep)));
             sweeping_ = passed < kSweep;
             return !sweeping_;
         }});
    steps_.push_back({"the turned face", [](AppState& state, Features& features, Seconds) {
                          if (!shows_request(state)) return false;
                          features.favourites.keep_current();
                          return true;
                      }});
}

void Demo::add_journey() {
    steps_.push_back({"a journey", [](AppState& state, Features& features, Seconds passed) {
                          TimelineController& timeline = features.timeline;
                          if (passed == Seconds{0}) {
                              timeline.start_anew();
                              timeline.set_repeat(Repeat::once);
                              timeline.set_length(kDemoFrames);
                              timeline.toggle_play();
                          }
                          if (state.timeline.playing) return false;
                          timeline.scrub(kDemoFrames / 2);
                          return true;
                      }});
    steps_.push_back({"a recording", [this](AppState& state, Features& features, Seconds) {
                          if (recording_) return state.jobs.empty();
                          if (!shows_request(state)) return false;
                          state.record = {};
                          features.recording.record_to(folder_ / "animation.gif");
                          recording_ = true;
                          return false;
                      }});
}

void Demo::add_end() {
    steps_.push_back({"the model's axes", [](AppState& state, Features&, Seconds) {
                          return !state.axes.empty() && !state.axes_list.loading && !state.axes_list.finding;
                      }});
    steps_.push_back({"a face to look at", [](AppState& state, Features& features, Seconds passed) {
                          if (passed == Seconds{0}) {
                              features.face.pick_seed(kFirstSeed);
                              for (const auto& [axis, degrees] : {std::pair{1u, 3.0f}, {13u, 5.0f}})
                                  if (axis < state.axes.size())
                                      features.face.turn_axis(state.axes[axis].id, degrees);
                              state.notifications.clear();
                          }
                          return shows_request(state) && passed > Seconds{0.5};
                      }});
    steps_.push_back({"a screenshot", [this](AppState&, Features&, Seconds passed) {
                          if (passed == Seconds{0}) screenshot_requested_ = true;
                          return screenshot_taken_;
                      }});
}

void Demo::step(AppState& state, Features& features, Time now) {
    if (finished()) return;
    if (!step_began_) step_began_ = now;
    for (const Notification& notification : state.notifications)
        if (notification.kind == Notification::Kind::error) problem_ = notification.text;
    if (!state.backend_failure.empty()) problem_ = state.backend_failure;
    if (now - *step_began_ > kPatience)
        problem_ = std::string("The demo gave up waiting for ") + steps_[at_].name + ".";
    if (!problem_.empty()) return;
    if (steps_[at_].run(state, features, now - *step_began_)) {
        ++at_;
        step_began_.reset();
    }
}

bool Demo::take_screenshot_request() {
    return std::exchange(screenshot_requested_, false);
}

std::string Demo::report(const AppState& state, const std::string& gl_renderer, std::size_t faces,
                         Seconds taken) const {
    nlohmann::json json = {{"program", PROGAN_VERSION},
                           {"ok", problem_.empty()},
                           {"problem", problem_},
                           {"seconds", std::round(taken.count() * 100) / 100},
                           {"model", state.model ? state.model->spec.name : ""},
                           {"model_sha256", state.model ? state.model->sha256 : ""},
                           {"backend", state.backend_version},
                           {"device", state.device},
                           {"opengl", gl_renderer},
                           {"faces_shown", faces},
                           {"favourites", state.favourites.size()},
                           {"generator_ms", state.performance.generator_ms},
                           {"frame_ms", state.performance.frame_ms}};
    return json.dump(2) + "\n";
}

}  // namespace progan
