// What a model file looks like that is not open: a few of its faces. Made by opening the file once; kept as
// a PNG file, so that it need not be opened again until it changes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/image/image.h"
#include "core/model/model_file.h"
#include "core/support/progress.h"

namespace progan {

inline constexpr int kSampleFaces = 4;
inline constexpr int kSampleSide = 96;  ///< pixels

struct ModelSample {
    std::string name;     ///< the specification's; may be empty
    int side = 0;         ///< pixels per side of its faces
    int latent_size = 0;  ///< components
    std::string sha256;   ///< Model::sha256
    Image faces;          ///< of the seeds 1 to kSampleFaces, in a row: kSampleSide pixels high
};

/// What tells one state of a model file or folder from another.
struct FileStamp {
    std::uintmax_t bytes = 0;  ///< 0: a folder
    std::int64_t modified = 0;

    bool operator==(const FileStamp&) const = default;
};

/// All 0 if there is nothing.
FileStamp stamp_of(const std::filesystem::path& path);

using LoadModel = std::function<Model(const std::string& path, const ProgressReport& progress)>;

/// The sample that `folder` keeps of this state of the file; otherwise it is made, by `load` and on one
/// thread of the CPU, and kept. That it cannot be kept is no failure. Throws Error if the model cannot be
/// opened, and Cancelled from `progress`, which is called while the file is read and before each face.
ModelSample sample_of_model(const std::filesystem::path& path, const LoadModel& load,
                            const std::filesystem::path& folder, const ProgressReport& progress);

}  // namespace progan
