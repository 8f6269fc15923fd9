// The models that can be chosen without looking for their files. Plain values.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/model_sample.h"

namespace progan {

inline constexpr std::size_t kMaxRecentModels = 12;

struct ListedModel {
    std::filesystem::path path;
    enum class Home {
        program,    ///< it comes with the program
        folder,     ///< it lies in models/ of the data folder
        elsewhere,  ///< it was opened before
    } home = Home::program;
    bool recent = false;
    FileStamp stamp;
};

/// What is known of a listed model by now: nothing, a sample, or why there is none.
struct ModelCard {
    FileStamp stamp;  ///< of the file it is about
    std::optional<ModelSample> sample;
    std::string problem;
};

struct ModelsState {
    bool show = false;
    std::vector<ListedModel> listed;
    std::map<std::filesystem::path, ModelCard> cards;  ///< those that were asked for
};

}  // namespace progan
