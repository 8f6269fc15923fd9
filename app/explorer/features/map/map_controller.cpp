#include "app/explorer/features/map/map_controller.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/state/queries.h"
#include "app/explorer/ui/view_geometry.h"
#include "core/image/resize.h"
#include "core/map/face_map_files.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kBuildingFrame{1 / 15.0};  // the sorting is seen
constexpr Seconds kAsideFrame{0.5};          // while another tab is
constexpr int kStrokeFrames = 20;            // from key to key
constexpr int kMaxAlikeSide = 128;           // pixels of the face that is looked for
constexpr std::size_t kLatentsKept = 256;
constexpr double kKeyPan = 0.1, kKeyZoom = 1.25;

/// Every so many pixels: what a face looks like at a glance does not need more, and a large one takes time.
Image at_a_glance(const Image& image) {
    const int step = std::max(image.width, image.height) / kMaxAlikeSide;
    if (step < 2) return image;
    return thinned(image, step, step / 2, image.width / step, image.height / step);
}

std::filesystem::path maps_folder(const AppState& state) {
    return state.data_dir / "maps";
}

}  // namespace

void MapController::build(int faces) {
    if (!state_.model || state_.map.building) return;
    FaceMapOptions options;
    options.faces = faces;
    options.seed_mode = seed_mode_ = state_.settings.seed_mode;
    options.model_sha256 = model_sha256_ = state_.model->sha256;
    options.folder = maps_folder(state_);
    using Map = std::shared_ptr<const FaceMap>;
    building_ = engine_.start_job(
        [options](std::shared_ptr<Generator> generator) {
            return make_face_map_job(std::move(generator), options);
        },
        {.progress = [this](const JobReport& report) { state_.map.progress = report.progress; },
         .so_far = [this](Map map) { take(std::move(map)); },
         .done = [this](Result<Map> map) { ended(std::move(map)); }},
        JobRank::background);
    state_.map.faces = faces;
    state_.map.building = true;
    state_.map.cancelling = state_.map.stopped = false;
    state_.map.progress = {0, faces};
    state_.map.began = now_;
}

void MapController::cancel() {
    if (!state_.map.building) return;
    state_.map.cancelling = true;
    building_.cancel();
}

void MapController::take(std::shared_ptr<const FaceMap> map) {
    MapState& view = state_.map;
    if (!view.map || view.map->side != map->side) {
        view.pointed.reset();
        forget_stroke();  // its cells are others now
    }
    view.map = std::move(map);
}

void MapController::ended(Result<std::shared_ptr<const FaceMap>> map) {
    state_.map.building = false;
    state_.map.stopped = !map;
    if (map)
        take(std::move(*map));
    else if (!map.was_cancelled())
        notifier_.error(trf("The map could not be built: {}", map.error()));
}

void MapController::go_to(int cell) {
    const MapState& view = state_.map;
    if (!view.map || cell < 0 || cell >= static_cast<int>(view.map->cells.size())) return;
    actions_.pick_seed(static_cast<std::uint32_t>(view.map->cells[static_cast<std::size_t>(cell)]));
}

const Latent& MapController::latent_of(int seed) {
    const auto found = latents_.find(seed);
    if (found != latents_.end()) return found->second;
    if (latents_.size() >= kLatentsKept) latents_.clear();
    const auto size = static_cast<std::size_t>(state_.model ? state_.model->spec.latent_size : 1);
    return latents_[seed] = latent_from_seed(static_cast<std::uint32_t>(seed), size, seed_mode_);
}

// Strokes.

void MapController::begin_stroke(MapPoint point) {
    forget_stroke();
    state_.map.stroking = true;
    state_.map.stroke.push_back(point);
}

void MapController::extend_stroke(MapPoint point) {
    MapState& view = state_.map;
    if (!view.stroking || !view.map) return;
    const MapPoint last = view.stroke.back();
    if (std::hypot(point.x - last.x, point.y - last.y) * view.map->side < 0.1) return;
    view.stroke.push_back(point);
    view.stroke_cells = cells_along(view.stroke, view.map->side);
}

void MapController::end_stroke() {
    MapState& view = state_.map;
    if (!view.stroking) return;
    view.stroking = false;
    if (!view.map || !state_.model || view.stroke_cells.size() < static_cast<std::size_t>(kMinStrokeKeys)) {
        forget_stroke();
        notifier_.info(tr("Draw across several faces."));
        return;
    }
    view.stroke_mode = false;
    Journey journey =
        journey_through(*view.map, view.stroke_cells,
                        static_cast<std::size_t>(state_.model->spec.latent_size), kStrokeFrames);
    journey.model_name = state_.model->spec.name;
    take_journey(std::move(journey));
}

void MapController::forget_stroke() {
    state_.map.stroking = false;
    state_.map.stroke.clear();
    state_.map.stroke_cells.clear();
}

