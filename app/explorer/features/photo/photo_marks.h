// Where people put the eyes and the mouth: in the photos of this run, in those of earlier ones whose faces
// were kept, and in models whose files do not say it (core/project/photo_places.h). One thread (the
// window's).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/shared_items.h"
#include "core/project/photo_places.h"

namespace progan {

class PhotoMarks {
  public:
    /// `changed` is called when the file was read and may say more than before, `saved` when all_saved() may
    /// have changed.
    PhotoMarks(Engine& engine, Notifier& notifier, std::function<void()> changed,
               std::function<void()> saved);

    /// As this run, or else the file, has them.
    std::optional<FaceAnchors> of_photo(const std::string& sha256) const;
    std::optional<FaceAnchors> of_model(const std::string& sha256) const;

    /// For this run.
    void place(const std::string& sha256, const FaceAnchors& anchors) { placed_[sha256] = anchors; }
    /// In the file; after the first look().
    void keep_of_photo(const std::string& sha256, const FaceAnchors& anchors);
    void keep_of_model(const std::string& sha256, const FaceAnchors& anchors);

    /// Reads the file if it is another one. `file`: that of the window's data folder.
    void look(const std::filesystem::path& file);
    bool all_saved() const { return shared_.all_saved(); }
    /// Once more what could not be saved; the whole file where it has vanished.
    void save_again() { shared_.send_again(); }

  private:
    std::optional<FaceAnchors> kept(const std::string& id) const;
    void keep(const std::string& id, const FaceAnchors& anchors);

    std::map<std::string, FaceAnchors> placed_;  ///< by the photo's checksum
    SharedItems<PhotoPlace, PhotoPlaceRules> shared_;
    std::vector<PhotoPlace> places_;
};

}  // namespace progan
