#include "app/explorer/shell/session.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/explorer/features/grid/grid_session.h"
#include "app/explorer/state/face_json.h"
#include "core/documents/journey_file.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::json;

double number_in(const Json& object, const char* name, double low, double high, double otherwise) {
    auto found = object.find(name);
    if (found == object.end() || !found->is_number()) return otherwise;
    const double value = found->get<double>();
    return value >= low && value <= high ? value : otherwise;
}

int integer_in(const Json& object, const char* name, int low, int high, int otherwise) {
    return static_cast<int>(number_in(object, name, low, high, otherwise));
}

Json settings_to_json(const Settings& settings) {
    return {{"seed_mode", to_string(settings.seed_mode)},
            {"device", settings.device},
            {"language", settings.language},
            {"model", settings.model_path},
            {"ui_scale", settings.ui_scale},
            {"show_performance", settings.show_performance},
            {"window", {settings.window_width, settings.window_height}}};
}

Settings settings_from_json(const Json& object) {
    Settings settings;
    settings.seed_mode = seed_mode_from_string(object.value("seed_mode", "numpy"));
    settings.device = object.value("device", settings.device);
    settings.language = object.value("language", "");
    if (!is_language_code(settings.language)) settings.language.clear();
    settings.model_path = object.value("model", settings.model_path);
    settings.ui_scale = number_in(object, "ui_scale", 0, 4, 0);
    settings.show_performance = object.value("show_performance", settings.show_performance);
    if (auto window = object.find("window");
        window != object.end() && window->is_array() && window->size() == 2) {
        settings.window_width = std::clamp(window->at(0).get<int>(), 640, 16384);
        settings.window_height = std::clamp(window->at(1).get<int>(), 400, 16384);
    }
    return settings;
}

Json record_to_json(const RecordSettings& record) {
    return {{"format", to_string(record.format)},
            {"loops", record.loops},
            {"dithering", to_string(record.dithering)},
            {"pictures", record.pictures},
            {"columns", record.columns},
            {"size", record.size},
            {"steps", record.steps},
            {"fps", record.fps},
            {"smooth", record.smooth},
            {"folder", record.folder}};
}

RecordSettings record_from_json(const Json& object) {
    RecordSettings record;
    const Json format = object.value("format", Json()), dithering = object.value("dithering", Json());
    for (const AnimationFormat known : kAnimationFormats)
        if (format == to_string(known)) record.format = known;
    for (const Dithering known : kDitherings)
        if (dithering == to_string(known)) record.dithering = known;
    record.loops = integer_in(object, "loops", 0, 1000, record.loops);
    record.pictures = integer_in(object, "pictures", 1, 1000, record.pictures);
    record.columns = integer_in(object, "columns", 1, 100, record.columns);
    record.size = integer_in(object, "size", 16, 4096, record.size);
    record.steps = integer_in(object, "steps", 2, 100000, record.steps);
    record.fps = number_in(object, "fps", 1, 120, record.fps);
    record.smooth = object.value("smooth", record.smooth);
    record.folder = object.value("folder", record.folder);
    return record;
}

Json timeline_to_json(const TimelineState& view) {
    return {{"playhead", view.playhead},
            {"selected", view.selected},
            {"memory_mib", view.memory_mib},
            {"name", view.name}};
}

TimelineState timeline_from_json(const Json& object) {
    TimelineState view;
    view.playhead = number_in(object, "playhead", 0, 4e6, 0);
    view.selected = integer_in(object, "selected", -1, 1'000'000, 0);
    view.memory_mib = number_in(object, "memory_mib", 0, 65536, view.memory_mib);
    view.name = object.value("name", "");
    return view;
}

/// Sessions used to hold the two ends of an interpolation.
void journey_of_two_ends(const Json& object, AppState& state) {
    const double seconds = number_in(object, "seconds", 0.1, 60, 2);
    Journey& journey = state.journey;
    journey.method = interpolation_method_from_string(object.at("method").get<std::string>());
    journey.repeat = object.value("loop", true) ? Repeat::ping_pong : Repeat::once;
    const int frames = std::max(1, static_cast<int>(std::lround(seconds * journey.fps)));
    for (const char* end : {"a", "b"}) {
        const Json& face = object.at(end);
        Keyframe key{floats(face, "latent"), seed_from_json(face), frames};
        if (!key.seed) key.name = face.value("label", "");
        if (!key.latent.empty()) journey.keyframes.push_back(std::move(key));
    }
    if (journey.keyframes.size() < 2 ||
        journey.keyframes[0].latent.size() != journey.keyframes[1].latent.size())
        journey.keyframes.clear();  // begun anew when there is a model
    state.timeline.playhead = std::round(number_in(object, "t", 0, 1, 0) * frames);
    if (journey.keyframes.empty()) state.timeline.playhead = 0;
}

void journey_from_session(const Json& json, AppState& state) {
    if (const auto journey = json.find("journey"); journey != json.end()) {
        if (!journey->is_null())
            state.journey = journey_from_json(journey->dump(), "its journey", 0, SeedMode::numpy);
        state.timeline = timeline_from_json(json.value("timeline", Json::object()));
    } else if (const auto interpolation = json.find("interpolation"); interpolation != json.end()) {
        journey_of_two_ends(*interpolation, state);
    }
    const std::int64_t last = state.journey.keyframes.empty() ? 0 : path_length(state.journey) - 1;
    state.timeline.playhead = std::clamp(state.timeline.playhead, 0.0, static_cast<double>(last));
}

constexpr std::pair<CenterView, const char*> kCenters[] = {
    {CenterView::face, "face"},        {CenterView::grid, "grid"},   {CenterView::map, "map"},
    {CenterView::compare, "compare"},  {CenterView::teach, "teach"}, {CenterView::growth, "growth"},
    {CenterView::training, "training"}};