void MapController::take_journey(Journey journey) {
    const auto keys = static_cast<std::int64_t>(journey.keyframes.size());
    const std::string play = keys_of_("journey.play");
    show_journey_(
        std::move(journey),
        play.empty()
            ? tr_plural("A journey of {} face along the line.", "A journey of {} faces along the line.", keys)
            : tr_plural("A journey of {} face along the line. Press {} to play.",
                        "A journey of {} faces along the line. Press {} to play.", keys, play));
}

bool MapController::key(const KeyPress& press, bool walking) {
    MapState& view = state_.map;
    if (state_.center != CenterView::map || !view.map || press.ctrl || press.alt) return false;
    const auto move = [&](double x, double y) {
        if (view.view.fit) view.view = {false, view.view.zoom, 0.5, 0.5, true};
        const double step = kKeyPan * std::min(1.0, 640 / (view.view.zoom * kMapSide));
        view.view.center_x = std::clamp(view.view.center_x + step * x, 0.0, 1.0);
        view.view.center_y = std::clamp(view.view.center_y + step * y, 0.0, 1.0);
        view.by_keys = true;
    };
    const auto zoom = [&](double factor) {
        view.view.fit = false;
        view.view.zoom = std::clamp(view.view.zoom * factor, kMinMapZoom, largest_map_zoom(*view.map));
        view.by_keys = true;
    };
    if (press.character == '+' || press.character == '=') return zoom(kKeyZoom), true;
    if (press.character == '-') return zoom(1 / kKeyZoom), true;
    switch (press.key) {
        case GLFW_KEY_KP_ADD:
            return zoom(kKeyZoom), true;
        case GLFW_KEY_KP_SUBTRACT:
            return zoom(1 / kKeyZoom), true;
        case GLFW_KEY_F:
            view.view.fit = true;
            return true;
        case GLFW_KEY_D:
            view.stroke_mode = !view.stroke_mode;
            return true;
        default:
            break;
    }
    if (walking) return false;
    switch (press.key) {
        case GLFW_KEY_LEFT:
            return move(-1, 0), true;
        case GLFW_KEY_RIGHT:
            return move(1, 0), true;
        case GLFW_KEY_UP:
            return move(0, -1), true;
        case GLFW_KEY_DOWN:
            return move(0, 1), true;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            if (view.pointed) go_to(*view.pointed);
            return true;
        default:
            return false;
    }
}

// The building.

void MapController::tick(Time now) {
    now_ = now;
    MapState& view = state_.map;
    if (!state_.model || state_.model->sha256 != model_sha256_ || state_.settings.seed_mode != seed_mode_)
        forget();
    begin_when_seen();
    if (state_.center == CenterView::map && view.map) {
        mark_here();
        mark_favourites();
    }
}

std::optional<Time> MapController::next_tick() const {
    const MapState& view = state_.map;
    const bool seen = state_.center == CenterView::map;
    if (seen && view.map && view.drawing) return now_;
    if (!view.building) return std::nullopt;
    return now_ + (seen ? kBuildingFrame : kAsideFrame);
}

/// Another model or another way of drawing seeds: another map.
void MapController::forget() {
    building_.abandon();
    state_.map = {};
    model_sha256_ = state_.model ? state_.model->sha256 : "";
    seed_mode_ = state_.settings.seed_mode;
    here_map_ = favourites_map_ = nullptr;
    latents_.clear();
}

void MapController::begin_when_seen() {
    const MapState& view = state_.map;
    if (state_.center != CenterView::map || !state_.model || view.map || view.building || view.stopped)
        return;
    const FaceMapFiles files(maps_folder(state_), state_.model->sha256, state_.settings.seed_mode);
    build(files.has_layout(kFinestMapFaces) ? kFinestMapFaces : kFirstMapFaces);
}

void MapController::mark_here() {
    MapState& view = state_.map;
    if (here_shown_ == state_.shown_id && here_map_ == view.map) return;
    if (state_.shown_preview) return;
    here_shown_ = state_.shown_id;
    here_map_ = view.map;
    view.here = most_alike(*view.map, at_a_glance(state_.shown));
}

/// Of the faces that came from a seed of the map and were not turned since.
void MapController::mark_favourites() {
    MapState& view = state_.map;
    std::vector<std::string> ids;
    for (const Favourite& favourite : state_.favourites) ids.push_back(favourite.id);
    if (favourites_map_ == view.map && ids == favourites_marked_) return;
    favourites_map_ = view.map;
    favourites_marked_ = std::move(ids);
    view.favourites.clear();
    std::vector<int> cell_of(view.map->cells.size());
    for (std::size_t cell = 0; cell < cell_of.size(); ++cell)
        cell_of[static_cast<std::size_t>(view.map->cells[cell])] = static_cast<int>(cell);
    for (const Favourite& favourite : state_.favourites)
        if (favourite.seed && *favourite.seed < cell_of.size() &&
            favourite.model_sha256 == view.map->model_sha256 &&
            favourite.latent ==
                latent_from_seed(*favourite.seed, favourite.latent.size(), view.map->seed_mode))
            view.favourites.push_back(cell_of[*favourite.seed]);
}

}  // namespace progan
