#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/features/map/map_controller.h"
#include "app/explorer/features/map/map_panel.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/time_left.h"
#include "app/explorer/ui/view_geometry.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kClickPixels = 4;    // a press that moves less is a click
constexpr int kMaxSharpCells = 64;   // made at full size when so few are seen
constexpr float kSharpFrom = 1.25f;  // times its tile's pixels
constexpr float kGapFrom = 20;       // pixels of a cell: smaller ones touch
constexpr float kHoverFace = 9;      // ems

struct Rectangle {
    ImVec2 low, high;
};

Rectangle cell_rectangle(const ViewGeometry& geometry, int side, int cell) {
    const float step = geometry.width / static_cast<float>(side);
    const int column = cell % side, row = cell / side;
    const ImVec2 low{geometry.x + step * static_cast<float>(column),
                     geometry.y + step * static_cast<float>(row)};
    return {low, {low.x + step, low.y + step}};
}

ImVec2 on_screen(const ViewGeometry& geometry, MapPoint point) {
    return {geometry.x + static_cast<float>(point.x) * geometry.width,
            geometry.y + static_cast<float>(point.y) * geometry.height};
}

MapPoint on_map(const ViewGeometry& geometry, ImVec2 at) {
    return {static_cast<double>((at.x - geometry.x) / geometry.width),
            static_cast<double>((at.y - geometry.y) / geometry.height)};
}

std::optional<int> cell_at(const ViewGeometry& geometry, int side, ImVec2 at) {
    const MapPoint point = on_map(geometry, at);
    if (point.x < 0 || point.y < 0 || point.x >= 1 || point.y >= 1) return std::nullopt;
    return static_cast<int>(point.y * side) * side + static_cast<int>(point.x * side);
}

/// How far it is, and a way to stop it.
void progress(Panel& panel, MapController& controller) {
    const MapState& view = panel.state.map;
    const double part = static_cast<double>(view.progress.done) /
                        static_cast<double>(std::max<std::int64_t>(1, view.progress.total));
    const double left = part > 0.02 ? (panel.now - view.began).count() * (1 - part) / part : 0;
    const float gap = ImGui::GetStyle().ItemSpacing.x, bar = em(9);
    beside_if_room(bar + gap + button_width(tr("Cancel")), gap);
    const std::string text = view.cancelling ? tr("Cancelling...")
                             // Translators: how much is done, and the time left.
                             : left > 2 ? trf("{:.0f} %, {}", part * 100, time_left_text(left))
                                        : trf("{:.0f} %", part * 100);
    progress_bar(part, bar, text);
    tip(tr("The map is built in passes in the background; you can already explore it."));
    panel.probe.item("Map/Progress");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), tr("Stop here; finished passes are kept."))) controller.cancel();
    panel.probe.item("Map/Cancel");
}

void tools(Panel& panel, MapController& controller) {
    MapState& view = panel.state.map;
    if (button(tr_label("Fit"), tr("The whole map (F, or double-click it)"))) view.view.fit = true;
    panel.probe.item("Map/Fit");
    ImGui::SameLine();
    if (tab(tr_label("Draw a journey"), view.stroke_mode,
            tr("Draw a line on the map to make a journey through the faces under it (D). Or hold Shift and "
               "drag at any time.")))
        view.stroke_mode = !view.stroke_mode;
    panel.probe.item("Map/Draw");
    if (view.map) {
        const int count = static_cast<int>(view.map->cells.size());
        const std::string faces = tr_plural("{1} face", "{1} faces", count, thousands(count));
        beside_if_room(ImGui::CalcTextSize(faces.c_str()).x, ImGui::GetStyle().ItemSpacing.x);
        ImGui::AlignTextToFramePadding();
        disabled_text(faces);
        tip(view.map->sorting
                ? tr("Laying out the faces.")
                : trf("Seeds 0, 1, 2, ... Neighbours differ {:.0f} % as much as two random faces do.",
                      view.map->neighbor_distance * 100));
    }
    if (view.building) {
        progress(panel, controller);
        return;
    }
    const int there = view.map ? static_cast<int>(view.map->cells.size()) : 0;
    const bool unfinished = view.stopped && view.faces > there;
    const int next = unfinished ? view.faces : kFinestMapFaces;
    if (!view.map || there >= next) return;
    const std::string label =
        unfinished ? trf("Continue to {} faces", thousands(next)) : trf("Finer: {} faces", thousands(next));
    beside_if_room(button_width(label), ImGui::GetStyle().ItemSpacing.x);
    if (button(label_with_id(label, "finer").c_str(), tr("Generates the missing faces and places them among "
                                                         "these, which stay roughly where they are.")))
        controller.build(next);
    panel.probe.item("Map/Finer");
}

