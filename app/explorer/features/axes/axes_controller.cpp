#include "app/explorer/features/axes/axes_controller.h"

#include <algorithm>
#include <utility>

#include "app/explorer/features/axes/own_axes.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_list.h"
#include "core/axes/axis_name.h"
#include "core/axes/model_axes.h"
#include "core/axes/sefa.h"
#include "core/model/model_file.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kFirstCount = 24;     // SeFa axes of a model that is opened for the first time
constexpr Seconds kSaveAfter{0.5};  // a name is typed letter by letter
constexpr Seconds kProgress{0.1};

std::string imported_text(std::size_t added, std::size_t found, const std::string& file) {
    const auto count = static_cast<std::int64_t>(added);
    if (added == 0) return trf("You already have the axes in {}.", file);
    return added < found ? tr_plural("Imported {} axis from {}; you already had the others.",
                                     "Imported {} axes from {}; you already had the others.", count, file)
                         : tr_plural("Imported {} axis from {}.", "Imported {} axes from {}.", count, file);
}

}  // namespace

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
        kept.problem = trf("{} Axes will not be saved this time.", current_error_sentence());
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
        notifier_.cannot_open(path, tr_plural("{1} holds directions of {0} number, but the model takes {2}.",
                                              "{1} holds directions of {0} numbers, but the model takes {2}.",
                                              static_cast<std::int64_t>(file.axes.front().direction.size()),
                                              path.string(), size));
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

void AxesController::save_again() {
    if (writable_ && !state_.axes_list.loading) shared_.send_again();
}

void AxesController::look() {
    if (writable_ && !state_.axes_list.loading) shared_.look();
}

/// What the file holds, with all that was sent and could be saved. A face that is turned toward an axis that
/// has gone stays as it is.
void AxesController::take(std::vector<Axis> in_file) {
    if (!state_.model || state_.model->sha256 != sha256_) return;
    in_file = shared_.with_own(state_.axes, std::move(in_file));
    const std::vector<AxisChange> changes = keyed_changes(state_.axes, in_file);
    if (changes.empty()) return;
    for (const AxisChange& change : changes) {
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
    elsewhere_(changes);
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
