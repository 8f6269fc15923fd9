#include "app/explorer/features/axes/axes_controller.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_list.h"
#include "core/axes/axis_name.h"
#include "core/axes/model_axes.h"
#include "core/axes/sefa.h"
#include "core/latent/rotation.h"
#include "core/model/model_file.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kFirstCount = 24;     // SeFa axes of a model that is opened for the first time
constexpr double kWeakest = 0.08;   // of the strongest axis: less is not seen
constexpr Seconds kMeasuring{15};   // of work: of a slow model fewer faces tell
constexpr Seconds kSaveAfter{0.5};  // a name is typed letter by letter
constexpr Seconds kProgress{0.1};
constexpr double kSameDirection = 1 - 1e-6;  // |cos| of two axes that are one

/// "SeFa 3" and "PCA 3 (16)" are names that nobody chose.
bool has_own_name(const Axis& axis) {
    return !axis.name.starts_with("SeFa ") && !axis.name.starts_with("PCA ");
}

bool is_touched(const AppState& state, const Axis& axis) {
    return axis.pinned || axis.hidden || axis.order || has_own_name(axis) ||
           axis.method == AxisMethod::taught || axis.method == AxisMethod::imported ||
           state.face.turns.contains(axis.id) || state.locked_axes.contains(axis.id);
}

/// Gives axes that come in ids and names that no other has.
void make_unique(Axis& axis, const std::vector<Axis>& others) {
    const auto taken = [&](auto member) {
        return std::any_of(others.begin(), others.end(), [&](const Axis& other) {
            return &other != &axis && other.*member == axis.*member;
        });
    };
    const std::string id = axis.id, name = axis.name;
    for (int n = 2; taken(&Axis::id); ++n) axis.id = id + "-again" + std::to_string(n);
    for (int n = 2; taken(&Axis::name); ++n) axis.name = name + " (" + std::to_string(n) + ")";
}

/// The kept axes, behind those that the model carries if none of these was ever taken: once some were, those
/// that are not kept were deleted.
std::vector<Axis> with_carried(std::vector<Axis> carried, const std::vector<Axis>& kept) {
    const bool known = std::any_of(carried.begin(), carried.end(), [&](const Axis& axis) {
        return std::any_of(kept.begin(), kept.end(), [&](const Axis& own) {
            return axis_similarity(own.direction, axis.direction) > kSameDirection;
        });
    });
    if (known || carried.empty()) return kept;
    std::vector<Axis> all = kept;
    for (Axis& axis : carried) {
        all.push_back(std::move(axis));
        make_unique(all.back(), all);
    }
    sort_by_effect(all);
    return all;
}

/// What a search that was asked for came to.
std::string found_text(std::size_t added, std::size_t found) {
    const auto count = static_cast<std::int64_t>(added);
    return added < found ? tr_plural("{} new axis found; {} were there already.",
                                     "{} new axes found; {} were there already.", count, found - added)
                         : tr_plural("{} new axis found.", "{} new axes found.", count);
}

std::string imported_text(std::size_t added, std::size_t found, const std::string& file) {
    const auto count = static_cast<std::int64_t>(added);
    if (added == 0) return trf("The axes of {} are there already.", file);
    return added < found ? tr_plural("Imported {} axis from {}; the others were there already.",
                                     "Imported {} axes from {}; the others were there already.", count, file)
                         : tr_plural("Imported {} axis from {}.", "Imported {} axes from {}.", count, file);
}

/// A face without its turn toward one axis that looks the same: the other turns stay if they can be undone
/// from the picture's latent, else all go into the base.
Face without_turn(const AppState& state, const std::string& id) {
    const Latent target = latent_of(state.face, state);
    Face face = state.face;
    face.turns.erase(id);
    Latent base = target;
    for (auto turn = face.turns.rbegin(); turn != face.turns.rend(); ++turn)
        if (const Axis* axis = find_axis(state, turn->first))
            base = rotate(base, axis->direction, -static_cast<double>(turn->second));
    for (std::size_t i = face.degrees.size(); i-- > 0;)
        if (face.degrees[i] != 0) base = rotate_component(base, i, -static_cast<double>(face.degrees[i]));
    face.base.latent = std::move(base);
    face.base.seed.reset();
    const Latent again = latent_of(face, state);
    double difference = 0;
    for (std::size_t i = 0; i < again.size(); ++i)
        difference = std::max(difference, std::abs(double{again[i]} - double{target[i]}));
    if (difference > 1e-4) {  // a turn past the axis has no way back
        face.base.latent = target;
        face.turns.clear();
        std::fill(face.degrees.begin(), face.degrees.end(), 0.0f);
    }
    return face;
}

}  // namespace

