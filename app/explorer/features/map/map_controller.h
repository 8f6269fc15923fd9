// Thousands of faces laid out so that neighbors look alike: has the map built in the background when it is
// first looked at, and turns clicks and strokes on it into faces and journeys. One thread (the window's).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/platform/window.h"
#include "core/support/clock.h"

namespace progan {

/// The map's picture in the view's arithmetic (ui/view_geometry.h): so many pixels per side.
inline constexpr int kMapSide = 1024;
/// Within these, so that a cell is at most a few hundred pixels.
inline constexpr double kMinMapZoom = 0.1;
inline double largest_map_zoom(const FaceMap& map) {
    return 320.0 * map.side / kMapSide;
}
/// A first map has so many faces; a finer one is made when it is asked for.
inline constexpr int kFirstMapFaces = 1024, kFinestMapFaces = 4096;

class MapController {
  public:
    /// Makes the journey along a stroke the one that is shown, and tells that.
    using ShowJourney = std::function<void(Journey journey, const std::string& told)>;

    MapController(const FeatureContext& context, ShowJourney show_journey)
        : state_(context.state),
          engine_(context.engine),
          actions_(context.actions),
          notifier_(context.notifier),
          keys_of_(context.keys_of),
          show_journey_(std::move(show_journey)) {}
    MapController(const MapController&) = delete;
    MapController& operator=(const MapController&) = delete;

    /// Builds a map of so many faces, from what there is of it.
    void build(int faces);
    void cancel();
    /// The face at a cell becomes the one that is shown.
    void go_to(int cell);
    /// A stroke over the map; when it ends it becomes a journey, unless it is too short.
    void begin_stroke(MapPoint point);
    void extend_stroke(MapPoint point);
    void end_stroke();
    void forget_stroke();
    /// The latent of a seed of the map; valid until the next call.
    const Latent& latent_of(int seed);
    /// Arrows, +, -, F, Enter and D, while the map is seen; true if the key was one of them. While the
    /// keyboard walks over the widgets, arrows and Enter are theirs.
    bool key(const KeyPress& press, bool walking);

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    void take(std::shared_ptr<const FaceMap> map);
    void ended(Result<std::shared_ptr<const FaceMap>> map);
    void forget();
    void begin_when_seen();
    void mark_here();
    void mark_favourites();
    void take_journey(Journey journey);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    const std::function<std::string(std::string_view)> keys_of_;
    ShowJourney show_journey_;
    Ticket building_;
    std::string model_sha256_;  ///< what the map, or the one that is built, is of
    SeedMode seed_mode_ = SeedMode::numpy;
    std::map<int, Latent> latents_;  ///< of the seeds asked for lately
    Time now_;
    std::uint64_t here_shown_ = 0;
    std::shared_ptr<const FaceMap> here_map_, favourites_map_;
    std::vector<std::string> favourites_marked_;  ///< ids
};

}  // namespace progan
