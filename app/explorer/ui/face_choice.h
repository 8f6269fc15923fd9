// A list of faces to choose one from: the current one, a seed's, the favourites.
#pragma once

#include <optional>
#include <string>

#include "app/explorer/ui/panel.h"

namespace progan {

struct FaceChoice {
    NamedLatent face;
    bool live = false;  ///< the current face, as it changes, instead
};

/// The popup that ImGui::OpenPopup(id) opens, if it is open. `offer_live`: whether the current face may also
/// be chosen as it changes.
std::optional<FaceChoice> face_choice(Panel& panel, const char* id, const std::string& probe_label,
                                      bool offer_live = false);

/// A small face with what it stands for under it, or an empty place; a click opens the choice.
std::optional<FaceChoice> face_place(Panel& panel, const char* id, const std::string& probe_label,
                                     const std::optional<NamedLatent>& face, float side, const char* tooltip);

}  // namespace progan
