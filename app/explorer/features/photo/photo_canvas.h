// The crop tool: a picture with marks on the eyes and the mouth, and the frame that they span. Marks are
// stops of the Tab key, and the arrow keys move the chosen one.
#pragma once

#include <imgui.h>

#include <memory>
#include <string>

#include "app/explorer/features/photo/photo_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// The photo, or, while the person is asked where they are in the model's faces, the average face.
void photo_canvas(Panel& panel, PhotoController& controller, ImVec2 size);

/// A texture of a picture of the state, made when it is another one; null for none.
ImTextureID photo_texture(Panel& panel, const std::string& key, const std::shared_ptr<const Image>& image);

}  // namespace progan
