#include "app/explorer/shell/session/session.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "app/explorer/features/model/models_state.h"
#include "app/explorer/state/face_json.h"
#include "app/explorer/state/kept_fields.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/state/window_file.h"
#include "core/documents/journey_file.h"
#include "core/files/file_uri.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr double kMinUiScale = 0.5, kMaxUiScale = 4;
constexpr std::size_t kMaxLockedAxes = 100'000;

constexpr auto kFollowNames =
    enum_names<Follow>({{Follow::sliders, "sliders"}, {Follow::journey, "journey"}});

constexpr auto kCenterNames = enum_names<CenterView>({{CenterView::face, "face"},
                                                      {CenterView::grid, "grid"},
                                                      {CenterView::map, "map"},
                                                      {CenterView::compare, "compare"},
                                                      {CenterView::teach, "teach"},
                                                      {CenterView::growth, "growth"},
                                                      {CenterView::layers, "layers"},
                                                      {CenterView::training, "training"}});

constexpr auto kThemeNames = enum_names<ThemeChoice>({{ThemeChoice::system, "system"},
                                                      {ThemeChoice::dark, "dark"},
                                                      {ThemeChoice::light, "light"},
                                                      {ThemeChoice::high_contrast, "high-contrast"}});

constexpr auto kMotionNames = enum_names<MotionChoice>(
    {{MotionChoice::system, "system"}, {MotionChoice::reduced, "reduced"}, {MotionChoice::full, "full"}});

constexpr auto kFileDialogsNames =
    enum_names<FileDialogs>({{FileDialogs::system, "system"}, {FileDialogs::own, "own"}});

constexpr std::size_t kMaxFileKind = 64;

constexpr auto kFoldNames =
    enum_names<Fold>({{Fold::automatic, "automatic"}, {Fold::open, "open"}, {Fold::folded, "folded"}});

void keep_window_size(KeptFields& fields, Settings& settings) {
    fields.field(
        "window",
        [&] {
            return Json{settings.window_width, settings.window_height};
        },
        [&](const JsonReader& json) {
            const std::vector<JsonReader> size = json.elements(2, 2);
            const auto width = size[0].integer(1, 16384), height = size[1].integer(1, 16384);
            settings.window_width = std::max(640, static_cast<int>(width));
            settings.window_height = std::max(400, static_cast<int>(height));
        });
}

}  // namespace

void keep(KeptFields& fields, Settings& settings) {
    fields.choice("seed_mode", settings.seed_mode, kSeedModeNames);
    fields.text("device", settings.device);
    fields.field(
        "language", [&] { return Json(settings.language); },
        [&](const JsonReader& json) {
            if (!is_language_code(json.text())) json.fail("a language, such as \"ja\"");
            settings.language = json.text();
        });
    fields.path("model", settings.model_path);
    fields.field(
        "recent_models",
        [&] {
            Json recent = Json::array();
            for (const std::string& path : settings.recent_models) recent.push_back(path_for_json(path));
            return recent;
        },
        [&](const JsonReader& json) {
            std::vector<std::string> recent;
            for (const JsonReader& path : json.elements(0, kMaxRecentModels))
                recent.push_back(path_from_json(path.text(1)));
            settings.recent_models = recent;
        });
    fields.field(
        "ui_scale", [&] { return Json(settings.ui_scale); },
        [&](const JsonReader& json) {
            // 0: as the display says; otherwise what --scale takes.
            settings.ui_scale = json.number(0, 4) == 0 ? 0 : json.number(kMinUiScale, kMaxUiScale);
        });
    fields.choice("theme", settings.theme, kThemeNames);
    fields.flag("performance", settings.show_performance);
    fields.choice("motion", settings.motion, kMotionNames);
    fields.choice("file_dialogs", settings.file_dialogs, kFileDialogsNames);
    fields.part("keys", settings.keys);
    keep_window_size(fields, settings);
}

void keep(KeptFields& fields, PanelsState& panels) {
    fields.choice("left", panels.left, kFoldNames);
    fields.choice("right", panels.right, kFoldNames);
    fields.number("left_width", panels.left_width, 0, 4096);
    fields.number("right_width", panels.right_width, 0, 4096);
    fields.flag("timeline", panels.timeline);
}

void keep(KeptFields& fields, FileFolders& folders) {
    fields.members(
        [&] {
            Json json = Json::object();
            for (const auto& [kind, folder] : folders.of) json[kind] = path_for_json(folder);
            return json;
        },
        [&](const std::string& kind, const JsonReader& json) {
            if (kind.size() > kMaxFileKind)
                json.fail("of a kind of files, whose name has at most 64 letters");
            folders.of[kind] = path_from_json(json.text(1));
        });
}

void keep(KeptFields& fields, ViewState& view) {
    fields.flag("fit", view.fit);
    fields.number("zoom", view.zoom, 0.01, 256);
    fields.field(
        "center",
        [&] {
            return Json{view.center_x, view.center_y};
        },
        [&](const JsonReader& json) {
            const std::vector<JsonReader> center = json.elements(2, 2);
            const double x = center[0].number(0, 1), y = center[1].number(0, 1);
            view.center_x = x;
            view.center_y = y;
        });
    fields.flag("smooth", view.smooth);
}

