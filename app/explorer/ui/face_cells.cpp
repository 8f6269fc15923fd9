#include "app/explorer/ui/face_cells.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void menu_item(Panel& panel, const char* text, const char* name, const char* tooltip,
               const std::function<void()>& action) {
    if (ImGui::MenuItem(text)) action();
    tip(tooltip);
    panel.probe.item(std::string("Face menu/") + name);
}

/// From the middle outward.
std::vector<std::size_t> middle_first(int side) {
    std::vector<std::size_t> order(static_cast<std::size_t>(side * side));
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto ring = [side](std::size_t index) {
        const int at = static_cast<int>(index), x = std::abs(at % side - side / 2),
                  y = std::abs(at / side - side / 2);
        return std::pair{std::max(x, y), x + y};
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ring(a) < ring(b); });
    return order;
}

/// `drawn` is called while the picture is the last item.
bool cell(Panel& panel, const std::string& probe_label, const NamedLatent& face, ImTextureID texture,
          float side, bool chosen, const char* tooltip, const std::function<void()>& drawn = {}) {
    ImGui::PushID(probe_label.c_str());
    bool clicked = face_button("##cell", texture, side, chosen);
    if (drawn) drawn();
    clicked |= enter_on_last_item();
    drag_face(face, texture);
    panel.probe.item(probe_label);
    if (!ImGui::IsPopupOpen("##face menu")) tip(tooltip);
    face_menu(panel, face);
    ImGui::PopID();
    return clicked;
}

}  // namespace

void face_uses_menu(Panel& panel, const NamedLatent& face) {
    const std::vector<FaceUse>& uses = panel.uses.others;
    for (std::size_t i = 0; i < uses.size();) {
        const std::string& submenu = uses[i].submenu;
        const bool open = submenu.empty() || ImGui::BeginMenu(tr_label(submenu.c_str()));
        for (const std::size_t first = i; i < uses.size() && uses[i].submenu == uses[first].submenu; ++i) {
            if (!open) continue;
            menu_item(panel, tr_label(uses[i].text.c_str()), uses[i].probe_name.c_str(),
                      tr(uses[i].tip.c_str()), [&] { uses[i].use(face); });
            if (uses[i].ends_group) ImGui::Separator();
        }
        if (open && !submenu.empty()) ImGui::EndMenu();
    }
}

void face_menu(Panel& panel, const NamedLatent& face) {
    if (!ImGui::BeginPopupContextItem("##face menu")) return;
    if (face.latent != current_latent(panel.state) || face.edits != current_edits(panel.state))
        menu_item(panel, tr_label("Go to this face"), "Go", tr("Make it the current face."),
                  [&] { panel.actions.show_latent(face); });
    menu_item(panel, tr_label("Keep face"), "Keep", tr("Keep this face in your favourites"),
              [&] { panel.uses.keep(face); });
    ImGui::Separator();
    face_uses_menu(panel, face);
    ImGui::EndPopup();
}

bool face_cell(Panel& panel, const std::string& probe_label, const NamedLatent& face, float side, bool chosen,
               const char* tooltip) {
    return cell(panel, probe_label, face,
                panel.thumbnails.for_slot(panel.state, probe_label, face.latent, face.edits), side, chosen,
                tooltip);
}

std::optional<std::size_t> face_square(Panel& panel, const std::string& probe_label,
                                       const std::vector<NamedLatent>& faces, int side,
                                       std::optional<std::size_t> chosen,
                                       const std::function<std::string(std::size_t)>& tooltip) {
    const float gap = std::floor(space::small());
    const ImVec2 room = ImGui::GetContentRegionAvail(), low = ImGui::GetCursorScreenPos();
    const auto count = static_cast<float>(side);
    const float cell_side = std::floor((std::min(room.x, room.y) - gap * (count - 1)) / count);
    if (cell_side < 4 || faces.size() != static_cast<std::size_t>(side * side)) return std::nullopt;
    const float whole = cell_side * count + gap * (count - 1);
    const ImVec2 at{std::floor(low.x + (room.x - whole) / 2), std::floor(low.y + (room.y - whole) / 2)};

    std::vector<std::string> labels(faces.size());
    std::vector<ImTextureID> textures(faces.size());
    for (const std::size_t i : middle_first(side)) {
        // A place keeps its picture when the square grows around it.
        const int n = static_cast<int>(i);
        labels[i] = probe_label + "/" + std::to_string(n % side - side / 2) + "," +
                    std::to_string(n / side - side / 2);
        textures[i] = panel.thumbnails.for_slot(panel.state, labels[i], faces[i].latent, faces[i].edits);
    }
    std::optional<std::size_t> clicked;
    const auto columns = static_cast<std::size_t>(side);
    PictureWalk walk(("##walk" + probe_label).c_str(), {faces.size(), columns, chosen});
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const int column = static_cast<int>(i) % side, row = static_cast<int>(i) / side;
        ImGui::SetCursorScreenPos({at.x + static_cast<float>(column) * (cell_side + gap),
                                   at.y + static_cast<float>(row) * (cell_side + gap)});
        const bool hovered = ImGui::IsMouseHoveringRect(
            ImGui::GetCursorScreenPos(),
            {ImGui::GetCursorScreenPos().x + cell_side, ImGui::GetCursorScreenPos().y + cell_side});
        if (cell(panel, labels[i], faces[i], textures[i], cell_side, chosen == i,
                 hovered ? tooltip(i).c_str() : nullptr, [&] { walk.drawn(i); }))
            clicked = i;
        if (chosen == i) ImGui::SetItemDefaultFocus();
    }
    return clicked;
}

}  // namespace progan
