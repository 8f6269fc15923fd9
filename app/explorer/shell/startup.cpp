#include "app/explorer/shell/startup.h"

#include <string>
#include <utility>

#include "app/explorer/shell/language.h"
#include "app/explorer/shell/session.h"
#include "app/explorer/state/queries.h"
#include "core/documents/favourites.h"
#include "core/files/atomic_file.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kLargestSession = 64u << 20;

}  // namespace

AppState state_at_start(const AppOptions& options) {
    AppState state;
    state.data_dir =
        std::filesystem::absolute(options.demo.empty() ? data_dir(options.data_dir) : data_dir(options.demo));
    if (!options.demo.empty()) {
        // The tour begins from nothing and replaces what an earlier tour left.
        if (std::filesystem::exists(state.data_dir / "report.json"))
            std::filesystem::remove_all(state.data_dir / "favourites");
    } else {
        const std::filesystem::path path = session_path(state);
        if (std::filesystem::exists(path)) {
            try {
                RestoredSession restored =
                    session_from_json(read_text_file(path, kLargestSession), path.string());
                static_cast<SessionState&>(state) = std::move(restored.session);
                if (const std::size_t count = restored.problems.size(); count > 0)
                    state.notifications.push_back(
                        {Notification::Kind::error,
                         tr_plural("{} value of the session could not be restored and has its default. {}",
                                   "{} values of the session could not be restored and have their defaults. "
                                   "The first: {}",
                                   count, restored.problems.front()),
                         {},
                         false});
            } catch (const std::exception& error) {
                std::string text = error.what();
                try {
                    text = trf("{} It was set aside as {}.", text, set_aside(path).filename().string());
                } catch (const std::exception&) {  // then it is overwritten by the next session
                }
                state.notifications.push_back({Notification::Kind::error, text, {}, false});
            }
        }
        try {
            LoadedFavourites loaded = load_favourites(favourites_path(state));
            state.favourites = std::move(loaded.favourites);
            if (!loaded.warning.empty())
                state.notifications.push_back({Notification::Kind::error, loaded.warning, {}, false});
        } catch (const std::exception& error) {
            state.favourites_writable = false;
            state.notifications.push_back({Notification::Kind::error,
                                           trf("{} Favourites are not saved in this run.", error.what()),
                                           {},
                                           false});
        }
    }
    if (!options.device.empty()) state.settings.device = options.device;
    if (!options.language.empty()) state.settings.language = options.language;
    begin_language(state);
    if (options.scale > 0) state.settings.ui_scale = options.scale;
    if (options.width > 0) state.settings.window_width = options.width;
    if (options.height > 0) state.settings.window_height = options.height;
    return state;
}

}  // namespace progan
