#include "app/explorer/shell/session/rescue.h"

#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_file.h"
#include "core/documents/favourites.h"
#include "core/files/atomic_file.h"
#include "core/files/unused_path.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;

std::vector<std::string> unsaved_things(const AppState& state) {
    std::vector<std::string> things;
    if (state.favourites_unsaved || (!state.favourites_writable && !state.favourites.empty()))
        things.emplace_back(tr("Favourites could not be saved. Quitting would lose your changes."));
    else if (state.favourite_pictures_unsaved)
        things.emplace_back(
            tr("Pictures of favourites could not be saved. The favourites are safe, and the model can render "
               "their pictures again."));
    if (state.axes_unsaved)
        things.emplace_back(tr("Axes could not be saved. Quitting would lose your changes."));
    if (state.session_unsaved || !state.session_writable)
        things.emplace_back(
            tr("The session could not be saved. Quitting would lose the face and the journey."));
    return things;
}

void rescue_to(const fs::path& folder, const AppState& state) {
    write_file_atomically(folder / "favourites.json", favourites_to_json(state.favourites));
    if (state.model && !state.axes.empty())
        save_axes(axes_path(folder, state.model->sha256),
                  {state.model->sha256, state.model->spec.name, state.axes});
    write_file_atomically(folder / "session.json", session_to_json(state));
}

fs::path rescue_folder() {
    const fs::path home = home_folder();
    return unused_path(home.empty() ? fs::path("/tmp") : home, "progan-explorer-" + time_stamp(), "");
}

}  // namespace progan
