#include "app/explorer/features/history/history_controller.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/journey_names.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/state/window_file.h"
#include "core/axes/axis_store.h"
#include "core/documents/favourite_store.h"
#include "core/files/append_file.h"
#include "core/files/atomic_file.h"
#include "core/support/text.h"
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

/// What went or became another. What came is left out: nothing that a person has kept is taken back.
template <class Item>
std::vector<ItemChange<Item>> changes(const std::vector<Item>& before, const std::vector<Item>& after) {
    std::vector<ItemChange<Item>> result;
    // Almost always nothing has changed: then one walk over both is enough.
    const auto alike = [](const Item& a, const Item& b) { return a.id == b.id && same(a, b); };
    if (std::equal(before.begin(), before.end(), after.begin(), after.end(), alike)) return result;
    const auto old = by_id(before), now = by_id(after);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!now.contains(before[i].id)) result.push_back({before[i], std::nullopt, i});
    for (std::size_t i = 0; i < after.size(); ++i)
        if (const auto was = old.find(after[i].id); was != old.end() && !same(*was->second, after[i]))
            result.push_back({*was->second, after[i], i});
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

template <class Items>
auto find(Items& items, const std::string& id) {
    return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
}

/// Those of the changes that can be taken back, or made again: what they are about is as they left it.
template <class Item>
std::vector<ItemChange<Item>> possible(const std::vector<ItemChange<Item>>& list, bool back,
                                       const std::vector<Item>& items) {
    std::vector<ItemChange<Item>> result;
    for (const ItemChange<Item>& change : list) {
        if (!change.before) continue;
        const std::optional<Item>& from = back ? change.after : change.before;
        const auto at = find(items, change.before->id);
        if (from ? at != items.end() && same(*at, *from) : at == items.end()) result.push_back(change);
    }
    return result;
}

