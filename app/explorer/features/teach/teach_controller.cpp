#include "app/explorer/features/teach/teach_controller.h"

#include <GLFW/glfw3.h>

#include <algorithm>

#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_name.h"
#include "core/documents/favourites.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kAhead = 6;          // faces made before they are asked about
constexpr std::size_t kLeakageFaces = 48;  // over which a leak is measured

/// Axes found in the model say where pictures change; those that people made do not.
bool says_where(const Axis& axis) {
    return (axis.method == AxisMethod::sefa || axis.method == AxisMethod::pca) && axis.effect > 0;
}

}  // namespace

TeachController::TeachController(const FeatureContext& context)
    : state_(context.state), actions_(context.actions), random_(std::random_device{}()) {}

std::vector<Latent>& TeachController::examples(Side which) {
    return which == Side::more ? state_.teach.more : state_.teach.less;
}

Axis* TeachController::axis() {
    if (state_.teach.axis.empty()) return nullptr;
    const auto found = std::find_if(state_.axes.begin(), state_.axes.end(),
                                    [this](const Axis& axis) { return axis.id == state_.teach.axis; });
    return found == state_.axes.end() ? nullptr : &*found;
}

void TeachController::sort(Side which) {
    if (!state_.teach.stream.empty()) put(which, state_.teach.stream.front());
}

void TeachController::skip() {
    if (state_.teach.stream.empty()) return;
    done_.push_back({Done::What::skipped, state_.teach.stream.front()});
    next_face();
}

void TeachController::take_back() {
    if (done_.empty()) return;
    const Done last = std::move(done_.back());
    done_.pop_back();
    if (last.what != Done::What::skipped)
        std::erase(examples(last.what == Done::What::more ? Side::more : Side::less), last.face);
    state_.teach.stream.push_front(last.face);
    if (last.what != Done::What::skipped) learn();
}

void TeachController::put(Side which, Latent face) {
    TeachState& teach = state_.teach;
    if (!state_.model || face.size() != static_cast<std::size_t>(state_.model->spec.latent_size)) return;
    if (!teach.stream.empty() && face == teach.stream.front()) {
        done_.push_back({which == Side::more ? Done::What::more : Done::What::less, face});
        next_face();
    }
    std::erase(teach.more, face);
    std::erase(teach.less, face);
    examples(which).push_back(std::move(face));
    learn();
}

void TeachController::remove(Side which, std::size_t index) {
    std::vector<Latent>& faces = examples(which);
    if (index >= faces.size()) return;
    faces.erase(faces.begin() + static_cast<std::ptrdiff_t>(index));
    learn();
}

void TeachController::clear_examples() {
    state_.teach.more.clear();
    state_.teach.less.clear();
    done_.clear();
    learn();
}

void TeachController::next_face() {
    state_.teach.stream.pop_front();
    tick({});
}

/// Learns the direction from the sides, and gives it to the slider if it was added.
void TeachController::learn() {
    TeachState& teach = state_.teach;
    learned_with_ = around();
    teach.taught = {};
    teach.direction.clear();
    teach.problem.clear();
    teach.leakages.clear();
    if (!teach.more.empty() && !teach.less.empty()) {
        try {
            std::vector<Emphasis> emphasis;
            std::vector<Latent> still;
            for (const Axis& axis : state_.axes) {
                if (axis.direction.size() != teach.more[0].size() || axis.id == teach.axis) continue;
                if (says_where(axis)) emphasis.push_back({axis.direction, axis.effect});
                if (state_.locked_axes.contains(axis.id)) still.push_back(axis.direction);
            }
            teach.taught = progan::teach(teach.more, teach.less, emphasis);
            teach.direction = orthogonal_to(teach.taught.direction, still);
            measure_leakage();
        } catch (const Error& error) {
            teach.problem = error.what();
        }
    }
    Axis* const slider = axis();
    if (!slider) return;
    slider->more = teach.more;
    slider->less = teach.less;
    if (teach.direction.empty()) return;  // with an empty side the slider keeps what it was
    if (slider->direction != teach.direction) slider->effect = 0;
    slider->direction = teach.direction;
    slider->accuracy = teach.taught.accuracy();
}