std::size_t listed_group(const Axis& axis) {
    if (axis.pinned) return 0;
    if (axis.order) return 1;
    if (axis.method == AxisMethod::taught) return 2;
    return axis.method == AxisMethod::imported ? 3 : 4;
}

/// The kept axes of a model, or its first ones.
struct AxesController::Kept {
    AxisStore::Contents axes;
    std::vector<Axis> merged;  ///< the kept ones, and those that the model carries if they are new
    std::vector<Axis> first;   ///< if none were kept
    std::set<std::string> model_words;
    std::string problem;
    std::string model_problem;  ///< of the axes that the model carries
    bool writable = true;
};

/// On the engine's thread.
AxesController::Kept AxesController::kept_or_first(AxisStore& store, const ModelInfo& model) {
    Kept kept;
    const auto size = static_cast<std::size_t>(model.spec.latent_size);
    try {
        kept.axes = store.read();
    } catch (const std::exception&) {
        kept.problem = trf("{} Axes are not saved in this run.", current_error_sentence());
        kept.writable = false;
    }
    std::vector<Axis> carried;
    try {
        carried = axes_from_model_text(model.axes, model.path, size);
    } catch (const Error& error) {
        kept.model_problem = error.what();
    }
    kept.model_words = words_of(carried);
    if (kept.axes.found) {
        kept.merged = with_carried(std::move(carried), kept.axes.items);
        return kept;
    }
    kept.first = std::move(carried);
    if (const auto& weight = model.first_layer; weight && weight->latent <= kMaxSefaLatentSize)
        for (Axis& axis : sefa_axes(*weight, kFirstCount)) {
            kept.first.push_back(std::move(axis));
            make_unique(kept.first.back(), kept.first);
        }
    return kept;
}

AxesController::~AxesController() {
    if (!sha256_.empty() && state_.model && state_.model->sha256 == sha256_ && !state_.axes_list.loading &&
        state_.axes != shared_.sent())
        pending_ = state_.axes;
    write_pending();
}

Axis* AxesController::find_own(const std::string& id) {
    const auto found =
        std::find_if(state_.axes.begin(), state_.axes.end(), [&](const Axis& axis) { return axis.id == id; });
    return found == state_.axes.end() ? nullptr : &*found;
}

/// Replaces the axes without an undo step.
void AxesController::take_axes(std::vector<Axis> axes) {
    state_.axes = std::move(axes);
    ++state_.axes_given;
}

void AxesController::rename(const std::string& id, const std::string& name) {
    Axis* axis = find_own(id);
    std::string tidied = axis_name(name);
    if (axis && !tidied.empty()) axis->name = std::move(tidied);
}

void AxesController::toggle_pin(const std::string& id) {
    if (Axis* axis = find_own(id)) axis->pinned = !axis->pinned;
}

void AxesController::toggle_hidden(const std::string& id) {
    if (Axis* axis = find_own(id)) axis->hidden = !axis->hidden;
}

void AxesController::remove(const std::string& id) {
    if (!find_own(id)) return;
    if (state_.face.turns.contains(id)) state_.face = without_turn(state_, id);
    state_.locked_axes.erase(id);
    std::erase_if(state_.axes, [&](const Axis& axis) { return axis.id == id; });
}

void AxesController::import_file(const fs::path& path) {
    queue_.push_back(path);
}

