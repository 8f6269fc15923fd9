// What App does with the engine's results, and its loop, for tests of features without a window.
#pragma once

#include <chrono>
#include <functional>
#include <thread>
#include <variant>

#include "app/explorer/shell/features.h"
#include "core/engine/engine.h"

namespace progan::test {

/// Runs the closures of what has happened, and hands faces to the features that they were made for. `also`
/// gets every event.
inline void drain(Engine& engine, Features& features, const std::function<void(const Event&)>& also = {}) {
    engine.drain([&](const Event& event) {
        const auto* face = std::get_if<FaceReady>(&event);
        if (face && face->purpose == Purpose::pair) features.compare.face_made(*face);
        if (face && face->purpose == Purpose::prefetch) features.timeline.face_made(*face);
        if (const auto* maps = std::get_if<ChannelsReady>(&event)) features.layers.maps_made(*maps);
        const auto* failure = std::get_if<Failure>(&event);
        if (failure && failure->what == Failure::What::render && failure->purpose == Purpose::prefetch)
            features.timeline.face_failed(failure->id);
        if (failure && failure->what == Failure::What::render && failure->purpose == Purpose::channels)
            features.layers.failed(failure->id, failure->message);
        if (also) also(event);
    });
}

/// Frames until the condition holds: in each, the engine is drained and `tick` is called. False after a
/// minute.
inline bool frames_until(
    Engine& engine, Features& features, const std::function<bool()>& condition,
    const std::function<void()>& tick = [] {}, const std::function<void(const Event&)>& also = {}) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < end) {
        drain(engine, features, also);
        tick();
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

}  // namespace progan::test
