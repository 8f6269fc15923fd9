#include "app/explorer/ui/thumbnails.h"

#include <algorithm>
#include <bit>

#include "core/image/image_file.h"
#include "core/image/resize.h"
#include "core/support/fnv1a.h"

namespace progan {
namespace {

constexpr int kThumbnailSide = 128;       // pixels; larger pictures are shrunk
constexpr int kSlotSide = 256;            // those of places, which are few and may be drawn larger
constexpr std::size_t kRequestLimit = 8;  // faces a request: the hand's own request goes between
constexpr std::size_t kRequestsKept = 4;
constexpr std::size_t kFacesKept = 600;  // textures of 48 KiB at most
constexpr std::size_t kReadingLimit =
    2;  // files at a time, so that a large gallery does not hold up the first face

/// By the latent's bytes, and the edits'.
std::string latent_key(const Latent& latent, const ChannelEdits& edits) {
    Fnv1a mark;
    for (float value : latent) mark.add_bits(std::bit_cast<std::uint32_t>(value), 32, 8);
    for (const ChannelEdit& edit : edits) {
        mark.add_bits(static_cast<std::uint64_t>(edit.level), 8, 8);
        mark.add_bits(static_cast<std::uint64_t>(edit.channel), 32, 8);
        mark.add_bits(std::bit_cast<std::uint32_t>(edit.strength), 32, 8);
    }
    return "latent-" + std::to_string(mark.value());
}

std::string file_key(const Favourite& favourite) {
    return "favourite-" + favourite.id;
}

std::string level_key(int level) {
    return "level-" + std::to_string(level);
}

Image shrink(const Image& image, int most = kThumbnailSide) {
    const int side = std::max(image.width, image.height);
    if (side <= most) return image;
    const int width = std::max(1, image.width * most / side);
    const int height = std::max(1, image.height * most / side);
    return resize(image, width, height, ResizeFilter::smooth);
}

bool fits(const AppState& state, const Latent& latent) {
    return state.model && latent.size() == static_cast<std::size_t>(state.model->spec.latent_size);
}

/// A face whose edits the device cannot make has no picture; those of channels that the model does not have
/// are of another one.
bool can_edit(const AppState& state, const ChannelEdits& edits) {
    return edits.empty() || state.shows_features;
}
ChannelEdits fitting(const AppState& state, const ChannelEdits& edits) {
    return state.model ? edits_that_fit(state.model->spec, edits) : edits;
}

}  // namespace

ImTextureID Thumbnails::for_latent(const AppState& state, const Latent& latent,
                                   const ChannelEdits& all_edits) {
    const ChannelEdits edits = fitting(state, all_edits);
    const std::string key = latent_key(latent, edits);
    if (pictures_.has_thumbnail(key)) {
        used(key);
        return pictures_.thumbnail(key);
    }
    if (fits(state, latent) && can_edit(state, edits)) wanted_.push_back({key, latent, edits, 0});
    return {};
}

ImTextureID Thumbnails::for_slot(const AppState& state, const std::string& slot, const Latent& latent,
                                 const ChannelEdits& all_edits) {
    const ChannelEdits edits = fitting(state, all_edits);
    if (!can_edit(state, edits)) return {};
    const std::string key = "slot-" + slot;
    Slot& place = slots_[slot];
    if ((place.shown != latent || place.edits != edits) && fits(state, latent))
        wanted_.push_back({key, latent, edits, place.made});
    return pictures_.has_thumbnail(key) ? pictures_.thumbnail(key) : ImTextureID{};
}

/// Faces that were not drawn for long make room for others.
void Thumbnails::used(const std::string& key) {
    if (const auto found = recent_at_.find(key); found != recent_at_.end()) recent_.erase(found->second);
    recent_.push_front(key);
    recent_at_[key] = recent_.begin();
    if (recent_.size() <= kFacesKept) return;
    pictures_.forget_thumbnail(recent_.back());
    recent_at_.erase(recent_.back());
    recent_.pop_back();
}

ImTextureID Thumbnails::for_favourite(const AppState& state, const Favourite& favourite) {
    const std::string key = file_key(favourite);
    if (pictures_.has_thumbnail(key)) return pictures_.thumbnail(key);
    const bool own_model = state.model && favourite.model_sha256 == state.model->sha256;
    if (favourite.image.empty() || unreadable_.contains(key))
        return own_model ? for_latent(state, favourite.latent, favourite.edits) : ImTextureID{};
    read(key, state.data_dir / favourite.image, kThumbnailSide);
    return {};
}

ImTextureID Thumbnails::of_file(const std::filesystem::path& path, int side) {
    const std::string key = "file-" + path.string();
    if (pictures_.has_thumbnail(key)) return pictures_.thumbnail(key);
    if (!unreadable_.contains(key)) read(key, path, side);
    return {};
}

void Thumbnails::read(const std::string& key, const std::filesystem::path& path, int side) {
    if (reading_.contains(key) || reading_.size() >= kReadingLimit) return;
    reading_[key] = engine_.run_task([path, side] { return shrink(read_image(path), side); },
                                     [this, key](const Result<Image>& image) {
                                         reading_.erase(key);
                                         if (image)
                                             pictures_.set_thumbnail(key, *image);
                                         else  // no loss: it is made again from the latent
                                             unreadable_.insert(key);
                                     });
}

ImTextureID Thumbnails::of_level(const AppState& state, const Latent& latent, const ChannelEdits& edits,
                                 int level) {
    if (!can_edit(state, edits)) return {};
    const auto made = levels_.find(level);
    const bool current = made != levels_.end() && made->second == LevelFace{latent, edits};
    if (!current && state.model && wanted_level_.latents.empty()) {
        wanted_level_ = {{}, level, level == state.model->spec.last_level ? state.model->spec.alpha : 1};
        wanted_level_.add(latent, edits);
    }
    return pictures_.has_thumbnail(level_key(level)) ? pictures_.thumbnail(level_key(level)) : ImTextureID{};
}

void Thumbnails::level_frame(const FaceReady& frame) {
    if (frame.request_id != submitted_level_id_) return;
    pictures_.set_thumbnail(level_key(submitted_level_.level), frame.image);
    levels_[submitted_level_.level] = {submitted_level_.latents[0], submitted_level_.edits_of(0)};
    submitted_level_ = {};
}

void Thumbnails::request_missing(const AppState& state) {
    if (!wanted_level_.latents.empty() && submitted_level_.latents.empty()) {
        submitted_level_ = wanted_level_;
        submitted_level_id_ = engine_.submit(Purpose::levels, wanted_level_);
    }
    wanted_level_ = {};
    std::vector<Missing> wanted = std::move(wanted_);
    wanted_.clear();
    complete_ = wanted.empty() && reading_.empty();
    if (wanted.empty() || !state.model) return;
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const Missing& a, const Missing& b) { return a.made < b.made; });
    Request request;
    request.request.level = state.model->spec.last_level;
    request.request.alpha = state.model->spec.alpha;
    for (Missing& missing : wanted) {
        if (request.keys.size() == kRequestLimit) break;
        if (std::find(request.keys.begin(), request.keys.end(), missing.key) != request.keys.end()) continue;
        request.keys.push_back(std::move(missing.key));
        request.request.add(std::move(missing.latent), missing.edits);
    }
    if (!submitted_.empty() && request.keys == submitted_.back().keys &&
        request.request == submitted_.back().request)
        return;
    request.id = engine_.submit(Purpose::thumbnails, request.request);
    submitted_.push_back(std::move(request));
    if (submitted_.size() > kRequestsKept) submitted_.pop_front();
}