void AxesController::save_as(const std::string& id, const fs::path& path) {
    const Axis* axis = id.empty() ? nullptr : find_own(id);
    if (!state_.model || (!id.empty() && !axis)) return;
    std::string ending = path.extension().string();
    if (!axis && is_model_file_name(path)) {
        save_model_copy(path);
        return;
    }
    if (!is_axis_file_name(path) || (!axis && ending != ".npz")) {
        notifier_.error(
            axis ? trf("{} was not saved: its name must end in .npy or .npz.", path.string())
                 : trf("{} was not saved: its name must end in .npz or .safetensors.", path.string()));
        return;
    }
    AxisFile file{state_.model->sha256, state_.model->spec.name, {}};
    if (axis)
        file.axes.push_back(*axis);
    else
        file.axes = state_.axes;
    const std::string said = axis ? trf("Saved {} to {}.", shown_name(state_, *axis), path.string())
                                  : tr_plural("Saved {} axis to {}.", "Saved {} axes to {}.",
                                              static_cast<std::int64_t>(file.axes.size()), path.string());
    saving_as_.add(engine_.run_task(
        [file = std::move(file), path, ending] {
            ending == ".npz" ? save_axes(path, file) : save_boundary(path, file.axes.front());
        },
        [this, said](const Result<void>& saved) {
            saved ? notifier_.info(said) : notifier_.error(saved.error());
        }));
}

/// With the axes in the order in which they are listed.
void AxesController::save_model_copy(const fs::path& path) {
    std::vector<Axis> listed = state_.axes;
    std::stable_sort(listed.begin(), listed.end(),
                     [](const Axis& a, const Axis& b) { return listed_group(a) < listed_group(b); });
    const std::string said = trf("Saved a copy of the model with its axes to {}.", path.string());
    saving_as_.add(engine_.run_task([from = fs::path(state_.model->path), path,
                                     axes = std::move(listed)] { save_model_with_axes(from, path, axes); },
                                    [this, said](const Result<void>& saved) {
                                        saved ? notifier_.info(said) : notifier_.error(saved.error());
                                    }));
}

/// Another model: its axes are read, or its first ones found.
void AxesController::begin_model() {
    write_pending();
    search_.abandon();
    state_.axes_list.finding = false;
    state_.axes_list.note.clear();
    state_.axes_list.renaming.clear();
    state_.axes_list.form.level.reset();
    measured_.clear();
    sha256_ = state_.model->sha256;
    carried_ = state_.model->axes;
    writable_ = false;
    state_.axes_unsaved = false;  // it was told of those of the model before
    shared_.open(
        std::make_shared<AxisStore>(axis_store(state_.data_dir, sha256_, state_.model->spec.name,
                                               static_cast<std::size_t>(state_.model->spec.latent_size))),
        {});
    state_.axes_list.loading = true;
    loading_ = engine_.run_task(
        [store = shared_.store(), model = *state_.model] { return kept_or_first(*store, model); },
        [this](Result<Kept> kept) {
            take_kept(kept ? std::move(*kept) : Kept{{}, {}, {}, {}, kept.error(), "", false});
        });
}

void AxesController::take_kept(Kept kept) {
    if (state_.model->sha256 != sha256_) return;  // another one is there by now
    state_.model_words = std::move(kept.model_words);
    state_.axes_list.loading = false;
    writable_ = kept.writable;
    for (const std::string& problem : {kept.problem, kept.axes.warning, kept.model_problem})
        if (!problem.empty()) notifier_.error(problem);
    if (kept.axes.found) {
        shared_.set_sent(kept.axes.items);
        take_axes(std::move(kept.merged));
        return;
    }
    DiscoverOptions options;
    options.axes = kept.first;
    options.pca = PcaOptions{.level = default_pca_level(state_.model->spec)};
    take_axes(std::move(kept.first));
    start_search(std::move(options), SearchFor::first_axes);
}

/// `first`, if there is one, finds axes on the engine's thread: at once, but not in the time of a frame.
void AxesController::start_search(DiscoverOptions options, SearchFor what,
                                  std::function<std::vector<Axis>()> first) {
    options.effect.longest = kMeasuring;
    std::set<std::string> given;  // ids of the axes that are only measured
    for (const Axis& axis : options.axes) {
        given.insert(axis.id);
        measured_.insert(axis.id);
    }
    finding_first_ = what == SearchFor::first_axes;
    AxesState& view = state_.axes_list;
    view.finding = true;
    view.done = 0;
    view.total = 1;
    view.doing = options.pca || first ? tr("Finding axes") : tr("Measuring axes");
    const int size = state_.model->spec.latent_size;
    search_ = engine_.start_job(
        [options = std::move(options), first = std::move(first),
         size](std::shared_ptr<Generator> generator) mutable {
            if (generator->spec().latent_size != size) throw Cancelled();  // another model has been opened
            if (first) options.axes = first();
            return make_discover_job(std::move(generator), std::move(options));
        },
        {.progress =
             [this](const JobReport& report) {
                 state_.axes_list.done = report.progress.done;
                 state_.axes_list.total = report.progress.total;
                 state_.axes_list.doing = report.text;
             },
         .done = [this, what, given = std::move(given)](
                     Result<Discovered> found) { search_ended(std::move(found), what, given); }},
        JobRank::background);
}

