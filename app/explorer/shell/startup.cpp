#include "app/explorer/shell/startup.h"

#include <string>
#include <utility>
#include <vector>

#include "app/explorer/platform/crash_report.h"
#include "app/explorer/shell/instances/hand_over.h"
#include "app/explorer/shell/language.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/state/queries.h"
#include "core/documents/favourite_store.h"
#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kMaxSession = 64u << 20;

void tell(AppState& state, std::string text) {
    state.notifications.push_back({Notification::Kind::error, std::move(text), {}, false});
}

/// What went wrong with the session: the file as a whole, or some of its values.
struct SessionTrouble {
    std::string error;
    std::vector<std::string> problems;
};

/// `first`: no other window is open on the folder, so that without a session this is the first start.
SessionTrouble restore_session(AppState& state, bool first) {
    const std::filesystem::path path = session_path(state);
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) {
        state.welcome.open = first;
        return {};
    }
    try {
        RestoredSession restored = session_from_json(read_text_file(path, kMaxSession), path.string());
        static_cast<SessionState&>(state) = std::move(restored.session);
        return {{}, std::move(restored.problems)};
    } catch (const std::exception&) {
        return {current_error_sentence(), {}};
    }
}

/// A second window looks like the first one, with a face of its own.
void take_settings(const std::filesystem::path& session, AppState& state) {
    try {
        state.settings =
            session_from_json(read_text_file(session, kMaxSession), session.string()).session.settings;
    } catch (const std::exception&) {  // whoever opens that session tells
    }
}

/// The file as it was is set aside, so that nothing of it is lost.
void tell(AppState& state, const SessionTrouble& trouble) {
    const std::size_t count = trouble.problems.size();
    if (trouble.error.empty() && count == 0) return;
    const std::string text =
        count == 0 ? trouble.error
                   : tr_plural("{} session value could not be restored and was reset. {}",
                               "{} session values could not be restored and were reset. The first: {}", count,
                               trouble.problems.front());
    try {
        tell(state, trf("{} The file was set aside as {}.", text,
                        set_aside(session_path(state)).filename().string()));
    } catch (const std::exception&) {
        state.session_writable = false;
        tell(state, trf("{} The session will not be saved this time.", text));
    }
}

void restore_favourites(AppState& state) {
    try {
        FavouriteStore::Contents loaded = favourite_store(favourites_path(state)).read();
        state.favourites = std::move(loaded.items);
        if (!loaded.warning.empty()) tell(state, loaded.warning);
    } catch (const std::exception&) {
        state.favourites_writable = false;
        tell(state, trf("{} Favourites will not be saved this time.", current_error_sentence()));
    }
}

void tell_crashes(AppState& state) {
    for (const std::filesystem::path& report : new_crash_reports(state.data_dir))
        state.notifications.push_back(
            {Notification::Kind::error,
             trf("ProGAN Explorer crashed. {} records where; please attach it if you report the crash.",
                 report.filename().string()),
             {},
             false,
             report});
}

}  // namespace

std::filesystem::path data_folder(const AppOptions& options) {
    return std::filesystem::absolute(data_dir(options.demo.empty() ? options.data_dir : options.demo));
}

bool open_in_open_window(const AppOptions& options) {
    const bool own = options.new_window || !options.model.empty() || !options.device.empty() ||
                     !options.language.empty() || !options.demo.empty() || !options.probe.empty() ||
                     options.scale > 0 || options.width > 0 || options.height > 0 ||
                     options.display_server != DisplayServer::automatic || options.present ||
                     options.osc_port > 0 || !options.midi_port.empty() || !options.osc_out.empty();
    if (own || options.files.empty()) return false;
    std::vector<std::filesystem::path> files;
    for (const std::string& file : options.files) files.push_back(std::filesystem::absolute(file));
    return hand_over(data_folder(options), files);
}

AppState state_at_start(const AppOptions& options, const WindowClaim& claim) {
    AppState state;
    state.data_dir = data_folder(options);
    state.window_number = claim.number();
    SessionTrouble trouble;
    if (options.demo.empty()) {
        if (claim.other_session()) take_settings(*claim.other_session(), state);
        trouble = restore_session(state, !claim.other_session());
    }
    // The tour begins from nothing and replaces what an earlier tour left.
    else if (std::filesystem::exists(state.data_dir / "report.json"))
        std::filesystem::remove_all(state.data_dir / "favourites");
    if (!options.device.empty()) state.settings.device = options.device;
    if (!options.language.empty()) state.settings.language = options.language;
    begin_language(state);
    if (options.demo.empty()) {
        tell_crashes(state);
        tell(state, trouble);
        restore_favourites(state);
    }
    if (options.scale > 0) state.settings.ui_scale = options.scale;
    return state;
}

}  // namespace progan
