// Which small faces the panels need: collects what was asked for in a frame, has them made or read in the
// background, and keeps them as textures. One thread (the window's).
#pragma once

#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/gl/face_textures.h"
#include "app/explorer/state/app_state.h"
#include "core/engine/engine.h"

namespace progan {

class Thumbnails {
  public:
    Thumbnails(Engine& engine, FaceTextures& pictures) : engine_(engine), pictures_(pictures) {}

    /// The small face of a latent on the current model: its texture, or null while it is being made.
    ImTextureID for_latent(const AppState& state, const Latent& latent, const ChannelEdits& edits = {});
    /// The same for a place in the window whose face changes with the hand, such as a cell of a grid: while
    /// the picture of `latent` is being made, the last one of the place. Places take turns.
    ImTextureID for_slot(const AppState& state, const std::string& slot, const Latent& latent,
                         const ChannelEdits& edits = {});
    /// The picture of a favourite: read from its file, or made if it has none.
    ImTextureID for_favourite(const AppState& state, const Favourite& favourite);

    /// The face at one level: the last one made, which may be of the face before while the hand moves.
    ImTextureID of_level(const AppState& state, const Latent& latent, const ChannelEdits& edits, int level);
    /// A picture file, shrunk to `side` pixels at most: its texture, or null while it is being read or if it
    /// cannot be.
    ImTextureID of_file(const std::filesystem::path& path, int side);

    /// End of a frame: sends the engine what is missing.
    void request_missing(const AppState& state);
    /// Whether the last frame had every picture it asked for.
    bool complete() const { return complete_; }
    /// An engine's frame for Purpose::thumbnails; returns the face it shows, or nothing if it is stale.
    std::optional<NamedLatent> frame(const FaceReady& frame);
    void level_frame(const FaceReady& frame);
    void level_failed(std::uint64_t request_id);
    /// Another model: faces made from latents are forgotten.
    void forget();

  private:
    /// A picture to be made.
    struct Missing {
        std::string key;  ///< of the texture
        Latent latent;
        ChannelEdits edits;
        std::uint64_t made = 0;  ///< number of the last picture under that key: who waited longest goes first
    };
    struct Slot {
        Latent shown;
        ChannelEdits edits;  ///< of the face shown
        std::uint64_t made = 0;
    };
    struct Request {
        std::uint64_t id = 0;
        RenderRequest request;
        std::vector<std::string> keys;
    };
    void used(const std::string& key);
    void read(const std::string& key, const std::filesystem::path& path, int side);

    Engine& engine_;
    FaceTextures& pictures_;
    std::vector<Missing> wanted_;    ///< asked for in this frame and not there
    bool complete_ = false;          ///< complete()
    std::deque<Request> submitted_;  ///< the last few: a picture that comes late is of use all the same
    std::map<std::string, Slot> slots_;
    std::uint64_t made_ = 0;
    std::list<std::string> recent_;  ///< keys of faces made from latents, the last used first
    std::map<std::string, std::list<std::string>::iterator> recent_at_;
    struct LevelFace {
        Latent latent;
        ChannelEdits edits;
        bool operator==(const LevelFace&) const = default;
    };
    std::map<int, LevelFace> levels_;  ///< the face whose picture each level has
    RenderRequest wanted_level_, submitted_level_;
    std::uint64_t submitted_level_id_ = 0;
    std::map<std::string, Ticket> reading_;  ///< files, by key
    std::set<std::string> unreadable_;
};

}  // namespace progan
