#include "app/explorer/shell/glyphs.h"

namespace progan {

void need_glyphs(const AppState& state, Fonts& fonts) {
    for (const Favourite& favourite : state.favourites) {
        fonts.need(favourite.name);
        for (const std::string& tag : favourite.tags) fonts.need(tag);
    }
    for (const Notification& notification : state.notifications) fonts.need(notification.text);
    for (const RunningJob& job : state.jobs) fonts.need(job.title);
    for (const Axis& axis : state.axes) fonts.need(axis.name);
    fonts.need(state.axes_list.note);
    fonts.need(state.face.base.name);
    for (const Keyframe& key : state.journey.keyframes) fonts.need(key.name);
    fonts.need(state.timeline.name);
    fonts.need(state.opening_path.string());
    fonts.need(state.picker_folder);
    if (state.model) {
        fonts.need(state.model->spec.name);
        fonts.need(state.model->spec.credit);
        fonts.need(state.model->path);
    }
}

}  // namespace progan
