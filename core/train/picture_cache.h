// The training pictures, decoded once: every one at every level, in a memory-mapped file, so that a step
// costs no decoding and a data set may be larger than memory. Thread-safe once open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/support/progress.h"
#include "core/torch/abi/configuration.h"

namespace progan {

/// A picture to train with: which, and whether from right to left.
struct Draw {
    std::size_t picture = 0;
    bool mirrored = false;
};

class PictureCache {
  public:
    struct Built {
        std::size_t pictures = 0;
        std::size_t enlarged = 0;          ///< smaller than the resolution
        std::vector<std::string> skipped;  ///< unreadable: a sentence each
    };

    /// Decodes all PNG and JPEG files under `folder`, made square and scaled to the resolution and halved
    /// down to 4 x 4 (means of 2 x 2), into `file` (atomically). Files that are not pictures by their name
    /// are not looked at. Throws Error if there are fewer than 4 readable pictures.
    static Built build(const std::filesystem::path& folder, const std::filesystem::path& file,
                       const TrainConfiguration& configuration, const ProgressReport& progress = {});

    /// Whether `file` holds what build() would make of the folder as it is now (by names, sizes and times).
    static bool is_current(const std::filesystem::path& file, const std::filesystem::path& folder,
                           const TrainConfiguration& configuration);

    /// Maps a file that build() made. Throws Error naming it if it is not one, or damaged.
    explicit PictureCache(const std::filesystem::path& file);
    ~PictureCache();
    PictureCache(const PictureCache&) = delete;
    PictureCache& operator=(const PictureCache&) = delete;

    std::size_t size() const { return count_; }
    int resolution() const { return resolution_; }

    /// Pictures at a level -> rgb [draws][r][r][3], r = 4 << level.
    void read(std::span<const Draw> draws, int level, std::uint8_t* rgb) const;

  private:
    const std::uint8_t* map_ = nullptr;
    std::size_t bytes_ = 0, count_ = 0, picture_bytes_ = 0;
    int resolution_ = 0;
};

/// The pictures of the step that begins after `images`: each epoch shows every picture once in an order of
/// its own, and mirrors by chance. Depends on its arguments alone.
class DrawOrder {
  public:
    DrawOrder(std::uint32_t seed, std::size_t pictures, bool mirror)
        : seed_(seed), pictures_(pictures), mirror_(mirror) {}
    std::vector<Draw> draws(std::int64_t images, int count);

  private:
    void shuffle(std::int64_t epoch);

    std::uint32_t seed_;
    std::size_t pictures_;
    bool mirror_;
    std::int64_t epoch_ = -1;
    std::vector<Draw> order_;
};

}  // namespace progan
