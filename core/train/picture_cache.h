// The training pictures, decoded once: each at every level, in a memory-mapped file, so that steps need no
// decoding and a data set may be larger than memory. Thread-safe once open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/support/progress.h"
#include "core/torch/abi/configuration.h"

namespace progan {

/// A picture of a batch: its index, and whether it is mirrored.
struct Sample {
    std::size_t picture = 0;
    bool mirrored = false;
};

class PictureCache {
  public:
    struct Built {
        std::size_t pictures = 0;
        std::size_t enlarged = 0;           ///< pictures smaller than the resolution
        std::size_t transparent = 0;        ///< pictures laid onto the background (core/image/picture.h)
        std::size_t unreadable = 0;         ///< pictures left out because they cannot be read
        std::vector<std::string> skipped;   ///< a sentence for each of those, if they were just tried
        std::vector<std::string> left_out;  ///< what else is left out (core/train/picture_folder.h)
    };

    /// Decodes all pictures below `folder` (core/train/picture_folder.h), made square, scaled to the
    /// resolution and halved down to 4 x 4 (means of 2 x 2), into `file` (atomically). Throws Error if there
    /// are fewer than 4 readable pictures or the file cannot be written.
    static Built build(const std::filesystem::path& folder, const std::filesystem::path& file,
                       const TrainConfiguration& configuration, const ProgressReport& progress = {});

    /// What build() would return, without the sentences, if `file` contains what it would make of the folder
    /// now (judged by names, sizes and times); otherwise nothing.
    static std::optional<Built> current(const std::filesystem::path& file,
                                        const std::filesystem::path& folder,
                                        const TrainConfiguration& configuration);

    /// Maps a file that build() made. Throws Error naming it if it is damaged or something else.
    explicit PictureCache(const std::filesystem::path& file);
    ~PictureCache();
    PictureCache(const PictureCache&) = delete;
    PictureCache& operator=(const PictureCache&) = delete;

    std::size_t size() const { return count_; }
    int resolution() const { return resolution_; }

    /// Copies pictures at a level to rgb [samples][r][r][3], r = 4 << level.
    void read(std::span<const Sample> samples, int level, std::uint8_t* rgb) const;

  private:
    const std::uint8_t* map_ = nullptr;
    std::size_t bytes_ = 0, count_ = 0, picture_bytes_ = 0;
    int resolution_ = 0;
};

/// The pictures of the step that starts after `images` images: each epoch uses every picture once, in a
/// different order and mirrored at random. Depends only on its arguments.
class EpochSampler {
  public:
    EpochSampler(std::uint32_t seed, std::size_t pictures, bool mirror)
        : seed_(seed), pictures_(pictures), mirror_(mirror) {}
    std::vector<Sample> samples(std::int64_t images, int count);

  private:
    void shuffle(std::int64_t epoch);

    std::uint32_t seed_;
    std::size_t pictures_;
    bool mirror_;
    std::int64_t epoch_ = -1;
    std::vector<Sample> order_;
};

}  // namespace progan