void AxesController::find() {
    if (!state_.model || search_ || state_.axes_list.loading) return;
    const FindForm& form = state_.axes_list.form;
    state_.axes_list.note.clear();
    DiscoverOptions options;
    std::function<std::vector<Axis>()> first;
    if (form.method == AxisMethod::sefa) {
        const auto& weight = state_.model->first_layer;
        if (!weight || weight->latent > kMaxSefaLatentSize) {
            state_.axes_list.note =
                trf("SeFa needs a first layer that takes at most {} numbers.", int{kMaxSefaLatentSize});
            return;
        }
        first = [weight, count = form.count] { return sefa_axes(*weight, count); };
    } else {
        PcaOptions pca;
        const ModelSpec& spec = state_.model->spec;
        pca.level = std::min(form.level.value_or(default_pca_level(spec)), spec.last_level);
        pca.count = form.count;
        pca.samples = std::max(form.samples, form.count + 1);
        options.pca = pca;
    }
    start_search(std::move(options), SearchFor::asked_for, std::move(first));
}

void AxesController::cancel() {
    search_.cancel();
}

void AxesController::search_ended(Result<Discovered> found, SearchFor what,
                                  const std::set<std::string>& given) {
    state_.axes_list.finding = false;
    if (found)
        take_found(std::move(*found), what, given);
    else if (found.was_cancelled())
        state_.axes_list.note = tr("Stopped looking for axes. Find... continues.");
    else
        state_.axes_list.note = trf("Axes could not be found: {}", found.error());
}

/// Known axes get their effects, new ones their places.
void AxesController::take_found(Discovered discovered, SearchFor what, const std::set<std::string>& given) {
    if (state_.model->sha256 != sha256_) return;
    const bool asked_for = what == SearchFor::asked_for;
    state_.axes_list.note = discovered.note;
    std::vector<Axis> axes = state_.axes;
    const std::size_t before = axes.size();
    std::set<std::string> were_there;
    for (const Axis& axis : axes) were_there.insert(axis.id);
    std::size_t found = 0;
    for (Axis& axis : discovered.axes) {
        measured_.insert(axis.id);
        if (given.contains(axis.id)) {  // one that was deleted meanwhile stays deleted
            for (Axis& own : axes)
                if (own.id == axis.id) own.effect = axis.effect;
            continue;
        }
        ++found;
        const bool there = asked_for && std::any_of(axes.begin(), axes.end(), [&](const Axis& own) {
                               return axis_similarity(own.direction, axis.direction) > kSameAxisCosine;
                           });
        if (there) continue;
        axes.push_back(std::move(axis));
        make_unique(axes.back(), axes);
        measured_.insert(axes.back().id);
    }
    if (asked_for) {
        sort_by_effect(axes);
        const std::size_t added = axes.size() - before;
        state_.axes_list.note += (state_.axes_list.note.empty() ? "" : " ") + found_text(added, found);
    } else if (what == SearchFor::first_axes) {
        const auto stays = [&](const Axis& axis) { return is_touched(state_, axis); };
        if (state_.face.turns.empty()) state_.axes_list.chosen.clear();
        axes = without_duplicates(std::move(axes), stays);
        const double strongest = axes.empty() ? 0 : axes.front().effect;
        std::erase_if(axes,
                      [&](const Axis& axis) { return axis.effect < kWeakest * strongest && !stays(axis); });
    } else {
        sort_by_effect(axes);
    }
    take_axes(std::move(axes));
}

/// Taught and imported axes come without an effect.
void AxesController::measure_unmeasured() {
    if (search_ || state_.axes_list.loading || !state_.backend_ready) return;
    DiscoverOptions options;
    for (const Axis& axis : state_.axes)
        if (axis.effect == 0 && !measured_.contains(axis.id)) options.axes.push_back(axis);
    if (!options.axes.empty()) start_search(std::move(options), SearchFor::effects);
}

