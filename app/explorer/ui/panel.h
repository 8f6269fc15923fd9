// What every panel gets. A panel is one function in one file; it reads the state, draws, and calls its
// feature's controller, which is its second parameter.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/explorer/gl/face_textures.h"
#include "app/explorer/platform/probe.h"
#include "app/explorer/state/app_state.h"
#include "app/explorer/state/face_actions.h"
#include "app/explorer/ui/face_uses.h"
#include "app/explorer/ui/file_chooser.h"
#include "app/explorer/ui/thumbnails.h"
#include "core/support/clock.h"
#include "core/support/translate.h"

namespace progan {

struct Panel {
    AppState& state;
    FaceActions& actions;
    const FaceUses& uses;
    FileChooser& files;
    FaceTextures& pictures;
    Thumbnails& thumbnails;
    Probe& probe;
    const std::function<std::string(std::string_view command)>& keys_of;  ///< "Ctrl+S", for tooltips
    Time now;
    bool escape = false;  ///< Esc was pressed since the last frame
    /// Has something learn the next knob that is moved.
    std::function<void(LearningControl)> learn = [](const LearningControl&) {};
};

/// A tooltip's text with the command's keys after it, if it has any: "A random seed (R)".
inline std::string with_keys(const Panel& panel, const std::string& text, std::string_view command) {
    const std::string keys = panel.keys_of(command);
    return keys.empty() ? text : trf("{} ({})", text, keys);
}

}  // namespace progan
