#include "app/explorer/features/photo/photo_marks.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace progan {

PhotoMarks::PhotoMarks(Engine& engine, Notifier& notifier, std::function<void()> changed,
                       std::function<void()> saved)
    : shared_(
          engine, notifier,
          [this, changed = std::move(changed)](std::vector<PhotoPlace> in_file) {
              places_ = shared_.with_own(places_, std::move(in_file));
              changed();
          },
          std::move(saved)) {}

std::optional<FaceAnchors> PhotoMarks::of_photo(const std::string& sha256) const {
    const auto placed = placed_.find(sha256);
    return placed != placed_.end() ? placed->second : kept(photo_place_id(sha256));
}

std::optional<FaceAnchors> PhotoMarks::of_model(const std::string& sha256) const {
    return kept(model_place_id(sha256));
}

void PhotoMarks::keep_of_photo(const std::string& sha256, const FaceAnchors& anchors) {
    keep(photo_place_id(sha256), anchors);
}

void PhotoMarks::keep_of_model(const std::string& sha256, const FaceAnchors& anchors) {
    keep(model_place_id(sha256), anchors);
}

void PhotoMarks::look(const std::filesystem::path& file) {
    if (!shared_.store()) shared_.open(std::make_shared<PhotoPlaceStore>(photo_place_store(file)), {});
    shared_.look();
}

std::optional<FaceAnchors> PhotoMarks::kept(const std::string& id) const {
    const auto found =
        std::find_if(places_.begin(), places_.end(), [&](const PhotoPlace& place) { return place.id == id; });
    return found == places_.end() ? std::nullopt : std::optional(found->anchors);
}

void PhotoMarks::keep(const std::string& id, const FaceAnchors& anchors) {
    if (PhotoPlace* known = find_by_id(places_, id))
        known->anchors = anchors;
    else
        places_.push_back({id, anchors});
    shared_.send(places_);
}

}  // namespace progan
