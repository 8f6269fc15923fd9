#include "app/explorer/thumbnails.h"

#include <algorithm>
#include <cstring>

#include "core/image/image_file.h"
#include "core/image/resize.h"

namespace progan {
namespace {

constexpr int kThumbnailSide = 128;       // pixels; larger pictures are shrunk
constexpr std::size_t kRequestLimit = 8;  // faces a request: the hand's own request goes between
constexpr std::size_t kReadingLimit =
    2;  // files at a time, so that a large gallery does not hold up the first face

/// FNV-1a over the latent's bytes.
std::string latent_key(const Latent& latent) {
    std::uint64_t hash = 14695981039346656037ull;
    for (float value : latent) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &value, sizeof bits);
        for (int shift = 0; shift < 32; shift += 8)
            hash = (hash ^ ((bits >> shift) & 0xff)) * 1099511628211ull;
    }
    return "latent-" + std::to_string(hash);
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

}  // namespace

ImTextureID Thumbnails::of_latent(const AppState& state, const Latent& latent) {
    const std::string key = latent_key(latent);
    if (pictures_.has_thumbnail(key)) return pictures_.thumbnail(key);
    const bool fits = state.model && latent.size() == static_cast<std::size_t>(state.model->spec.latent_size);
    if (fits && std::find(wanted_.begin(), wanted_.end(), latent) == wanted_.end()) wanted_.push_back(latent);
    return {};
}

ImTextureID Thumbnails::of_favourite(const AppState& state, const Favourite& favourite) {
    const std::string key = file_key(favourite);
    if (pictures_.has_thumbnail(key)) return pictures_.thumbnail(key);
    const bool own_model = state.model && favourite.model_sha256 == state.model->sha256;
    if (favourite.image.empty() || unreadable_.contains(key))
        return own_model ? of_latent(state, favourite.latent) : ImTextureID{};
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
    const bool being_read =
        std::any_of(reading_.begin(), reading_.end(), [&](const auto& r) { return r.second.key == key; });
    if (being_read || reading_.size() >= kReadingLimit) return;
    auto image = std::make_shared<Image>();
    const std::uint64_t task = engine_.run_task([image, path, side] {
        try {
            *image = shrink(read_image(path), side);
        } catch (const std::exception&) {
            image->rgb.clear();  // a lost picture is no loss: it is made again from the latent
        }
    });
    reading_[task] = {key, image};
}

ImTextureID Thumbnails::of_level(const AppState& state, const Latent& latent, int level) {
    const auto made = levels_.find(level);
    const bool current = made != levels_.end() && made->second == latent;
    if (!current && state.model && wanted_level_.latents.empty())
        wanted_level_ = {
            {latent}, level, level == state.model->spec.last_level ? state.model->spec.alpha : 1};
    return pictures_.has_thumbnail(level_key(level)) ? pictures_.thumbnail(level_key(level)) : ImTextureID{};
}

void Thumbnails::level_frame(const FrameReady& frame) {
    if (frame.request_id != submitted_level_id_) return;
    pictures_.set_thumbnail(level_key(submitted_level_.level), frame.image);
    levels_[submitted_level_.level] = submitted_level_.latents[0];
    submitted_level_ = {};
}

void Thumbnails::request_missing(const AppState& state) {
    if (!wanted_level_.latents.empty() && submitted_level_.latents.empty()) {
        submitted_level_ = wanted_level_;
        submitted_level_id_ = engine_.submit(Purpose::levels, wanted_level_);
    }
    wanted_level_ = {};
    std::vector<Latent> wanted = std::move(wanted_);
    wanted_.clear();
    if (wanted.empty() || !state.model) return;
    if (wanted.size() > kRequestLimit) wanted.resize(kRequestLimit);
    RenderRequest request{std::move(wanted), state.model->spec.last_level, state.model->spec.alpha};
    if (request == submitted_) return;
    submitted_ = request;
    submitted_id_ = engine_.submit(Purpose::thumbnails, std::move(request));
}

const Latent* Thumbnails::frame(const FrameReady& frame) {
    if (frame.request_id != submitted_id_ || frame.index >= submitted_.latents.size()) return nullptr;
    const Latent& latent = submitted_.latents[frame.index];
    pictures_.set_thumbnail(latent_key(latent), shrink(frame.image));
    return &latent;
}

/// Not asked for again until the face is another.
void Thumbnails::level_failed(std::uint64_t request_id) {
    if (request_id != submitted_level_id_ || submitted_level_.latents.empty()) return;
    levels_[submitted_level_.level] = submitted_level_.latents[0];
    submitted_level_ = {};
}

void Thumbnails::task_done(std::uint64_t id) {
    auto found = reading_.find(id);
    if (found == reading_.end()) return;
    if (found->second.image->empty()) {
        unreadable_.insert(found->second.key);
    } else {
        pictures_.set_thumbnail(found->second.key, *found->second.image);
    }
    reading_.erase(found);
}

void Thumbnails::forget() {
    pictures_.forget_thumbnails();
    submitted_ = {};
    submitted_id_ = 0;
    levels_.clear();
    submitted_level_ = {};
    submitted_level_id_ = 0;
}

}  // namespace progan