void TeachController::measure_leakage() {
    TeachState& teach = state_.teach;
    std::vector<Latent> faces;
    for (const Axis& axis : state_.axes) {
        if (axis.id == teach.axis || !state_.locked_axes.contains(axis.id) ||
            axis.direction.size() != teach.direction.size())
            continue;
        for (std::uint32_t seed = 1; faces.size() < kLeakageFaces; ++seed)
            faces.push_back(latent_from_seed(seed, teach.direction.size(), SeedMode::numpy));
        teach.leakages.push_back({shown_name(state_, axis),
                                  leakage(teach.taught.direction, axis.direction, faces),
                                  leakage(teach.direction, axis.direction, faces)});
    }
}

TeachController::Around TeachController::around() const {
    Around result;
    for (const Axis& axis : state_.axes) {
        if (axis.id == state_.teach.axis) continue;
        if (state_.locked_axes.contains(axis.id)) result.locked.insert(axis.id);
        if (says_where(axis)) result.effects.emplace_back(axis.id, axis.effect);
    }
    return result;
}

void TeachController::add_slider() {
    TeachState& teach = state_.teach;
    if (teach.direction.empty() || axis()) return;
    Axis added;
    added.id = "taught-" + new_favourite_id().substr(0, 12);
    added.name = axis_name(teach.name);
    if (added.name.empty()) {
        const auto taught = std::count_if(state_.axes.begin(), state_.axes.end(),
                                          [](const Axis& axis) { return axis.method == AxisMethod::taught; });
        added.name = trf("Taught {}", taught + 1);
    }
    added.method = AxisMethod::taught;
    added.pinned = true;
    teach.axis = added.id;
    teach.name = added.name;
    state_.axes.insert(state_.axes.begin(), std::move(added));
    learn();  // writes what was learned into it
    state_.components_listed = false;
}

void TeachController::rename(const std::string& name) {
    state_.teach.name = name;
    Axis* const slider = axis();
    if (slider && !axis_name(name).empty()) slider->name = axis_name(name);
}

void TeachController::begin_new() {
    state_.teach.axis.clear();
    state_.teach.name.clear();
    clear_examples();
}

void TeachController::open_axis(const std::string& id) {
    const Axis* const opened = find_axis(state_, id);
    if (!opened || opened->method != AxisMethod::taught) return;
    TeachState& teach = state_.teach;
    done_.clear();
    teach.axis = id;
    teach.name = opened->name;
    teach.more = opened->more;
    teach.less = opened->less;
    actions_.show(CenterView::teach);
    learn();
}

bool TeachController::key(const KeyPress& press) {
    switch (press.key) {
        case GLFW_KEY_RIGHT:
        case GLFW_KEY_M:
            sort(Side::more);
            return true;
        case GLFW_KEY_LEFT:
        case GLFW_KEY_L:
            sort(Side::less);
            return true;
        case GLFW_KEY_DOWN:
        case GLFW_KEY_SPACE:
            skip();
            return true;
        case GLFW_KEY_UP:
        case GLFW_KEY_BACKSPACE:
            take_back();
            return true;
        case GLFW_KEY_N:
            state_.teach.focus_name = true;
            return true;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            add_slider();
            return true;
        default:
            return false;
    }
}

void TeachController::tick(Time /*now*/) {
    if (!state_.model) return;
    TeachState& teach = state_.teach;
    if (model_ != state_.model->sha256) {  // latents of another model say nothing here
        model_ = state_.model->sha256;
        done_.clear();
        teach = {};
    }
    while (teach.stream.size() < kAhead)
        teach.stream.push_back(latent_from_seed(static_cast<std::uint32_t>(random_()),
                                                static_cast<std::size_t>(state_.model->spec.latent_size),
                                                state_.settings.seed_mode));
    if (!teach.axis.empty()) {
        const Axis* const slider = axis();
        if (!slider) {  // deleted, or its adding undone: the examples are there still
            teach.axis.clear();
        } else if (slider->more != teach.more || slider->less != teach.less) {  // undone or redone
            teach.more = slider->more;
            teach.less = slider->less;
            done_.clear();
            learn();
        }
        if (slider && !teach.typing_name) teach.name = slider->name;
    }
    // Only while it is looked at: a slider that is done does not change because another is locked.
    if (state_.center == CenterView::teach && around() != learned_with_) learn();
}

}  // namespace progan