std::optional<NamedLatent> Thumbnails::frame(const FaceReady& frame) {
    const auto request = std::find_if(submitted_.begin(), submitted_.end(),
                                      [&](const Request& r) { return r.id == frame.request_id; });
    if (request == submitted_.end() || frame.index >= request->keys.size()) return std::nullopt;
    const std::string& key = request->keys[frame.index];
    NamedLatent face{request->request.latents[frame.index]};
    face.edits = request->request.edits_of(frame.index);
    pictures_.set_thumbnail(key, shrink(frame.image, key.starts_with("slot-") ? kSlotSide : kThumbnailSide));
    if (key.starts_with("slot-"))
        slots_[key.substr(5)] = {face.latent, face.edits, ++made_};
    else
        used(key);
    return face;
}

/// Not asked for again until the face is another.
void Thumbnails::level_failed(std::uint64_t request_id) {
    if (request_id != submitted_level_id_ || submitted_level_.latents.empty()) return;
    levels_[submitted_level_.level] = {submitted_level_.latents[0], submitted_level_.edits_of(0)};
    submitted_level_ = {};
}

void Thumbnails::forget() {
    pictures_.forget_thumbnails();
    submitted_.clear();
    slots_.clear();
    recent_.clear();
    recent_at_.clear();
    levels_.clear();
    submitted_level_ = {};
    submitted_level_id_ = 0;
}

}  // namespace progan
