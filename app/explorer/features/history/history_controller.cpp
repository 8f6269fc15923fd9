#include "app/explorer/features/history/history_controller.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "app/explorer/state/journey_names.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/state/window_file.h"
#include "core/axes/axis_store.h"
#include "core/documents/favourite_store.h"
#include "core/files/append_file.h"
#include "core/files/atomic_file.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kMaxSteps = 1000;
constexpr Seconds kWheelRest{0.4};

std::filesystem::path history_path(const AppState& state) {
    return window_file(state.data_dir, "history", state.window_number, ".jsonl");
}

/// The picture of a favourite comes when it is made: nothing that a person does.
bool same(const Favourite& a, const Favourite& b) {
    return a.id == b.id && FavouriteRules::same(a, b);
}

/// Of an axis that was found, discovery may know more by now.
bool found(const Axis& axis) {
    return axis.method == AxisMethod::sefa || axis.method == AxisMethod::pca;
}
bool same(const Axis& a, const Axis& b) {
    if (found(a)) return a.name == b.name && a.hidden == b.hidden && a.pinned == b.pinned;
    return a == b;
}

/// A journey looks the same in whatever model it is opened.
bool same(const Journey& a, const Journey& b) {
    return a.keyframes == b.keyframes && a.method == b.method && a.repeat == b.repeat &&
           a.pacing == b.pacing && a.in == b.in && a.out == b.out && a.fps == b.fps;
}

template <class Item>
std::unordered_map<std::string_view, const Item*> by_id(const std::vector<Item>& items) {
    std::unordered_map<std::string_view, const Item*> places;
    for (const Item& item : items) places.emplace(item.id, &item);
    return places;
}

template <class Item>
std::vector<ItemChange<Item>> changes(const std::vector<Item>& before, const std::vector<Item>& after) {
    std::vector<ItemChange<Item>> result;
    // Almost always nothing has changed: then one walk over both is enough.
    const auto alike = [](const Item& a, const Item& b) { return a.id == b.id && same(a, b); };
    if (std::equal(before.begin(), before.end(), after.begin(), after.end(), alike)) return result;
    const auto old = by_id(before), now = by_id(after);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!now.contains(before[i].id)) result.push_back({before[i], std::nullopt, i});
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto was = old.find(after[i].id);
        if (was == old.end())
            result.push_back({std::nullopt, after[i], i});
        else if (!same(*was->second, after[i]))
            result.push_back({*was->second, after[i], i});
    }
    return result;
}

void keep_what_is_newer(const Favourite& now, Favourite& restored) {
    if (restored.image.empty()) restored.image = now.image;
}
void keep_what_is_newer(const Axis& now, Axis& restored) {
    if (!found(now)) return;
    Axis axis = now;
    axis.name = restored.name;
    axis.hidden = restored.hidden;
    axis.pinned = restored.pinned;
    restored = std::move(axis);
}

/// The list after the changes, or before them (`back`).
template <class Item>
void apply(const std::vector<ItemChange<Item>>& list, bool back, std::vector<Item>& items) {
    const auto one = [&](const ItemChange<Item>& change) {
        const std::optional<Item>& from = back ? change.after : change.before;
        const std::optional<Item>& to = back ? change.before : change.after;
        const std::string& id = (to ? to : from)->id;
        auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
        if (!to) {
            if (at != items.end()) items.erase(at);
        } else if (at != items.end()) {
            Item restored = *to;
            keep_what_is_newer(*at, restored);
            *at = std::move(restored);
        } else {
            items.insert(items.begin() + static_cast<std::ptrdiff_t>(std::min(change.at, items.size())), *to);
        }
    };
    if (back)
        std::for_each(list.rbegin(), list.rend(), one);
    else
        std::for_each(list.begin(), list.end(), one);
}