void say_in_the_middle(Panel& panel, MapController& controller, ImVec2 low, ImVec2 size) {
    AppState& state = panel.state;
    const char* text = !state.model         ? tr("No model is open yet.")
                       : state.map.building ? tr("The first faces of the map are on their way...")
                                            : tr("The map was not built.");
    const float width = ImGui::CalcTextSize(text).x;
    ImGui::SetCursorScreenPos({low.x + (size.x - width) / 2, low.y + size.y * 0.42f});
    disabled_text(text);
    if (!state.model || state.map.building) return;
    ImGui::SetCursorScreenPos(
        {low.x + (size.x - em(9)) / 2, ImGui::GetCursorScreenPos().y + space::medium()});
    if (button(tr_label("Build the map"), tr("Generates faces in the background and lays them out."), em(9)))
        controller.build(state.map.faces > 0 ? state.map.faces : kFirstMapFaces);
    panel.probe.item("Map/Build");
}

/// Wheel zooms at the pointer, dragging pans or draws, a click goes there, a double click fits.
void handle_mouse(Panel& panel, MapController& controller, const ViewGeometry& geometry) {
    MapState& view = panel.state.map;
    MapController& map = controller;
    const ImGuiIO& io = ImGui::GetIO();
    const bool hovered = ImGui::IsItemHovered();
    if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) view.by_keys = false;
    if (hovered) {
        const float steps = wheel_steps();
        if (steps != 0) {
            const double wanted =
                std::clamp(geometry.zoom * std::pow(1.2, steps), kMinMapZoom, largest_map_zoom(*view.map));
            zoom_at(view.view, geometry, io.MousePos.x, io.MousePos.y, wanted / geometry.zoom);
        }
        if (ImGui::IsMouseDoubleClicked(0)) view.view.fit = true;
    }
    if (ImGui::IsItemActivated() && ImGui::IsMouseDown(0) && (view.stroke_mode || io.KeyShift))
        map.begin_stroke(on_map(geometry, io.MousePos));
    if (ImGui::IsItemActive() && view.stroking)
        map.extend_stroke(on_map(geometry, io.MousePos));
    else if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, kClickPixels))
        pan(view.view, geometry, io.MouseDelta.x, io.MouseDelta.y);
    if (view.stroking && !ImGui::IsMouseDown(0)) {
        map.end_stroke();
    } else if (hovered && ImGui::IsMouseReleased(0) && ImGui::IsItemDeactivated() &&
               io.MouseDragMaxDistanceSqr[0] < kClickPixels * kClickPixels) {
        if (const std::optional<int> cell = cell_at(geometry, view.map->side, io.MousePos)) {
            map.forget_stroke();
            map.go_to(*cell);
        }
    }
    view.pointed.reset();
    if (view.by_keys)
        view.pointed =
            cell_at(geometry, view.map->side,
                    {geometry.view_x + geometry.view_width / 2, geometry.view_y + geometry.view_height / 2});
    else if (hovered)
        view.pointed = cell_at(geometry, view.map->side, io.MousePos);
}

/// The face at full size if it is there, else its tile.
FaceTextures::Part picture_of(Panel& panel, MapController& controller, int seed) {
    const FaceMap& map = *panel.state.map.map;
    if (panel.state.model && resolution(panel.state.model->spec.last_level) > map.tile)
        if (const ImTextureID whole = panel.thumbnails.for_latent(panel.state, controller.latent_of(seed)))
            return {whole};
    return panel.pictures.map_tile(seed);
}

