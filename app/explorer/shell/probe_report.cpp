#include "app/explorer/shell/probe_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/support/fnv1a.h"

namespace progan {
namespace {

/// The size and a mark of the pixels, in hexadecimal: tests compare it with the same sum over a rendered
/// file.
std::string image_hash(const Image& image) {
    Fnv1a mark;
    for (std::uint8_t byte : image.rgb) mark.add(byte);
    char text[40];
    std::snprintf(text, sizeof text, "%dx%d-%016llx", image.width, image.height,
                  static_cast<unsigned long long>(mark.value()));
    return text;
}

/// The slowest but one in ten of the frames drawn lately: their work, without waiting for the display.
double frame_p90_ms(const Performance& performance) {
    std::vector<float> times = performance.frame_history_ms;
    if (times.empty()) return 0;
    const auto at = times.begin() + static_cast<std::ptrdiff_t>(times.size() * 9 / 10);
    std::nth_element(times.begin(), at, times.end());
    return std::round(static_cast<double>(*at) * 10) / 10;
}

nlohmann::json map_to_json(const AppState& state) {
    const MapState& view = state.map;
    const FaceMap* map = view.map.get();
    nlohmann::json json = {{"faces", map ? map->cells.size() : 0},
                           {"building", view.building},
                           {"drawing", view.drawing},
                           {"stroke_mode", view.stroke_mode},
                           {"keys", view.stroke_cells}};
    if (!map || state.center != CenterView::map) return json;
    json.update({{"side", map->side},
                 {"seeds", map->sorting ? GridCells{} : map->cells},
                 {"made", map->made},
                 {"sorting", map->sorting},
                 {"zoom", view.view.fit ? nlohmann::json("fit") : nlohmann::json(view.view.zoom)},
                 {"center", {view.view.center_x, view.view.center_y}},
                 {"here", view.here ? nlohmann::json(*view.here) : nlohmann::json(nullptr)},
                 {"pointed", view.pointed ? nlohmann::json(*view.pointed) : nlohmann::json(nullptr)},
                 {"kept", view.favourites},
                 {"frame_p90_ms", frame_p90_ms(state.performance)}});
    return json;
}

nlohmann::json photo_to_json(const PhotoState& photo) {
    static const char* const stages[] = {"empty", "reading", "placing", "searching", "found"};
    nlohmann::json anchors = nlohmann::json::array();
    for (const AnchorPoint& point : {photo.anchors.left_eye, photo.anchors.right_eye, photo.anchors.mouth})
        anchors.push_back({point.x, point.y});
    return {{"open", photo.show},
            {"stage", stages[static_cast<std::size_t>(photo.stage)]},
            {"name", photo.name},
            {"waiting", photo.waiting},
            {"problem", photo.problem},
            {"anchors", std::move(anchors)},
            {"active", photo.active},
            {"held", photo.grip != PhotoGrip::none},
            {"average", photo.average != nullptr},
            {"asks_model", !photo.of_model},
            {"crop", photo.crop ? nlohmann::json(image_hash(*photo.crop)) : nlohmann::json(nullptr)},
            {"ready", photo.ready},
            {"evaluations", photo.evaluations},
            {"stops", photo.stops},
            {"points", photo.curve.size()},
            {"closeness", photo.found ? nlohmann::json(photo.found->closeness) : nlohmann::json(nullptr)},
            {"kept", photo.kept}};
}

nlohmann::json models_to_json(const AppState& state) {
    nlohmann::json listed = nlohmann::json::array();
    for (const ListedModel& model : state.models.listed) listed.push_back(model.path.filename().string());
    const auto sampled = std::count_if(state.models.cards.begin(), state.models.cards.end(),
                                       [](const auto& card) { return card.second.sample.has_value(); });
    return {{"open", state.models.show}, {"listed", listed}, {"sampled", sampled}};
}

nlohmann::json journey_to_json(const AppState& state) {
    const Journey& journey = shown_journey(state);
    if (journey.keyframes.empty()) return nullptr;
    const FrameRange played = playback_range(journey);
    nlohmann::json names = nlohmann::json::array();
    for (std::size_t key = 0; key < journey.keyframes.size(); ++key) names.push_back(key_label(journey, key));
    nlohmann::json sound;
    if (journey.sound) {
        const TimelineSound& view = state.timeline.sound;
        sound = {{"file", journey.sound->file},
                 {"drives", to_string(journey.sound->drives)},
                 {"axis", journey.sound->axis_id},
                 {"curve", to_string(journey.sound->curve)},
                 {"amount", journey.sound->amount},
                 {"frames", view.drive ? view.drive->frame_count() : 0},
                 {"frame", sound_frame(state).value_or(-1)},
                 {"reading", view.reading},
                 {"readings", view.readings},
                 {"problem", view.problem}};
    }
    return {{"keys", key_frames(journey)},
            {"sound", sound},
            {"names", names},
            {"frames", path_length(journey)},
            {"fps", journey.fps},
            {"method", to_string(journey.method)},
            {"repeat", to_string(journey.repeat)},
            {"pacing", to_string(journey.pacing)},
            {"played", {played.first, played.last}},
            {"measuring", state.timeline.measuring},
            {"selected", state.timeline.selected},
            {"zoom", state.timeline.zoom},
            {"left", state.timeline.left},
            {"name", state.timeline.name}};
}

nlohmann::json job_to_json(const AppState& state) {
    if (state.jobs.empty()) return nullptr;
    const RunningJob& job = state.jobs.front();
    return {{"title", job.title}, {"done", job.progress.done}, {"total", job.progress.total}};
}

nlohmann::json axes_to_json(const AppState& state) {
    nlohmann::json axes = nlohmann::json::array();
    for (const Axis& axis : state.axes)
        axes.push_back({{"id", axis.id},
                        {"name", axis.name},
                        {"shown", shown_name(state, axis)},
                        {"effect", axis.effect},
                        {"pinned", axis.pinned},
                        {"hidden", axis.hidden}});
    return axes;
}

nlohmann::json recording_to_json(const AppState& state) {
    return {{"estimated", state.recording.estimated_bytes.value_or(-1)},
            {"estimating", state.recording.estimating},
            {"taking", state.recording.taking},
            {"samples", state.recording.samples},
            {"takes", state.recording.takes.size()},
            {"take", state.recording.take.filename().string()},
            {"format", to_string(state.record.format)}};
}

nlohmann::json exporting_to_json(const AppState& state) {
    return {
        {"open", state.exporting.show},
        {"faces", state.exporting.show ? state.exporting.sources[state.exporting.source].faces.size() : 0},
        {"problem", state.exporting.problem},
        {"selected", state.exporting.selected.size()},
        {"last", state.exporting.last.string()}};
}

nlohmann::json grid_to_json(const AppState& state) {
    return {{"side", state.grid.side},
            {"radius", state.grid.radius},
            {"directions", state.grid.directions},
            {"across", state.grid.across},
            {"parents", state.grid.parents.size()},
            {"mutation", state.grid.mutation},
            {"children", state.grid.children}};
}

nlohmann::json compare_to_json(const AppState& state) {
    return {{"a", state.compare.sides[0].face ? state.compare.sides[0].face->name : ""},
            {"settled", state.compare.settled},
            {"degrees", state.compare.degrees.value_or(-1)},
            {"measured", state.compare.measured},
            {"mean", state.compare.mean},
            {"max", state.compare.max},
            {"divider", state.compare.divider},
            {"other", state.compare.other_shown != state.compare.held}};
}

nlohmann::json layers_to_json(const AppState& state) {
    const LayersState& layers = state.layers;
    const auto survey = layers.surveys.find(layers.maps ? layers.maps->level : -1);
    const bool surveyed = survey != layers.surveys.end();
    nlohmann::json edits = nlohmann::json::array();
    for (const ChannelEdit& edit : current_edits(state))
        edits.push_back({edit.level, edit.channel, edit.strength});
    return {{"level", layers.maps ? layers.maps->level : -1},
            {"channels", layers.maps ? layers.maps->channels : 0},
            {"maps", layers.maps_version},
            {"never_act", surveyed ? survey->second.never_acting() : -1},
            {"chosen", layers.channel ? nlohmann::json(*layers.channel) : nlohmann::json(nullptr)},
            {"edits", edits},
            {"edit_name", state.face.base.edit_name},
            {"held", state.edits_held}};
}

nlohmann::json teach_to_json(const AppState& state) {
    return {{"more", state.teach.more.size()},
            {"less", state.teach.less.size()},
            {"direction", !state.teach.direction.empty()},
            {"tested", state.teach.taught.tested},
            {"right", state.teach.taught.right},
            {"name", state.teach.name},
            {"axis", state.teach.axis},
            {"leaks", state.teach.leakages.size()}};
}

nlohmann::json training_to_json(const AppState& state) {
    return {{"folder", state.training.folder},
            {"own_run", state.training.own_run},
            {"size", state.training.form.resolution},
            {"running", state.training.running},
            {"paused", state.training.paused},
            {"process", state.training.process},
            {"problem", state.training.problem},
            {"images", state.training.log && !state.training.log->points.empty()
                           ? state.training.log->points.back().images
                           : 0},
            {"snapshots", state.training.log ? state.training.log->snapshots.size() : 0},
            {"finished", state.training.log && state.training.log->finished}};
}

nlohmann::json welcome_to_json(const AppState& state) {
    return {{"open", state.welcome.open},
            {"random", state.welcome.random},
            {"turned", state.welcome.turned},
            {"kept", state.welcome.kept},
            {"touring", state.welcome.touring}};
}

nlohmann::json settings_to_json(const AppState& state) {
    return {{"open", state.settings_dialog.show},
            {"theme", static_cast<int>(state.settings.theme)},
            {"capturing", state.settings_dialog.capturing()},
            {"said", state.settings_dialog.said},
            {"changed_keys", state.settings.keys.of.size()},
            {"counting", state.settings_dialog.counting},
            {"reduced_motion", state.reduced_motion}};
}

/// The model, and the face that its sliders make.
nlohmann::json face_to_json(const AppState& state) {
    return {{"loading", !state.backend_ready || !state.model || state.opening != 0},
            {"model", state.model ? state.model->spec.name : ""},
            {"model_sha256", state.model ? state.model->sha256 : ""},
            {"device", state.device},
            {"seed", state.face.base.seed ? nlohmann::json(*state.face.base.seed) : nlohmann::json(nullptr)},
            {"seed_text", state.seed_text.text},
            {"typed_seed", state.typed_seed},
            {"follow", state.follow == Follow::journey ? "journey" : "sliders"},
            {"degrees", state.face.degrees},
            {"turns", state.face.turns},
            {"axes", axes_to_json(state)},
            {"finding", state.axes_list.loading || state.axes_list.finding},
            {"axes_note", state.axes_list.note},
            {"label", state.face.base.name},
            {"age", current_age(state)}};
}

/// What the middle of the window shows.
nlohmann::json view_to_json(const AppState& state) {
    return {{"frame", shown_frame(state)},
            {"playing", state.timeline.playing},
            {"image_hash", image_hash(state.shown)},
            {"image_size", {state.shown.width, state.shown.height}},
            {"preview", state.shown_preview},
            {"previews_ready", state.preview_fitting.done >= state.preview_fitting.total},
            {"center", static_cast<int>(state.center)},
            {"zoom", state.view.fit ? nlohmann::json("fit") : nlohmann::json(state.view.zoom)},
            {"smooth", state.view.smooth},
            {"panels",
             {{"alone", state.panels.alone},
              {"timeline", state.panels.timeline},
              {"full_screen", state.panels.full_screen}}}};
}

/// Where a path or a text is typed.
nlohmann::json input_to_json(const AppState& state) {
    return {{"picker", state.picker.show},
            {"picker_folder", state.picker.folder},
            {"picker_note", state.picker.note},
            {"picker_path", state.picker.path},
            {"picker_problem", state.picker.problem},
            {"system_file_dialog", state.picker.system_for.has_value()},
            {"export_folder", state.export_settings.folder},
            {"typing", text_is_edited()},
            {"edited", edited_text()}};
}

nlohmann::json stage_to_json(const StageState& stage) {
    if (!stage.open) return {{"open", false}};
    nlohmann::json monitors = nlohmann::json::array();
    for (const StageMonitor& monitor : stage.monitors) monitors.push_back(monitor.name);
    return {{"open", true},
            {"full_screen", stage.full_screen},
            {"pointer_hidden", stage.pointer_hidden},
            {"monitors", monitors},
            {"size", {stage.width, stage.height}},
            {"caption", stage.caption},
            {"image_hash", image_hash(stage.picture)},
            {"fading", stage.fading},
            {"pictures", stage.picture_id},
            {"settled", stage.drawn == stage.picture_id && !stage.fading}};
}

nlohmann::json features_to_json(const AppState& state) {
    return {
        {"journey", journey_to_json(state)},
        {"history_at", state.history.head()},
        {"history_size", state.history.size()},
        {"history_label", state.history.empty() ? "" : state.history.step(state.history.head()).label},
        {"favourites", state.favourites.size()},
        {"recording", recording_to_json(state)},
        {"exporting", exporting_to_json(state)},
        {"grid", grid_to_json(state)},
        {"compare", compare_to_json(state)},
        {"teach", teach_to_json(state)},
        {"layers", layers_to_json(state)},
        {"training", training_to_json(state)},
        {"map", map_to_json(state)},
        {"models", models_to_json(state)},
        {"labels",
         {{"reading", state.axes_list.labels.reading},
          {"learning", state.axes_list.labels.learning},
          {"problem", state.axes_list.labels.problem}}},
        {"photo", photo_to_json(state.photo)},
        {"wander",
         {{"walking", state.wander.walking}, {"walked", state.wander.walked}, {"pace", state.wander.pace}}},
        {"slideshow",
         {{"playing", state.slideshow.playing},
          {"paused", state.slideshow.paused},
          {"at", state.slideshow.at},
          {"count", state.slideshow.count}}},
        {"stage", stage_to_json(state.stage)},
        {"osc",
         {{"port", state.osc.port},
          {"problem", state.osc.problem},
          {"heard", state.osc.heard},
          {"ignored", state.osc.ignored},
          {"sending_to", state.osc.sending_to},
          {"sent", state.osc.sent}}},
        {"midi",
         {{"connected", state.midi.connected},
          {"heard", state.midi.heard},
          {"waiting", state.controls.waiting},
          {"bindings", state.controls.bindings.size()},
          {"learning", state.controls.learning ? state.controls.learning->name : std::string()}}}};
}

/// Dialogs, messages and jobs of the window.
nlohmann::json window_to_json(const AppState& state) {
    nlohmann::json notifications = nlohmann::json::array();
    for (const Notification& notification : state.notifications) notifications.push_back(notification.text);
    return {{"notifications", notifications},
            {"job", job_to_json(state)},
            {"jobs", state.jobs.size()},
            {"language", state.settings.language},
            {"help", state.show_help},
            {"welcome", welcome_to_json(state)},
            {"manual",
             {{"open", state.manual.show},
              {"document", state.manual.document},
              {"search", state.manual.search},
              {"hit", state.manual.hit}}},
            {"settings", settings_to_json(state)},
            {"doctor", {{"running", state.doctor.running}, {"bytes", state.doctor.text.size()}}}};
}

nlohmann::json state_to_json(const AppState& state) {
    nlohmann::json json = face_to_json(state);
    for (const auto& part :
         {view_to_json(state), input_to_json(state), features_to_json(state), window_to_json(state)})
        json.update(part);
    return json;
}

}  // namespace

nlohmann::json probe_report(const AppState& state, const ProbeCounters& counters, int width, int height) {
    return {{"window", {width, height}},
            {"state", state_to_json(state)},
            {"counters",
             {{"submitted", state.submitted_id},
              {"shown", state.shown_id},
              {"inputs", counters.inputs},
              {"faces", counters.faces},
              {"previews", counters.previews},
              {"stalls", counters.stalls},
              {"longest_frame_ms", counters.longest_frame_ms},
              {"latencies", counters.latencies},
              {"baked_frames", counters.prefetched_frames},
              {"baked", counters.prefetched},
              {"baked_mib", counters.prefetched_mib},
              {"change_ratio", counters.change_ratio},
              {"baked_latencies", counters.prefetched_latencies},
              {"baked_p50_ms", counters.prefetched_p50_ms},
              {"baked_p99_ms", counters.prefetched_p99_ms},
              {"baked_work_p99_ms", counters.prefetched_work_p99_ms},
              {"latency_last_ms", counters.last_latency_ms},
              {"latency_p50_ms", state.performance.latency_p50_ms},
              {"latency_p95_ms", state.performance.latency_p95_ms}}}};
}

}  // namespace progan