/// What happened to one item of the list; the text of more.
template <class Item>
std::string describe(const std::vector<ItemChange<Item>>& list, const std::string& came,
                     const std::string& went) {
    const ItemChange<Item>& first = list.front();
    const std::string text =
        !first.before  ? came
        : !first.after ? went
        : first.before->name != first.after->name
            // NOLINTNEXTLINE(modernize-raw-string-literal): texts are collected from plain literals
            ? trf("Renamed \"{}\" to \"{}\"", first.before->name, first.after->name)
            : trf("Changed \"{}\"", first.after->name);
    return list.size() == 1 ? text : trf("{} and {} more", text, list.size() - 1);
}

template <class Item>
const std::string& name_of(const std::vector<ItemChange<Item>>& list) {
    const ItemChange<Item>& first = list.front();
    return (first.after ? first.after : first.before)->name;
}

std::string describe_turns(const Face& before, const Face& after, const AppState& state) {
    std::vector<std::string> turned;
    bool only_back = true;
    for (std::size_t i = 0; i < after.degrees.size(); ++i) {
        if (after.degrees[i] == (i < before.degrees.size() ? before.degrees[i] : 0.0f)) continue;
        turned.push_back(trf("component {}", i));
        only_back = only_back && after.degrees[i] == 0;
    }
    const auto turn_of = [](const Face& face, const std::string& id) {
        const auto at = face.turns.find(id);
        return at == face.turns.end() ? 0.0f : at->second;
    };
    std::map<std::string, float> axes = before.turns;
    axes.insert(after.turns.begin(), after.turns.end());
    for (const auto& [id, degrees] : axes) {
        if (turn_of(before, id) == turn_of(after, id)) continue;
        const Axis* axis = find_axis(state, id);
        turned.push_back(axis ? trf("\"{}\"", axis->name) : tr("a slider"));
        only_back = only_back && turn_of(after, id) == 0;
    }
    if (turned.size() == 1) return only_back ? trf("Reset {}", turned[0]) : trf("Turned {}", turned[0]);
    return only_back ? trf("Reset {} sliders", turned.size()) : trf("Turned {} sliders", turned.size());
}

std::string describe(const Journey& before, const Journey& after) {
    const std::size_t was = before.keyframes.size(), is = after.keyframes.size();
    if (is == was + 1) return tr("Added a key");
    if (is + 1 == was) return tr("Removed a key");
    if (is != was) return tr("Another journey");
    for (std::size_t i = 0; i < is; ++i) {
        const Keyframe &old = before.keyframes[i], &now = after.keyframes[i];
        if (old.latent != now.latent) return trf("Changed key {}", i + 1);
        if (old.frames != now.frames) return tr("Moved a key");
        if (old.easing != now.easing) return trf("Easing: {}", to_string(now.easing));
    }
    if (before.method != after.method) return trf("Path: {}", tr(name_of(after.method)));
    if (before.repeat != after.repeat) return trf("Repeat: {}", tr(name_of(after.repeat)));
    if (before.pacing != after.pacing) return trf("Spacing: {}", tr(name_of(after.pacing)));
    if (before.in != after.in || before.out != after.out) return tr("Start and end");
    return tr("Changed the journey");
}

std::string describe(const HistoryStep& step, const Face& before, const Journey& way_before,
                     const AppState& state) {
    if (!same(*step.journey, way_before)) return describe(way_before, *step.journey);
    if (!step.favourites.empty())
        return describe(step.favourites, trf("Kept \"{}\"", name_of(step.favourites)),
                        trf("Deleted \"{}\"", name_of(step.favourites)));
    if (!step.axes.empty())
        return describe(step.axes, trf("Slider \"{}\"", name_of(step.axes)),
                        trf("Deleted the slider \"{}\"", name_of(step.axes)));
    if (step.face.base.latent != before.base.latent)
        return step.face.base.name.empty() ? tr("Another face") : step.face.base.name;
    return describe_turns(before, step.face, state);
}

}  // namespace

