// The journey's controller: what it reads and writes.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/state/queries.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/files/unused_path.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {

std::vector<std::string> TimelineController::saved() const {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder(), error), end; !error && at != end;
         at.increment(error))
        if (at->path().extension() == ".json") names.push_back(at->path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::filesystem::path TimelineController::path_for(const std::string& typed) const {
    std::string name = typed.empty() ? "journey" : typed;
    for (char& letter : name)
        if (letter == '/' || static_cast<unsigned char>(letter) < 32) letter = '-';
    if (name.starts_with('.')) name[0] = '-';
    return folder() / (name + ".json");
}

void TimelineController::save(const std::string& typed, Replace replace) {
    if (!state_.model || state_.journey.keyframes.empty()) return;
    std::filesystem::path path = path_for(typed);
    const std::string name = path.stem().string();
    if (replace == Replace::own && name != state_.timeline.name) path = unused_path(folder(), name, ".json");
    save_to(path);
}

void TimelineController::save_to(const std::filesystem::path& path) {
    if (!state_.model || state_.journey.keyframes.empty()) return;
    saving_.add(engine_.run_task([path, saved = shown_journey(state_)] { save_journey(path, saved); },
                                 [this, path](const Result<void>& saved) {
                                     saved ? notifier_.info(trf("Saved as {}.", path.string()))
                                           : notifier_.error(saved.error());
                                 }));
    // Elsewhere, it is not among those that are saved by their names.
    if (path.parent_path() == folder()) state_.timeline.name = path.stem().string();
}

void TimelineController::open(const std::filesystem::path& path) {
    if (!state_.model) {
        waiting_.push_back(path);
        return;
    }
    try {
        open_text(read_text_file(path, std::size_t{256} << 20), path);
    } catch (const std::exception&) {
        notifier_.cannot_open(path, current_error_sentence());
    }
}

void TimelineController::open_text(const std::string& text, const std::filesystem::path& path) {
    const auto open_here = [this, text, path] { open_on_this_model(text, path); };
    std::string sha256;
    try {
        sha256 = model_of_journey(text, path.filename().string());
    } catch (const std::exception&) {
        notifier_.cannot_open(path, current_error_sentence());
        return;
    }
    if (open_model_of_ && !sha256.empty() && sha256 != state_.model->sha256)
        open_model_of_(sha256, open_here, open_here);
    else
        open_here();
}

void TimelineController::open_on_this_model(const std::string& text, const std::filesystem::path& path) {
    try {
        const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
        Journey journey = journey_from_json(text, path.filename().string(), size, state_.settings.seed_mode);
        place_sound(journey, std::filesystem::is_directory(path) ? path : path.parent_path());
        const bool other = !journey.model_sha256.empty() && journey.model_sha256 != state_.model->sha256;
        if (other)
            notifier_.info(trf("{} was made with another model ({}), so its faces look different here.",
                               path.filename().string(), journey.model_name));
        else
            for (const Keyframe& key : journey.keyframes)
                if (!key.change.empty()) frame_cache_.add_measure(key.change_of, key.change);
        take(std::move(journey));
        state_.panels.timeline = true;  // it is there to be seen
    } catch (const std::exception&) {
        notifier_.cannot_open(path, current_error_sentence());
        return;
    }
    const bool kept_here = path.parent_path() == folder();
    state_.timeline.name = kept_here ? path.stem().string() : "";
    state_.timeline.zoom = 1;
    state_.timeline.left = 0;
    actions_.show(CenterView::face);
    select(0);
}

}  // namespace progan
