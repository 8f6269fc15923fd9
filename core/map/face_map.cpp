#include "core/map/face_map.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/image/resize.h"
#include "core/map/face_map_files.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kSlice = std::chrono::milliseconds(10);
constexpr int kBasisFaces = 256;  // at most this many determine the dimensions in which faces differ
constexpr int kLayoutShare = 8;   // share of the progress: laying out n faces counts as making n / 8

std::size_t index(int i) {
    return static_cast<std::size_t>(i);
}

int side_of(int faces) {
    return static_cast<int>(std::lround(std::sqrt(faces)));
}

void put_tile(Image& strip, const Image& tile, int slot) {
    const std::size_t bytes = index(tile.width) * 3;
    for (int y = 0; y < tile.height; ++y)
        std::memcpy(strip.rgb.data() + index(y) * index(strip.width) * 3 + index(slot) * bytes,
                    tile.rgb.data() + index(y) * bytes, bytes);
}

Image tile_of(const Image& strip, int slot) {
    Image tile(strip.height, strip.height);
    const std::size_t bytes = index(tile.width) * 3;
    for (int y = 0; y < tile.height; ++y)
        std::memcpy(tile.rgb.data() + index(y) * bytes,
                    strip.rgb.data() + index(y) * index(strip.width) * 3 + index(slot) * bytes, bytes);
    return tile;
}

/// Tile sizes are powers of two, so that halving the strip halves each tile separately.
std::shared_ptr<const MapStrip> with_levels(Image strip) {
    MapStrip result;
    result.levels.push_back(std::move(strip));
    while (result.levels.back().height > 1) {
        const Image& above = result.levels.back();
        result.levels.push_back(resize(above, above.width / 2, above.height / 2, ResizeFilter::smooth));
    }
    return std::make_shared<const MapStrip>(std::move(result));
}

class FaceMapJob : public JobOf<std::shared_ptr<const FaceMap>> {
  public:
    FaceMapJob(std::shared_ptr<Generator> generator, FaceMapOptions options)
        : generator_(std::move(generator)),
          options_(std::move(options)),
          files_(options_.folder, options_.model_sha256, options_.seed_mode) {
        for (const int pass : kMapPasses)
            if (pass <= options_.faces) passes_.push_back(pass);
        if (passes_.empty() || passes_.back() != options_.faces)
            throw Error("A map has 64, 256, 1,024 or 4,096 faces, not {}.", options_.faces);
        // The largest saved layout is shown first.
        for (std::size_t i = passes_.size(); i-- > 0;)
            if (std::optional<GridCells> kept = files_.read_layout(passes_[i])) {
                kept_layout_ = std::move(*kept);
                passes_.erase(passes_.begin(), passes_.begin() + static_cast<std::ptrdiff_t>(i));
                break;
            }
        for (const int pass : passes_) total_ += pass / kLayoutShare;
        total_ += options_.faces;
    }

    std::string title() const override { return trf("Map of {} faces", options_.faces); }

    JobProgress step() override {
        const int faces = passes_[pass_];
        if (made_ < faces || strip_full_)
            make_faces();
        else if (colors_at_ < faces)
            compare_faces(faces);
        else if (!layout_ && kept_layout_.size() != index(faces))
            begin_layout(faces);
        else
            lay_out(faces);
        return {std::min(done_, total_ - (pass_ < passes_.size() ? 1 : 0)), total_};
    }

    std::shared_ptr<const FaceMap> value() override { return map_; }

    std::optional<std::shared_ptr<const FaceMap>> so_far() override {
        if (!std::exchange(map_is_new_, false)) return std::nullopt;
        return map_;
    }

  private:
    int tile() const { return map_tile_side(options_.faces); }

    /// Loads a saved strip, or makes some faces of a new one.
    void make_faces() {
        if (strip_full_) {  // in a slice of its own, because a PNG takes as long as many faces
            files_.write_strip(made_ - kStripFaces, tile(), strip_);
            strips_.push_back(with_levels(std::move(strip_)));
            strip_full_ = false;
            return;
        }
        if (made_ % kStripFaces == 0) {
            strip_ = Image(kStripFaces * tile(), tile());
            if (std::optional<Image> kept = kept_strip(made_)) {
                strip_ = std::move(*kept);
                made_ += kStripFaces;
                done_ += kStripFaces;
                strips_.push_back(with_levels(std::move(strip_)));
                return;
            }
        }
        const ModelSpec& spec = generator_->spec();
        const auto began = Clock::now();
        do {
            const Latent latent =
                latent_from_seed(static_cast<std::uint32_t>(made_),
                                 static_cast<std::size_t>(spec.latent_size), options_.seed_mode);
            const Image face = generator_->generate(latent, spec.last_level, spec.alpha);
            put_tile(strip_,
                     resize(face, tile(), tile(),
                            face.width < tile() ? ResizeFilter::nearest : ResizeFilter::smooth),
                     made_ % kStripFaces);
            ++made_;
            ++made_here_;
            ++done_;
        } while (made_ % kStripFaces != 0 && Clock::now() - began < kSlice);
        strip_full_ = made_ % kStripFaces == 0;
    }

    /// Also uses larger tiles, which a smaller map has.
    std::optional<Image> kept_strip(int seed) const {
        if (std::optional<Image> strip = files_.read_strip(seed, tile())) return strip;
        const int larger = map_tile_side(kMapPasses[0]);
        if (larger == tile()) return std::nullopt;
        const std::optional<Image> strip = files_.read_strip(seed, larger);
        if (!strip) return std::nullopt;
        Image smaller = resize(*strip, kStripFaces * tile(), tile(), ResizeFilter::smooth);
        files_.write_strip(seed, tile(), smaller);
        return smaller;
    }