/// Few large cells: the faces themselves over their tiles.
void draw_sharp(Panel& panel, MapController& controller, const ViewGeometry& geometry, float gap) {
    const FaceMap& map = *panel.state.map.map;
    const float cell = geometry.width / static_cast<float>(map.side);
    const float pixels = cell * ImGui::GetIO().DisplayFramebufferScale.x;
    if (!panel.state.model || pixels < kSharpFrom * static_cast<float>(map.tile) ||
        resolution(panel.state.model->spec.last_level) <= map.tile)
        return;
    const auto cells_to = [&](float length) {
        return std::clamp(static_cast<int>(std::floor(length / cell)), 0, map.side - 1);
    };
    const int left = cells_to(geometry.view_x - geometry.x),
              right = cells_to(geometry.view_x + geometry.view_width - geometry.x),
              top = cells_to(geometry.view_y - geometry.y),
              bottom = cells_to(geometry.view_y + geometry.view_height - geometry.y);
    if ((right - left + 1) * (bottom - top + 1) > kMaxSharpCells) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float inset = cell * gap / 2;
    for (int y = top; y <= bottom; ++y)
        for (int x = left; x <= right; ++x) {
            const int seed = map.cells[static_cast<std::size_t>(y * map.side + x)];
            const ImTextureID whole = panel.thumbnails.for_latent(panel.state, controller.latent_of(seed));
            if (!whole) continue;
            const Rectangle at = cell_rectangle(geometry, map.side, y * map.side + x);
            list.AddImage(whole, {at.low.x + inset, at.low.y + inset},
                          {at.high.x - inset, at.high.y - inset});
        }
}

/// A frame around a cell that is seen also where cells are small.
void frame(const ViewGeometry& geometry, int side, int cell, ImU32 color) {
    Rectangle at = cell_rectangle(geometry, side, cell);
    const float grow = std::max(0.0f, (space::large() - (at.high.x - at.low.x)) / 2) + 1;
    at = {{at.low.x - grow, at.low.y - grow}, {at.high.x + grow, at.high.y + grow}};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line = space::tight(), rounding = space::rounding_small();
    list.AddRect({at.low.x - line, at.low.y - line}, {at.high.x + line, at.high.y + line},
                 ImGui::GetColorU32(theme().shade), rounding, 0, line);
    list.AddRect(at.low, at.high, color, rounding, 0, line);
}

void draw_marks(Panel& panel, const ViewGeometry& geometry) {
    const MapState& view = panel.state.map;
    const int side = view.map->side;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float cell = geometry.width / static_cast<float>(side);
    const float dot = std::clamp(cell * 0.09f, space::small(), space::medium());
    for (const int kept : view.favourites) {
        const Rectangle at = cell_rectangle(geometry, side, kept);
        const ImVec2 middle{at.high.x - dot * 1.6f, at.low.y + dot * 1.6f};
        list.AddCircleFilled(middle, dot * 1.35f, ImGui::GetColorU32(theme().shade));
        list.AddCircleFilled(middle, dot, ImGui::GetColorU32(theme().favourite));
    }
    if (view.pointed) frame(geometry, side, *view.pointed, ImGui::GetColorU32(theme().on_picture));
    if (view.here) {
        frame(geometry, side, *view.here, ImGui::GetColorU32(theme().accent));
        const Rectangle at = cell_rectangle(geometry, side, *view.here);
        panel.probe.rectangle("Map/Here", at.low.x, at.low.y, at.high.x - at.low.x, at.high.y - at.low.y);
    }
}

void draw_stroke(const MapState& view, const ViewGeometry& geometry) {
    if (view.stroke.empty()) return;
    std::vector<ImVec2> points;
    for (const MapPoint point : view.stroke) points.push_back(on_screen(geometry, point));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto count = static_cast<int>(points.size());
    list.AddPolyline(points.data(), count, ImGui::GetColorU32(theme().shade), 0, space::medium());
    list.AddPolyline(points.data(), count, ImGui::GetColorU32(theme().accent), 0, space::small());
    for (const int cell : view.stroke_cells) {
        const Rectangle at = cell_rectangle(geometry, view.map->side, cell);
        const ImVec2 middle{(at.low.x + at.high.x) / 2, (at.low.y + at.high.y) / 2};
        list.AddCircleFilled(middle, space::medium(), ImGui::GetColorU32(theme().shade));
        list.AddCircleFilled(middle, space::small(), ImGui::GetColorU32(theme().on_picture));
    }
}

/// The face under the pointer, larger.
void hover(Panel& panel, MapController& controller, const ViewGeometry& geometry) {
    const MapState& view = panel.state.map;
    if (!view.pointed || view.stroking || ImGui::IsMouseDragging(0, kClickPixels)) return;
    const int seed = view.map->cells[static_cast<std::size_t>(*view.pointed)];
    const FaceTextures::Part picture = picture_of(panel, controller, seed);
    if (view.by_keys) {
        const Rectangle at = cell_rectangle(geometry, view.map->side, *view.pointed);
        ImGui::SetNextWindowPos({at.high.x + space::large(), at.low.y});
    }
    ImGui::BeginTooltip();
    if (picture.texture)
        ImGui::Image(picture.texture, {em(kHoverFace), em(kHoverFace)}, picture.low, picture.high);
    text_line(trf("Seed {}", seed));
    ImGui::SameLine();
    disabled_text(view.by_keys       ? tr("Enter: go there")
                  : view.stroke_mode ? tr("Drag: draw")
                                     : tr("Click: go there"));
    ImGui::EndTooltip();
}