namespace {

Json locked_to_json(const std::vector<std::uint8_t>& locked) {
    Json indices = Json::array();
    for (std::size_t i = 0; i < locked.size(); ++i)
        if (locked[i]) indices.push_back(i);
    return indices;
}

/// `locked` has a flag per component of the face, which is restored first.
void restore_locked(const JsonReader& json, std::vector<std::uint8_t>& locked) {
    std::vector<std::uint8_t> restored(locked.size(), 0);
    for (const JsonReader& index : json.elements(0, locked.size()))
        restored[static_cast<std::size_t>(index.integer(0, static_cast<std::int64_t>(locked.size()) - 1))] =
            1;
    locked = restored;
}

void keep_face(KeptFields& fields, SessionState& session) {
    fields.field(
        "face", [&] { return face_to_json(session.face); },
        [&](const JsonReader& json) {
            session.face = face_from_json(json);
            session.locked.assign(session.face.base.latent.size(), 0);
        });
    fields.field(
        "locked", [&] { return locked_to_json(session.locked); },
        [&](const JsonReader& json) { restore_locked(json, session.locked); });
    fields.field(
        "locked_axes", [&] { return Json(session.locked_axes); },
        [&](const JsonReader& json) {
            std::set<std::string> locked;
            for (const JsonReader& axis : json.elements(0, kMaxLockedAxes)) locked.insert(axis.text());
            session.locked_axes = locked;
        });
    fields.flag("edits_held", session.edits_held);
    fields.choice("follow", session.follow, kFollowNames);
    int level = session.level.value_or(-1);
    fields.integer("level", level, -1, 16);
    session.level = level < 0 ? std::nullopt : std::optional(level);
}

void keep_journey(KeptFields& fields, SessionState& session) {
    fields.field(
        "journey",
        [&] {
            return session.journey.keyframes.empty() ? Json(nullptr)
                                                     : Json::parse(journey_to_json(session.journey));
        },
        [&](const JsonReader& json) { session.journey = journey_from_json(json, 0, SeedMode::numpy); });
    fields.part("timeline", session.timeline);
}

/// Everything the session keeps: a line per part of the state.
void keep(KeptFields& fields, SessionState& session) {
    fields.part("settings", session.settings);
    keep_face(fields, session);
    keep_journey(fields, session);
    fields.choice("center", session.center, kCenterNames);
    fields.part("view", session.view);
    fields.part("panels", session.panels);
    fields.part("file_folders", session.file_folders);
    fields.flag("components_listed", session.components_listed);
    fields.flag("axis_strips", session.axes_list.all_strips);
    fields.text("slider_filter", session.slider_filter);
    fields.flag("only_turned", session.only_turned);
    fields.part("record", session.record);
    fields.part("export", session.export_settings);
    fields.part("grid", session.grid);
    fields.part("compare", session.compare);
    fields.part("layers", session.layers_settings);
    fields.part("training", session.training);
    fields.part("wander", session.wander);
    fields.part("slideshow", session.slideshow_settings);
    fields.part("stage", session.stage_settings);
    fields.part("osc", session.osc_settings);
    fields.part("midi", session.midi_settings);
    fields.part("favourites", session.favourites_settings);
    fields.part("welcome", session.welcome);
}

constexpr int kSessionVersion = 2;

/// The default model of version 1 was the toon heads: its sessions continue with them.
void restore_older_default(Settings& settings) {
    if (!settings.model_path.empty()) return;
    try {
        settings.model_path = toon_heads_model_path().string();
    } catch (const Error&) {  // a package without them: the face comes from the default model
    }
}

}  // namespace

std::string session_to_json(const SessionState& session) {
    SessionState copy = session;  // keep() takes what it may restore
    Json json = {{"version", kSessionVersion}};
    KeptFields fields(json);
    keep(fields, copy);
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

RestoredSession session_from_json(std::string_view text, std::string_view name) {
    const Json document = parse_json(text, name);
    const JsonReader json(document, std::string(name));
    const int version = json.version(kSessionVersion, "a session");
    RestoredSession restored;
    KeptFields fields(json, restored.problems);
    keep(fields, restored.session);
    if (version == 1) restore_older_default(restored.session.settings);
    const Journey& journey = restored.session.journey;
    const std::int64_t last = journey.keyframes.empty() ? 0 : path_length(journey) - 1;
    restored.session.timeline.playhead =
        std::clamp(restored.session.timeline.playhead, 0.0, static_cast<double>(last));
    return restored;
}

// It becomes a part of a path.
bool is_language_code(const std::string& code) {
    return code.size() <= 16 &&
           std::all_of(code.begin(), code.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

std::filesystem::path session_path(const AppState& state) {
    return window_file(state.data_dir, "session", state.window_number, ".json");
}

}  // namespace progan