/// The list after the changes, or before them (`back`), all of which are possible.
template <class Item>
void apply(const std::vector<ItemChange<Item>>& list, bool back, std::vector<Item>& items) {
    const auto one = [&](const ItemChange<Item>& change) {
        const std::optional<Item>& to = back ? change.before : change.after;
        const auto at = find(items, change.before->id);
        if (!to) {
            items.erase(at);
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
std::string describe(const std::vector<ItemChange<Item>>& list, const std::string& went) {
    const ItemChange<Item>& first = list.front();
    const std::string text =
        !first.after ? went
        : first.before->name != first.after->name
            // NOLINTNEXTLINE(modernize-raw-string-literal): texts are collected from plain literals
            ? trf("Renamed \"{}\" to \"{}\"", first.before->name, first.after->name)
            : trf("Changed \"{}\"", first.after->name);
    return list.size() == 1 ? text : trf("{} and {} more", text, list.size() - 1);
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
        turned.push_back(axis ? trf("\"{}\"", shown_name(state, *axis)) : tr("a slider"));
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

std::string describe_edits(const ChannelEdits& before, const ChannelEdits& after) {
    if (after.empty()) return tr("Reset the channels");
    ChannelEdits changed;
    for (const ChannelEdit& edit : before)
        if (const float now = strength_of(after, edit.level, edit.channel); now != edit.strength)
            changed.push_back({edit.level, edit.channel, now});
    for (const ChannelEdit& edit : after)
        if (strength_of(before, edit.level, edit.channel) == 1) changed.push_back(edit);
    if (changed.size() != 1)
        return tr_plural("Changed {} channel", "Changed {} channels",
                         static_cast<std::int64_t>(changed.size()));
    const ChannelEdit& edit = changed.front();
    return trf("Channel {} of {}: {:.0f} %", edit.channel, square_text(resolution(edit.level)),
               edit.strength * 100);
}

std::string describe(const HistoryStep& step, const Face& before, const Journey& journey_before,
                     const AppState& state) {
    if (!same(*step.journey, journey_before)) return describe(journey_before, *step.journey);
    if (!step.favourites.empty())
        return describe(step.favourites, trf("Deleted \"{}\"", step.favourites.front().before->name));
    if (!step.axes.empty())
        return describe(step.axes, trf("Deleted the slider \"{}\"", step.axes.front().before->name));
    if (step.face.base.latent != before.base.latent)
        return step.face.base.name.empty() ? tr("Another face") : step.face.base.name;
    if (step.face.base.edits != before.base.edits)
        return describe_edits(before.base.edits, step.face.base.edits);
    if (step.face.base.edit_name != before.base.edit_name)
        return step.face.base.edit_name.empty() ? tr("Renamed the edit")
                                                : trf("Named the edit \"{}\"", step.face.base.edit_name);
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
    journey_ = std::move(history.journey);
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
        const bool journey_untouched =
            same(state_.journey, journey_at_start_) ||
            (journey_at_start_.keyframes.empty() && same(state_.journey, fresh_journey(state_)));
        if (journey_untouched && journey_ && fits(*journey_) && !same(*journey_, state_.journey))
            restore_journey(*journey_);
        if (!journey_) journey_ = std::make_shared<const Journey>(state_.journey);
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
    step.journey = step.journey_before = journey_;
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
    if (step.face == face_ && step.journey == journey_ && step.favourites.empty() && step.axes.empty()) {
        if (favourites_.size() != state_.favourites.size()) favourites_ = state_.favourites;
        if (axes_.size() != state_.axes.size()) axes_ = state_.axes;
        return;
    }
    if (wheel) {
        wheel_rests_ = now + kWheelRest;
        return;
    }
    step.label = describe(step, face_, *journey_, state_);
    step.journey_before = journey_;
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

HistoryController::Effect HistoryController::effect(std::uint64_t id, bool back) const {
    const HistoryStep& step = state_.history.step(id);
    Effect effect;
    effect.head = back ? step.parent : id;
    effect.back = back;
    effect.face = state_.history.changed_the_face(id);
    const std::shared_ptr<const Journey>&from = back ? step.journey : step.journey_before,
                                &to = back ? step.journey_before : step.journey;
    effect.journey =
        from && to && from != to && !same(*from, *to) && fits(*to) && same(*from, state_.journey);
    effect.favourites = possible(step.favourites, back, state_.favourites);
    if (step.model_sha256 == state_.model->sha256) effect.axes = possible(step.axes, back, state_.axes);
    if (effect.face || effect.journey || !effect.favourites.empty() || !effect.axes.empty()) effect.step = id;
    return effect;
}

HistoryController::Effect HistoryController::next_effect(bool back) const {
    if (!state_.model) return {};
    const HistoryTree& tree = state_.history;
    for (std::uint64_t at = back ? tree.head() : tree.next(tree.head());
         at != 0 && (!back || tree.parent(at) != 0); at = back ? tree.parent(at) : tree.next(at))
        if (Effect found = effect(at, back); found.step != 0) return found;
    return {};
}

bool HistoryController::can_undo() const {
    return next_effect(true).step != 0;
}
bool HistoryController::can_redo() const {
    return next_effect(false).step != 0;
}
std::string HistoryController::undo_label() const {
    const std::uint64_t step = next_effect(true).step;
    return step != 0 ? state_.history.step(step).label : "";
}
std::string HistoryController::redo_label() const {
    const std::uint64_t step = next_effect(false).step;
    return step != 0 ? state_.history.step(step).label : "";
}

void HistoryController::finish_step() {
    observe(wheel_rests_.value_or(Time{}), false);
}

void HistoryController::undo() {
    finish_step();  // what was just made is the step to take back
    carry_out(next_effect(true));
}

void HistoryController::redo() {
    finish_step();
    carry_out(next_effect(false));
}

void HistoryController::carry_out(const Effect& effect) {
    if (effect.step == 0) return;
    const HistoryStep& step = state_.history.step(effect.step);
    state_.history.move_to(effect.head);
    if (effect.face) show_face(state_.history.step(effect.head));
    if (effect.journey) {
        const std::shared_ptr<const Journey> journey = effect.back ? step.journey_before : step.journey;
        restore_journey(*journey);
        journey_ = journey;
    }
    apply(effect.favourites, effect.back, state_.favourites);
    apply(effect.axes, effect.back, state_.axes);
    if (!effect.favourites.empty()) restore_.favourites_changed();
    // A face is seen to change; a list may be out of sight.
    if (!effect.favourites.empty() || !effect.axes.empty())
        notifier_.info(effect.back ? trf("Undone: {}", step.label) : trf("Redone: {}", step.label));
    take_baseline();
    append(history_head_line(state_.history.head(), step_of_journey()));
}

void HistoryController::go_to(std::uint64_t id) {
    if (!state_.model || !state_.history.contains(id)) return;
    finish_step();
    state_.history.move_to(id);
    show_face(state_.history.step(id));
    take_baseline();
    append(history_head_line(id, step_of_journey()));
}

void HistoryController::show_face(const HistoryStep& step) {
    if (step.face == state_.face) return;
    if (step.face.base.latent.size() == static_cast<std::size_t>(state_.model->spec.latent_size))
        actions_.restore_face(step.face);
    else
        notifier_.info(
            trf("This step's face belongs to the model \"{}\". Open that model to see it.", step.model_name));
}

/// Whether its faces are of the model.
bool HistoryController::fits(const Journey& journey) const {
    return !journey.keyframes.empty() &&
           journey.keyframes[0].latent.size() == static_cast<std::size_t>(state_.model->spec.latent_size);
}

void HistoryController::restore_journey(const Journey& of_step) {
    Journey journey = of_step;
    journey.model_sha256 = state_.model->sha256;
    journey.model_name = state_.model->spec.name;
    restore_.journey(std::move(journey));
}

std::uint64_t HistoryController::step_of_journey() const {
    const HistoryTree& tree = state_.history;
    if (!journey_ || tree.empty()) return 0;
    if (tree.step(tree.head()).journey == journey_) return tree.head();
    const std::vector<std::uint64_t> all = tree.all();
    const auto found = std::find_if(all.rbegin(), all.rend(),
                                    [&](std::uint64_t id) { return tree.step(id).journey == journey_; });
    if (found != all.rend()) return *found;
    const auto equal = std::find_if(all.rbegin(), all.rend(), [&](std::uint64_t id) {
        return tree.step(id).journey && same(*tree.step(id).journey, *journey_);
    });
    return equal != all.rend() ? *equal : 0;
}

void HistoryController::append(std::string text) {
    if (!state_.history_writable) return;
    if (*incomplete_) {
        write_anew();
        return;
    }
    save_by([path = history_path(state_), text = std::move(text), incomplete = incomplete_] {
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
    save_by([path = history_path(state_), text = history_text(state_.history, step_of_journey()),
             incomplete = incomplete_] {
        *incomplete = true;
        write_file_atomically(path, text);
        *incomplete = false;
    });
}

void HistoryController::save_by(std::function<void()> write) {
    saving_.add(engine_.run_task(std::move(write), [this](const Result<void>& saved) {
        state_.history_unsaved = *incomplete_;
        if (!saved) notifier_.not_saved(saved.error());
    }));
}

void HistoryController::save_again() {
    if (!loading_ && !state_.history.empty()) write_anew();
}

}  // namespace progan