HistoryController::HistoryController(const FeatureContext& context, Restore restore)
    : state_(context.state),
      engine_(context.engine),
      actions_(context.actions),
      notifier_(context.notifier),
      restore_(std::move(restore)),
      face_at_start_(state_.face),
      journey_at_start_(state_.journey) {
    loading_ = engine_.run_task([path = history_path(state_)] { return load_history(path); },
                                [this](Result<LoadedHistory> loaded) {
                                    if (loaded) {
                                        take_loaded(std::move(*loaded));
                                        return;
                                    }
                                    // It could not even be set aside: nothing is written over it.
                                    state_.history_writable = false;
                                    notifier_.error(loaded.error());
                                });
}

HistoryController::~HistoryController() = default;

void HistoryController::take_loaded(LoadedHistory history) {
    if (!history.warning.empty()) notifier_.error(history.warning);
    state_.history = std::move(history.tree);
    const bool too_long = state_.history.size() > kMaxSteps;
    state_.history.prune(kMaxSteps - kMaxSteps / 10);
    if (history.cut || too_long || !history.warning.empty()) write_anew();
}

/// The first look with a model. A program that was killed may have kept its last steps but not its session.
void HistoryController::begin() {
    first_model_ = false;
    // Without a session the model brought its first face.
    const bool brought = face_at_start_.base.latent.size() != state_.face.base.latent.size() &&
                         state_.face.base.seed && state_.face == actions_.first_face();
    const bool untouched = state_.face == face_at_start_ || brought;
    if (!state_.history.empty()) {
        const HistoryStep& head = state_.history.step(state_.history.head());
        const bool way_untouched =
            same(state_.journey, journey_at_start_) ||
            (journey_at_start_.keyframes.empty() && same(state_.journey, fresh_journey(state_)));
        if (way_untouched) restore_journey(head);
        journey_ = head.journey ? head.journey : std::make_shared<const Journey>(state_.journey);
        if (untouched && head.face.base.latent.size() == state_.face.base.latent.size())
            state_.face = head.face;
        favourites_ = state_.favourites;
        axes_ = state_.axes;
        axes_given_ = state_.axes_given;
        face_ = head.face;
        return;
    }
    take_baseline();
    HistoryStep step;
    step.time = utc_now_iso8601();
    step.label = state_.face.base.name.empty() ? tr("Start") : state_.face.base.name;
    step.model_sha256 = state_.model->sha256;
    step.model_name = state_.model->spec.name;
    step.face = face_;
    step.latent = latent_of(face_, state_);
    step.journey = journey_;
    state_.history.add(std::move(step));
    write_anew();
}

void HistoryController::take_baseline() {
    face_ = state_.face;
    if (!journey_ || !same(*journey_, state_.journey))
        journey_ = std::make_shared<const Journey>(state_.journey);
    favourites_ = state_.favourites;
    axes_ = state_.axes;
    axes_given_ = state_.axes_given;
}

void HistoryController::observe(Time now, bool gesture, bool wheel) {
    if (!state_.model || state_.face.base.latent.empty() || loading_) return;
    if (first_model_) begin();
    if (axes_given_ != state_.axes_given) {
        axes_ = state_.axes;
        axes_given_ = state_.axes_given;
    }
    if (gesture || (wheel_rests_ && *wheel_rests_ > now && !wheel)) return;
    wheel_rests_.reset();
    HistoryStep step = difference();
    if (step.face == face_ && step.journey == journey_ && step.favourites.empty() && step.axes.empty())
        return;
    if (wheel) {
        wheel_rests_ = now + kWheelRest;
        return;
    }
    step.label = describe(step, face_, *journey_, state_);
    take_baseline();
    step.journey = journey_;
    const std::uint64_t id = state_.history.add(std::move(step));
    if (state_.history.size() > kMaxSteps) {
        state_.history.prune(kMaxSteps - kMaxSteps / 10);
        write_anew();
    } else {
        append(history_line(state_.history, id));
    }
}

void HistoryController::favourites_changed_elsewhere(const std::vector<KeyedChange<Favourite>>& changes) {
    apply_changes<FavouriteRules>(changes, favourites_);
}

