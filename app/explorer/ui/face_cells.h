// Squares of faces that can be clicked, walked through by the arrow keys, and used for other purposes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/ui/panel.h"

namespace progan {

/// The menu's items for what else a face is good for: a parent, a side of the comparison, a term of a sum.
void face_uses_menu(Panel& panel, const NamedLatent& face);

/// The menu of the last item, by a right click: go there, keep it, and the uses above.
void face_menu(Panel& panel, const NamedLatent& face);

/// A face of its own place in the window (Thumbnails::for_slot under the probe's label). True when it was
/// clicked or entered by the keyboard.
bool face_cell(Panel& panel, const std::string& probe_label, const NamedLatent& face, float side, bool chosen,
               const char* tooltip);

/// side x side faces, as large as the rest of the window allows, in its middle. The pictures of the middle
/// are made first. Returns the face that was clicked.
std::optional<std::size_t> face_square(Panel& panel, const std::string& probe_label,
                                       const std::vector<NamedLatent>& faces, int side,
                                       std::optional<std::size_t> chosen,
                                       const std::function<std::string(std::size_t)>& tooltip);

}  // namespace progan