const char* to_string(CenterView center) {
    for (const auto& [value, name] : kCenters)
        if (value == center) return name;
    return "face";
}

CenterView center_from_string(const std::string& text) {
    for (const auto& [value, name] : kCenters)
        if (name == text) return value;
    return CenterView::face;
}

Json training_to_json(const TrainingState& view) {
    return {{"folder", view.folder},
            {"smoothing", view.smoothing},
            {"data", view.form.data},
            {"out", view.form.out},
            {"name", view.form.name},
            {"resolution", view.form.resolution},
            {"images_per_phase", view.form.images_per_phase}};
}

TrainingState training_from_json(const Json& object) {
    TrainingState view;
    view.folder = object.value("folder", "");
    view.smoothing = number_in(object, "smoothing", 0, 0.99, view.smoothing);
    view.form.data = object.value("data", "");
    view.form.out = object.value("out", "");
    view.form.name = object.value("name", "");
    view.form.resolution = integer_in(object, "resolution", 16, 1024, view.form.resolution);
    view.form.images_per_phase =
        integer_in(object, "images_per_phase", 16, 100'000'000, view.form.images_per_phase);
    return view;
}

}  // namespace

std::string session_to_json(const AppState& state) {
    std::vector<std::size_t> locked;
    for (std::size_t i = 0; i < state.locked.size(); ++i)
        if (state.locked[i]) locked.push_back(i);
    const Json json = {
        {"version", 1},
        {"settings", settings_to_json(state.settings)},
        {"face", face_to_json(state.face)},
        {"locked", locked},
        {"locked_axes", state.locked_axes},
        {"follow", state.follow == Follow::journey ? "journey" : "sliders"},
        {"level", state.level},
        {"journey",
         state.journey.keyframes.empty() ? Json(nullptr) : Json::parse(journey_to_json(state.journey))},
        {"timeline", timeline_to_json(state.timeline)},
        {"record", record_to_json(state.record)},
        {"view",
         {{"fit", state.view.fit},
          {"zoom", state.view.zoom},
          {"center", {state.view.center_x, state.view.center_y}},
          {"smooth", state.view.smooth}}},
        {"center", to_string(state.center)},
        {"training", training_to_json(state.training)},
        {"grid", grid_to_json(state.grid)},
        {"compare", compare_to_json(state.compare)},
        {"components_listed", state.components_listed},
        {"axis_strips", state.axes_list.all_strips},
        {"slider_filter", state.slider_filter},
        {"only_turned", state.only_turned}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

void session_from_json(std::string_view text, std::string_view name, AppState& state) {
    AppState restored;
    try {
        const Json json = Json::parse(text);
        if (json.at("version") != 1)
            throw Error("it has version " + json.at("version").dump() + ", 1 is needed");
        restored.settings = settings_from_json(json.at("settings"));
        restored.face = face_from_json(json.at("face"));
        restored.locked.assign(restored.face.base.size(), 0);
        for (std::size_t index : json.at("locked").get<std::vector<std::size_t>>())
            if (index < restored.locked.size()) restored.locked[index] = 1;
        restored.locked_axes = json.value("locked_axes", std::set<std::string>{});
        restored.components_listed = json.value("components_listed", restored.components_listed);
        if (auto faces = json.find("history"); faces != json.end())
            for (const Json& face : *faces) restored.earlier_faces.push_back(face_from_json(face));
        restored.axes_list.all_strips = json.value("axis_strips", false);
        const std::string follow = json.value("follow", "");
        restored.follow =
            follow == "journey" || follow == "interpolation" ? Follow::journey : Follow::sliders;
        restored.level = integer_in(json, "level", -1, 16, -1);
        journey_from_session(json, restored);
        restored.record = record_from_json(json.at("record"));
        const Json& view = json.at("view");
        restored.view.fit = view.value("fit", true);
        restored.view.zoom = number_in(view, "zoom", 0.01, 256, 1);
        restored.view.center_x = std::clamp(view.at("center").at(0).get<double>(), 0.0, 1.0);
        restored.view.center_y = std::clamp(view.at("center").at(1).get<double>(), 0.0, 1.0);
        restored.view.smooth = view.value("smooth", true);
        restored.center = center_from_string(json.value("center", "face"));
        restored.training = training_from_json(json.value("training", Json::object()));
        restored.grid = grid_from_json(json.value("grid", Json::object()));
        restored.compare = compare_from_json(json.value("compare", Json::object()));
        restored.slider_filter = json.value("slider_filter", "");
        restored.only_turned = json.value("only_turned", false);
    } catch (const std::exception& error) {
        throw Error(std::string(name) + " is not a session of this program: " + error.what() + ".");
    }

    state.settings = restored.settings;
    state.face = restored.face;
    state.locked = restored.locked;
    state.locked_axes = restored.locked_axes;
    state.components_listed = restored.components_listed;
    state.earlier_faces = restored.earlier_faces;
    state.axes_list.all_strips = restored.axes_list.all_strips;
    state.follow = restored.follow;
    state.level = restored.level;
    state.journey = restored.journey;
    state.timeline = restored.timeline;
    state.record = restored.record;
    state.view = restored.view;
    state.center = restored.center;
    state.training = restored.training;
    state.grid = restored.grid;
    state.compare = restored.compare;
    state.slider_filter = restored.slider_filter;
    state.only_turned = restored.only_turned;
}

// It becomes a part of a path.
bool is_language_code(const std::string& code) {
    return code.size() <= 16 &&
           std::all_of(code.begin(), code.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

std::filesystem::path session_path(const AppState& state) {
    return state.data_dir / "session.json";
}

}  // namespace progan