void AxesController::import_next() {
    const fs::path path = queue_.front();
    queue_.erase(queue_.begin());
    importing_ = engine_.run_task([path] { return load_axes(path); },
                                  [this, path](Result<AxisFile> file) {
                                      if (file)
                                          take_imported(std::move(*file), path);
                                      else
                                          notifier_.cannot_open(path, file.error());
                                  });
}

void AxesController::take_imported(AxisFile file, const fs::path& path) {
    const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
    if (file.axes.front().direction.size() != size) {
        notifier_.cannot_open(path, trf("{} holds directions of {} numbers, but the model takes {}.",
                                        path.string(), file.axes.front().direction.size(), size));
        return;
    }
    const std::size_t found = file.axes.size();
    for (Axis& axis : file.axes) {
        if (file.model_sha256 != sha256_) axis.effect = 0;  // it was another model's
        if (axis.method == AxisMethod::imported) axis.id = "imported-" + new_favourite_id().substr(0, 12);
    }
    const std::size_t added = add(std::move(file.axes));
    notifier_.info(imported_text(added, found, path.filename().string()));
}

/// Shows the first one. Returns how many were not there already.
std::size_t AxesController::add(std::vector<Axis> axes) {
    std::size_t added = 0;
    for (Axis& axis : axes) {
        const bool there = std::any_of(state_.axes.begin(), state_.axes.end(), [&](const Axis& own) {
            return axis_similarity(own.direction, axis.direction) > kSameDirection;
        });
        if (there) continue;
        if (added++ == 0) state_.axes_list.chosen = axis.id;
        state_.axes.push_back(std::move(axis));
        const std::string id = state_.axes.back().id;
        make_unique(state_.axes.back(), state_.axes);
        if (state_.axes_list.chosen == id) state_.axes_list.chosen = state_.axes.back().id;
    }
    state_.components_listed = false;
    state_.axes_list.search.clear();
    return added;
}

void AxesController::write_pending() {
    save_at_.reset();
    if (!pending_) return;
    const std::vector<Axis> wanted = *std::exchange(pending_, std::nullopt);
    if (writable_)
        shared_.send(wanted);
    else
        shared_.set_sent(wanted);
    if (!writable_) state_.axes_unsaved = true;
}

void AxesController::look() {
    if (writable_ && !state_.axes_list.loading) shared_.look();
}

/// What the file holds, with all that was sent and could be saved. A face that is turned toward an axis that
/// has gone stays as it is.
void AxesController::take(std::vector<Axis> in_file) {
    if (!state_.model || state_.model->sha256 != sha256_) return;
    in_file = shared_.with_own(state_.axes, std::move(in_file));
    const std::vector<AxisChange> news = keyed_changes(state_.axes, in_file);
    if (news.empty()) return;
    for (const AxisChange& change : news) {
        if (!change.before) continue;
        const Axis& before = *change.before;
        // Searches in two windows give different finds the same id: the one that was saved first stays.
        const bool another = change.after && before.direction != change.after->direction &&
                             before.method != AxisMethod::taught;
        if (change.after && !another) continue;
        if (state_.face.turns.contains(before.id)) state_.face = without_turn(state_, before.id);
        if (!change.after) state_.locked_axes.erase(before.id);
    }
    state_.axes = std::move(in_file);
    if (pending_) pending_ = state_.axes;
    elsewhere_(news);
}

void AxesController::save_changes(Time now) {
    const std::vector<Axis>& wanted = pending_ ? *pending_ : shared_.sent();
    if (state_.axes != wanted) {
        pending_ = state_.axes;
        save_at_ = now + kSaveAfter;
    }
    // While the first axes are being measured there is nothing worth keeping yet.
    if (save_at_ && now >= *save_at_ && !(search_ && finding_first_)) write_pending();
}

void AxesController::tick(Time now) {
    now_ = now;
    if (!state_.model) return;
    if (state_.model->sha256 != sha256_ || state_.model->axes != carried_) begin_model();
    if (state_.axes_list.loading) return;
    if (!queue_.empty() && !importing_) import_next();
    measure_unmeasured();
    save_changes(now);
}

std::optional<Time> AxesController::next_tick() const {
    if (state_.axes_list.finding) return now_ + kProgress;
    if (!queue_.empty() && !importing_ && state_.model) return now_;
    return save_at_;
}

}  // namespace progan