void HistoryController::axes_changed_elsewhere(const std::vector<KeyedChange<Axis>>& changes) {
    apply_changes<AxisRules>(changes, axes_);
}

HistoryStep HistoryController::difference() const {
    HistoryStep step;
    step.time = utc_now_iso8601();
    step.model_sha256 = state_.model->sha256;
    step.model_name = state_.model->spec.name;
    step.face = state_.face;
    step.journey =
        same(*journey_, state_.journey) ? journey_ : std::make_shared<const Journey>(state_.journey);
    step.favourites = changes(favourites_, state_.favourites);
    step.axes = changes(axes_, state_.axes);
    if (step.face != face_)
        step.latent = latent_of(step.face, state_);
    else
        step.latent = state_.history.step(state_.history.head()).latent;
    return step;
}

bool HistoryController::can_undo() const {
    return state_.model && state_.history.undo_target() != 0;
}
bool HistoryController::can_redo() const {
    return state_.model && state_.history.redo_target() != 0;
}
std::string HistoryController::undo_label() const {
    return can_undo() ? state_.history.step(state_.history.head()).label : "";
}
std::string HistoryController::redo_label() const {
    return can_redo() ? state_.history.step(state_.history.redo_target()).label : "";
}

void HistoryController::finish_step() {
    observe(wheel_rests_.value_or(Time{}), false);
}

void HistoryController::undo() {
    finish_step();  // what was just made is the step to take back
    if (can_undo()) go_to(state_.history.undo_target());
}

void HistoryController::redo() {
    finish_step();
    if (can_redo()) go_to(state_.history.redo_target());
}

void HistoryController::go_to(std::uint64_t id) {
    if (!state_.model || !state_.history.contains(id)) return;
    finish_step();
    const HistoryTree::Way way = state_.history.way_to(id);
    bool favourites = false;
    const auto walk = [&](std::uint64_t at, bool back) {
        const HistoryStep& step = state_.history.step(at);
        apply(step.favourites, back, state_.favourites);
        favourites = favourites || !step.favourites.empty();
        if (step.model_sha256 == state_.model->sha256) apply(step.axes, back, state_.axes);
    };
    for (const std::uint64_t at : way.back) walk(at, true);
    for (const std::uint64_t at : way.forth) walk(at, false);
    state_.history.move_to(id);
    const HistoryStep& step = state_.history.step(id);
    if (step.face != state_.face) {
        if (step.face.base.latent.size() == static_cast<std::size_t>(state_.model->spec.latent_size)) {
            actions_.restore_face(step.face);
        } else {
            notifier_.info(trf("This step's face belongs to the model \"{}\": open it to see the face.",
                               step.model_name));
        }
    }
    restore_journey(step);
    if (favourites) restore_.favourites_changed();
    take_baseline();
    append(history_head_line(id));
}

/// The journey of a step, if it is another and its faces fit the model.
void HistoryController::restore_journey(const HistoryStep& step) {
    if (!step.journey || step.journey->keyframes.empty() || same(*step.journey, state_.journey)) return;
    if (step.journey->keyframes[0].latent.size() != static_cast<std::size_t>(state_.model->spec.latent_size))
        return;
    Journey journey = *step.journey;
    journey.model_sha256 = state_.model->sha256;
    journey.model_name = state_.model->spec.name;
    restore_.journey(std::move(journey));
}

void HistoryController::append(std::string text) {
    if (!state_.history_writable) return;
    if (*incomplete_) {
        write_anew();
        return;
    }
    engine_.run_task([path = history_path(state_), text = std::move(text), incomplete = incomplete_] {
        try {
            append_durably(path, text);
        } catch (...) {
            *incomplete = true;
            throw;
        }
    });
}

void HistoryController::write_anew() {
    if (!state_.history_writable) return;
    engine_.run_task(
        [path = history_path(state_), text = history_text(state_.history), incomplete = incomplete_] {
            write_file_atomically(path, text);
            *incomplete = false;
        });
}

}  // namespace progan
