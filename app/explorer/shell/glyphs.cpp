#include "app/explorer/shell/glyphs.h"

namespace progan {
namespace {

// Our own controls ask for the characters of what they draw (need_for_drawing()), but a frame late: the atlas
// changes between frames. What Dear ImGui draws by itself (text fields, labels of items) asks for nothing. So
// that neither is ever seen without its characters, the texts that come from outside are listed here.

/// What is listed and typed in dialogs. While a text is edited, App asks for its characters.
void need_in_dialogs(const AppState& state, Fonts& fonts) {
    fonts.need(state.picker.path);
    for (const PickerEntry& entry : state.picker.listing.entries) fonts.need(entry.name);
    for (const ListedModel& model : state.models.listed) fonts.need(model.path.native());
    fonts.need(state.doctor.text);
    fonts.need(state.welcome.caption);
    for (const KnownTake& take : state.recording.takes) fonts.need(take.path.native());
    for (const std::string& journey : state.timeline.saved) fonts.need(journey);
    for (const LabelColumn& column : state.axes_list.labels.columns) fonts.need(column.name);
    for (const std::string* text : {&state.timeline.typed_name,
                                    &state.axes_list.save_path,
                                    &state.axes_list.new_name,
                                    &state.axes_list.search,
                                    &state.axes_list.labels.csv,
                                    &state.axes_list.labels.folder,
                                    &state.record.folder,
                                    &state.recording.name,
                                    &state.training.form.data,
                                    &state.training.form.out,
                                    &state.training.form.name,
                                    &state.training.folder,
                                    &state.training.typed_folder,
                                    &state.favourites_view.search,
                                    &state.favourites_view.form.name,
                                    &state.favourites_view.form.tag,
                                    &state.favourites_view.album_form.name,
                                    &state.favourites_settings.album,
                                    &state.teach.name,
                                    &state.photo.name,
                                    &state.photo.problem,
                                    &state.palette.query,
                                    &state.rescue_folder,
                                    &state.manual.search})
        fonts.need(*text);
}

}  // namespace

void need_glyphs(const AppState& state, Fonts& fonts) {
    for (const Favourite& favourite : state.favourites) {
        fonts.need(favourite.name);
        for (const std::string& tag : favourite.tags) fonts.need(tag);
        for (const std::string& album : favourite.albums) fonts.need(album);
        fonts.need(favourite.model_name);
    }
    for (const Notification& notification : state.notifications) fonts.need(notification.text);
    for (const RunningJob& job : state.jobs) fonts.need(job.title);
    for (const Axis& axis : state.axes) fonts.need(axis.name);
    fonts.need(state.axes_list.note);
    fonts.need(state.face.base.name);
    fonts.need(state.face.base.edit_name);
    for (const Keyframe& key : state.journey.keyframes) fonts.need(key.name);
    fonts.need(state.timeline.name);
    fonts.need(state.stage.caption);
    fonts.need(state.stage_settings.monitor);
    for (const StageMonitor& monitor : state.stage.monitors) fonts.need(monitor.name);
    fonts.need(state.opening_path.string());
    fonts.need(state.picker.folder);
    if (state.model) {
        fonts.need(state.model->spec.name);
        fonts.need(state.model->spec.credit);
        fonts.need(state.model->path);
    }
    need_in_dialogs(state, fonts);
}

}  // namespace progan