    /// Computes the features of the new faces; in the first passes also the space they are in.
    void compare_faces(int faces) {
        const int basis = std::min(faces, kBasisFaces);
        if (colors_at_ < basis) {
            add_colors(basis);
            if (colors_at_ < basis) return;
            likeness_ = std::make_shared<const FaceLikeness>(colors_, index(basis));
            features_.clear();
            for (int face = 0; face < basis; ++face) add_features(face);
            return;
        }
        const auto began = Clock::now();
        do {
            for (int i = 0; i < kStripFaces; ++i) {
                const std::vector<float> features = likeness_->features(face_colors(
                    tile_of(strips_[index(colors_at_ / kStripFaces)]->levels[0], colors_at_ % kStripFaces)));
                features_.insert(features_.end(), features.begin(), features.end());
                ++colors_at_;
            }
        } while (colors_at_ < faces && Clock::now() - began < kSlice);
    }

    void add_colors(int basis) {
        const auto began = Clock::now();
        do {
            const std::vector<float> colors = face_colors(
                tile_of(strips_[index(colors_at_ / kStripFaces)]->levels[0], colors_at_ % kStripFaces));
            colors_.insert(colors_.end(), colors.begin(), colors.end());
            ++colors_at_;
        } while (colors_at_ < basis && Clock::now() - began < kSlice);
    }

    void add_features(int face) {
        const std::vector<float> features =
            likeness_->features(std::span(colors_).subspan(index(face) * kFaceColors, kFaceColors));
        features_.insert(features_.end(), features.begin(), features.end());
    }

    void begin_layout(int faces) {
        const int side = side_of(faces);
        const std::size_t dimensions = likeness_->feature_count();
        if (cells_.empty())
            layout_.emplace(features_, dimensions, side);
        else
            layout_.emplace(features_, dimensions, side, cells_);
        layout_done_ = 0;
        shared_features_ = std::make_shared<const std::vector<float>>(features_);
    }

    void lay_out(int faces) {
        bool more = false;
        if (layout_) {
            const auto began = Clock::now();
            do more = layout_->step();
            while (more && Clock::now() - began < kSlice);
            cells_ = layout_->cells();
            const int share = faces / kLayoutShare;
            const int now = share * layout_->rounds_done() / layout_->rounds();
            done_ += now - layout_done_;
            layout_done_ = now;
            if (!more) files_.write_layout(cells_);
        } else {
            cells_ = std::exchange(kept_layout_, {});
            done_ += faces / kLayoutShare;
            shared_features_ = std::make_shared<const std::vector<float>>(features_);
        }
        publish(faces, more);
        if (more) return;
        layout_.reset();
        ++pass_;
        if (pass_ == passes_.size()) done_ = total_;
    }

    void publish(int faces, bool sorting) {
        auto map = std::make_shared<FaceMap>();
        map->model_sha256 = options_.model_sha256;
        map->seed_mode = options_.seed_mode;
        map->side = side_of(faces);
        map->cells = cells_;
        map->tile = tile();
        map->strips = strips_;
        map->likeness = likeness_;
        map->features = shared_features_;
        map->made = made_here_;
        map->sorting = sorting;
        if (!sorting)
            map->neighbor_distance = neighbor_distance(*shared_features_, likeness_->feature_count(), cells_);
        map_ = std::move(map);
        map_is_new_ = true;
    }

    const std::shared_ptr<Generator> generator_;
    const FaceMapOptions options_;
    const FaceMapFiles files_;
    std::vector<int> passes_;
    std::size_t pass_ = 0;
    GridCells kept_layout_;  ///< of the first pass, from its file; empty once used
    std::int64_t done_ = 0, total_ = 0;

    int made_ = 0;  ///< faces; the last strip may be incomplete
    int made_here_ = 0;
    Image strip_;
    bool strip_full_ = false;  ///< but not yet added to the strips
    std::vector<std::shared_ptr<const MapStrip>> strips_;
    int colors_at_ = 0;  ///< faces compared
    std::vector<float> colors_, features_;
    std::shared_ptr<const FaceLikeness> likeness_;
    std::shared_ptr<const std::vector<float>> shared_features_;
    std::optional<GridLayout> layout_;
    int layout_done_ = 0;
    GridCells cells_;
    std::shared_ptr<const FaceMap> map_;  ///< as it stands; null until the first layout
    bool map_is_new_ = false;             ///< since so_far()
};

}  // namespace

std::optional<int> most_alike(const FaceMap& map, const Image& picture) {
    if (map.cells.empty() || !map.likeness || !map.features || picture.empty()) return std::nullopt;
    const std::vector<float> wanted = map.likeness->features(face_colors(picture));
    float least = std::numeric_limits<float>::max();
    std::optional<int> best;
    for (std::size_t cell = 0; cell < map.cells.size(); ++cell) {
        const float* face = map.features->data() + index(map.cells[cell]) * wanted.size();
        float sum = 0;
        for (std::size_t i = 0; i < wanted.size(); ++i) sum += (face[i] - wanted[i]) * (face[i] - wanted[i]);
        if (sum >= least) continue;
        least = sum;
        best = static_cast<int>(cell);
    }
    return best;
}

std::unique_ptr<JobOf<std::shared_ptr<const FaceMap>>> make_face_map_job(std::shared_ptr<Generator> generator,
                                                                         FaceMapOptions options) {
    return std::make_unique<FaceMapJob>(std::move(generator), std::move(options));
}

}  // namespace progan
