// The axes' controller: looking for axes, and measuring those that came without an effect.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/features/axes/own_axes.h"
#include "core/axes/axis_list.h"
#include "core/axes/model_axes.h"
#include "core/axes/sefa.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr double kWeakest = 0.08;  // of the strongest axis: less is not seen
constexpr Seconds kMeasuring{15};  // of work: of a slow model fewer faces tell

/// "SeFa 3" and "PCA 3 (16)" are names that nobody chose.
bool has_own_name(const Axis& axis) {
    return !axis.name.starts_with("SeFa ") && !axis.name.starts_with("PCA ");
}

bool is_touched(const AppState& state, const Axis& axis) {
    return axis.pinned || axis.hidden || axis.order || has_own_name(axis) ||
           axis.method == AxisMethod::taught || axis.method == AxisMethod::imported ||
           state.face.turns.contains(axis.id) || state.locked_axes.contains(axis.id);
}

/// What a search that was asked for came to.
std::string found_text(std::size_t added, std::size_t found) {
    const auto count = static_cast<std::int64_t>(added);
    return added < found ? tr_plural("{} new axis found; you already had {}.",
                                     "{} new axes found; you already had {}.", count, found - added)
                         : tr_plural("{} new axis found.", "{} new axes found.", count);
}

}  // namespace

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
                trf("SeFa needs a first layer with at most {} inputs.", int{kMaxSefaLatentSize});
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
        state_.axes_list.note = tr("Stopped looking for axes. Use Find... to continue.");
    else
        state_.axes_list.note = trf("Finding axes failed: {}", found.error());
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

}  // namespace progan
