#include "app/explorer/features/model/model_list.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "core/import/checkpoint_names.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> models_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && at != end; at.increment(error)) {
        const fs::path& path = at->path();
        if (!path.filename().string().starts_with('.') && is_checkpoint_name(path)) found.push_back(path);
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

std::vector<ListedModel> list_models(const std::vector<std::string>& recent,
                                     const std::vector<fs::path>& program, const fs::path& folder) {
    using Home = ListedModel::Home;
    const std::vector<fs::path> in_folder = models_in(folder);
    const auto is_in = [](const std::vector<fs::path>& paths, const fs::path& path) {
        return std::find(paths.begin(), paths.end(), path) != paths.end();
    };
    std::vector<ListedModel> models;
    std::set<fs::path> seen;
    const auto add = [&](const fs::path& path, Home home, bool is_recent) {
        const FileStamp stamp = stamp_of(path);
        if (stamp != FileStamp{} && seen.insert(path).second)
            models.push_back({path, home, is_recent, stamp});
    };
    for (const fs::path path : recent)
        add(path,
            is_in(program, path)     ? Home::program
            : is_in(in_folder, path) ? Home::folder
                                     : Home::elsewhere,
            true);
    for (const fs::path& path : program) add(path, Home::program, false);
    for (const fs::path& path : in_folder) add(path, Home::folder, false);
    return models;
}

std::string name_of(const ListedModel& model, const ModelsState& models) {
    const auto card = models.cards.find(model.path);
    if (card != models.cards.end() && card->second.sample && !card->second.sample->name.empty())
        return card->second.sample->name;
    return model.path.stem().string();
}

void remember_model(std::vector<std::string>& recent, const std::string& path) {
    std::erase(recent, path);
    recent.insert(recent.begin(), path);
    if (recent.size() > kMaxRecentModels) recent.resize(kMaxRecentModels);
}

}  // namespace progan
