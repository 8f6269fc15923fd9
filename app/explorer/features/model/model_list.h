// Which models can be chosen without looking for their files: those opened before, those that come with the
// program, and those in the data folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/features/model/models_state.h"

namespace progan {

/// Those of `recent` that are still there, in that order, then `program`'s, then what is named like a model
/// in `folder`, by name, without duplicates. Reads the folder, no model. An unreadable folder has none.
std::vector<ListedModel> list_models(const std::vector<std::string>& recent,
                                     const std::vector<std::filesystem::path>& program,
                                     const std::filesystem::path& folder);

/// What its card says it is called, otherwise its file's name.
std::string name_of(const ListedModel& model, const ModelsState& models);

/// Puts it first, and lets go of the oldest beyond kMaxRecentModels.
void remember_model(std::vector<std::string>& recent, const std::string& path);

}  // namespace progan
