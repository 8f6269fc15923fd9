// Faces that are dragged from one place of the window to another, as Dear ImGui's drag and drop. The latent
// itself travels, with what was edited.
#pragma once

#include <imgui.h>

#include <optional>

#include "core/latent/named_latent.h"

namespace progan {

/// The last item can be dragged as that face.
void drag_face(const NamedLatent& face, ImTextureID picture);

/// A face that was dropped on the last item (or child window) in this frame: its latent and edits.
std::optional<NamedLatent> dropped_face();

/// Whether a face is being dragged.
bool face_is_dragged();

}  // namespace progan