/// The map itself and what lies over it.
void area(Panel& panel, MapController& controller, ImVec2 low, ImVec2 size) {
    AppState& state = panel.state;
    MapState& view = state.map;
    const float margin = space::medium();
    const ImVec2 high{low.x + size.x, low.y + size.y};
    const auto geometry_now = [&] {
        return view_geometry(view.view, low.x, low.y, size.x, size.y, kMapSide, kMapSide);
    };
    // Beside the whole map if there is room.
    const float beside = (size.x - std::min(size.x, size.y)) / 2 - 2.5f * margin;
    const float face = std::floor(std::min({beside >= em(5) ? beside : em(6), em(9), size.y * 0.3f}));
    const ImVec2 face_low{low.x + margin, low.y + margin}, face_high{face_low.x + face, face_low.y + face};
    const bool with_face = !state.shown.empty() && face >= em(3);
    if (with_face) {  // before the map: it lies over it, and the pointer is its own
        ImGui::SetCursorScreenPos(face_low);
        if (ImGui::InvisibleButton("##here", {face, face})) panel.actions.show(CenterView::face);
        tip(with_keys(panel, tr("The face you are at, framed in blue on the map. Click to see it large"),
                      "view.face"));
        panel.probe.item("Map/Face");
    }
    ImGui::SetCursorScreenPos(low);
    ImGui::InvisibleButton("##map", size);
    own_wheel_for_last_item();
    panel.probe.item("Map/Map");
    handle_mouse(panel, controller, geometry_now());
    const ViewGeometry geometry = geometry_now();
    if (view.view.fit) view.view.zoom = geometry.zoom;
    panel.probe.rectangle("Map/Picture", geometry.x, geometry.y, geometry.width, geometry.height);

    const float cell = geometry.width / static_cast<float>(view.map->side);
    const float gap = cell < kGapFrom ? 0 : std::min(0.05f, 1.5f / cell);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    panel.pictures.draw_map(list, {geometry.x, geometry.y},
                            {geometry.x + geometry.width, geometry.y + geometry.height}, low, high, gap);
    draw_sharp(panel, controller, geometry, gap);
    draw_marks(panel, geometry);
    draw_stroke(view, geometry);
    if (with_face) {
        const float line = space::tight();
        list.AddRectFilled({face_low.x - 2 * line, face_low.y - 2 * line},
                           {face_high.x + 2 * line, face_high.y + 2 * line},
                           ImGui::GetColorU32(theme().shade), space::rounding_small());
        panel.pictures.draw_main(list, face_low, face_high, face_low, face_high, state.view.smooth);
        list.AddRect({face_low.x - line, face_low.y - line}, {face_high.x + line, face_high.y + line},
                     ImGui::GetColorU32(theme().accent), space::rounding_small(), 0, line);
    }
    hover(panel, controller, geometry);
}

}  // namespace

void map_panel(Panel& panel, MapController& controller) {
    MapState& view = panel.state.map;
    const float margin = space::medium();
    ImGui::SetCursorPos({margin, margin});
    const ImVec2 origin = ImGui::GetWindowPos(), window = ImGui::GetWindowSize();
    ImGui::BeginGroup();
    tools(panel, controller);
    ImGui::EndGroup();
    const float tools_end = ImGui::GetItemRectMax().y + margin;
    const ImVec2 low{origin.x, tools_end}, size{window.x, origin.y + window.y - tools_end};
    view.drawing = !panel.pictures.take_map(view.map);
    if (!view.map || size.x < 8 || size.y < 8) {
        say_in_the_middle(panel, controller, low, size);
        return;
    }
    if (panel.escape) {
        view.stroke_mode = false;
        controller.forget_stroke();
    }
    ImGui::SetCursorScreenPos(low);
    // Arrows and Enter are the map's own here and do not walk over widgets.
    ImGui::BeginChild("##area", size, false,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar |
                          ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNavInputs);
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    area(panel, controller, low, size);
    ImGui::EndChild();
}

}  // namespace progan
