#include "app/explorer/features/model/model_controller.h"

#include <optional>
#include <utility>

#include "app/explorer/features/model/model_list.h"
#include "app/explorer/state/queries.h"
#include "core/import/import.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan {
namespace {

Model load(const std::string& path, const ProgressReport& progress) {
    return open_any_model(path, {}, progress);
}

}  // namespace

void ModelController::cancel_opening() {
    engine_.cancel_model(state_.opening);
}

void ModelController::open_each(const std::vector<std::string>& paths) {
    finding_ = {};
    waiting_ = {};
    state_.opening = 0;
    next_.assign(paths.begin(), paths.end());
    open_next();
}

bool ModelController::open_next() {
    if (state_.opening != 0 || next_.empty()) return false;
    const std::string path = std::move(next_.front());
    next_.pop_front();
    start_opening(path);
    return true;
}

void ModelController::open_instead() {
    const std::string &last = state_.settings.model_path, &refused = state_.opening_path.native();
    if (state_.model || state_.opening != 0 || is_default_model(refused)) return;
    const bool included = last.empty() || last == refused;
    if (!refused.empty())  // else this is how the window begins
        notifier_.info(included
                           ? std::string(tr("Opening the included model instead."))
                           : trf("Opening {} instead.", std::filesystem::path(last).filename().string()));
    if (included)
        open_default();
    else
        open(last);
}

void ModelController::start_opening(const std::string& path) {
    state_.opening_part = 0;
    state_.opening_path = path;
    state_.opening = engine_.open_model(path, state_.settings.device);
}

void ModelController::open_default() {
    try {
        state_.settings.model_path.clear();
        open(default_model_path().string());
    } catch (const std::exception&) {
        notifier_.error(current_error_sentence());
    }
}

ModelController::Search ModelController::search_for(const std::string& sha256) const {
    return [listed = state_.models.listed, kept = samples_folder(),
            sha256](const ProgressReport& progress) -> std::optional<std::string> {
        for (const ListedModel& model : listed) {
            try {
                if (sample_of_model(model.path, load, kept, progress).sha256 == sha256)
                    return model.path.string();
            } catch (const Error&) {  // what cannot be opened is not it
            }
        }
        return std::nullopt;
    };
}

void ModelController::look_for(const std::string& sha256, std::function<void(bool)> then) {
    list();
    looking_for_.add(engine_.run_aside(
        search_for(sha256), [then = std::move(then)](const Result<std::optional<std::string>>& found) {
            then(found && found->has_value());
        }));
}

void ModelController::open_by_hash(const std::string& sha256, std::function<void()> then,
                                   std::function<void()> otherwise) {
    list();
    finding_ = engine_.run_aside(search_for(sha256),
                                 [this, then = std::move(then), otherwise = std::move(otherwise)](
                                     const Result<std::optional<std::string>>& found) {
                                     if (!found || !*found) {
                                         otherwise();
                                         return;
                                     }
                                     start_opening(**found);
                                     waiting_ = {state_.opening, then};
                                 });
}

void ModelController::list() {
    std::error_code ignored;  // without the folder there is nothing in it
    std::filesystem::create_directories(folder(), ignored);
    state_.models.listed = list_models(state_.settings.recent_models, program_model_paths(), folder());
}

void ModelController::show_list() {
    list();
    state_.models.show = true;
}

const ModelCard& ModelController::card(const ListedModel& model) {
    const auto [at, is_new] = state_.models.cards.try_emplace(model.path);
    ModelCard& card = at->second;
    if (!is_new && card.stamp == model.stamp) return card;
    card = {model.stamp, std::nullopt, ""};
    looking_into_[model.path] = engine_.run_aside(
        [path = model.path, kept = samples_folder()](const ProgressReport& progress) {
            return sample_of_model(path, load, kept, progress);
        },
        [&card](Result<ModelSample> sample) {
            if (sample)
                card.sample = std::move(*sample);
            else
                card.problem = sample.error();
        });
    return card;
}

void ModelController::set_device(const std::string& device) {
    if (device == state_.settings.device) return;
    state_.settings.device = device;
    if (state_.model) open(state_.model->path);
}

void ModelController::device_lost(const DeviceLost& lost) {
    state_.device = lost.device;
    state_.arithmetic = lost.arithmetic;
    state_.shows_features = lost.shows_features;
    notifier_.error(lost.note);
}

void ModelController::opened(const ModelReady& ready) {
    if (!state_.model || state_.model->sha256 != ready.model.sha256) {
        state_.axes.clear();  // those of this model follow
        ++state_.axes_given;
    }
    state_.model = ready.model;
    remember_model(state_.settings.recent_models, ready.model.path);
    state_.device = ready.device;
    state_.arithmetic = ready.arithmetic;
    state_.shows_features = ready.shows_features;
    state_.epoch = ready.epoch;
    if (state_.opening <= ready.epoch) state_.opening = 0;
    if (state_.level.value_or(0) > ready.model.spec.last_level ||
        !has_to_rgb(ready.model.spec, current_level(state_)))
        state_.level.reset();
    actions_.fit_face_to_model();
    if (!ready.note.empty()) notifier_.error(ready.note);
}

void ModelController::call_waiting(const ModelReady& ready) {
    const Waiting waiting = std::exchange(waiting_, {});
    if (waiting.then && waiting.opening == ready.epoch) waiting.then();
}

}  // namespace progan
