// Faces that are dragged from one place of the window to another, as Dear ImGui's drag and drop. The latent
// itself travels.
#pragma once

#include <imgui.h>

#include <optional>

#include "core/latent/latent.h"

namespace progan {

/// The last item can be dragged as that face.
void drag_face(const Latent& latent, ImTextureID picture);

/// A face that was dropped on the last item (or child window) in this frame.
std::optional<Latent> dropped_face();

/// Whether a face is being dragged.
bool face_is_dragged();

}  // namespace progan
