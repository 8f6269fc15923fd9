// A list of faces to choose one from: the current one, a seed's, the favourites.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/explorer/ui/panel.h"

namespace progan {

struct FaceChoice {
    NamedLatent face;
    bool live = false;  ///< the current face, as it changes, instead
};

/// What the list offers beside what it always does.
struct FaceChoiceOffer {
    bool live = false;                  ///< the current face as it changes
    std::optional<std::uint32_t> seed;  ///< typed already when the list opens; else the one typed last
};

/// The list itself, in a popup or menu that is open: a choice closes it, and so does Escape.
std::optional<FaceChoice> face_choice_list(Panel& panel, const std::string& probe_label,
                                           const FaceChoiceOffer& offer = {});

/// The list in the popup that ImGui::OpenPopup(id) opens, if it is open.
std::optional<FaceChoice> face_choice(Panel& panel, const char* id, const std::string& probe_label,
                                      const FaceChoiceOffer& offer = {});

/// A small face with what it stands for under it, or an empty place; a click opens the choice.
std::optional<FaceChoice> face_place(Panel& panel, const char* id, const std::string& probe_label,
                                     const std::optional<NamedLatent>& face, float side, const char* tooltip);

}  // namespace progan
