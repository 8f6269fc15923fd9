#include "app/explorer/features/grid/grid_controller.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/latent/neighborhood.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::string_view kComponent = "component ";

/// Once, however far one walks.
std::string neighbor_label(const std::string& label) {
    const std::string mark = "\x1f", pattern = trf("Neighbour of {}", mark);
    const std::size_t at = pattern.find(mark);
    const bool is_one = at != std::string::npos && label.starts_with(pattern.substr(0, at)) &&
                        label.ends_with(pattern.substr(at + mark.size()));
    return is_one ? label : trf("Neighbour of {}", label);
}

std::optional<std::size_t> component_of(std::string_view id) {
    if (!id.starts_with(kComponent)) return std::nullopt;
    const std::string_view digits = id.substr(kComponent.size());
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return index;
}

float within(float degrees, float most) {
    return std::isfinite(degrees) ? std::clamp(degrees, 0.0f, most) : 0.0f;
}

}  // namespace

std::string component_direction(std::size_t index) {
    return std::string(kComponent) + std::to_string(index);
}

std::string direction_name(const AppState& state, const std::string& id) {
    if (const auto index = component_of(id)) return trf("Component {}", *index);
    const Axis* axis = find_axis(state, id);
    return axis ? shown_name(state, *axis) : tr("Random direction");
}

void GridController::set_side(int side) {
    state_.grid.side = side >= 5 ? 5 : 3;
}

void GridController::set_radius(float degrees) {
    state_.grid.radius = within(degrees, kMaxRadius);
}

void GridController::set_directions(const std::string& across, const std::string& down) {
    state_.grid.across = across;
    state_.grid.down = down;
}

void GridController::new_directions() {
    ++state_.grid.directions;
}

/// The tangent of a chosen direction; empty for a random one.
Latent GridController::direction(const std::string& id, const Latent& z) const {
    if (const auto index = component_of(id); index && *index < z.size()) {
        Latent axis(z.size(), 0.0f);
        axis[*index] = 1;
        return tangent(z, axis);
    }
    const Axis* axis = find_axis(state_, id);
    return axis && axis->direction.size() == z.size() ? tangent(z, axis->direction) : Latent{};
}

std::vector<NamedLatent> GridController::neighbors() const {
    const NamedLatent middle = current_face(state_);
    if (middle.latent.empty()) return {};
    const GridState& grid = state_.grid;
    // Two chosen directions are taken as they are, whatever the angle between them: each row and column is
    // what its slider does. A random one is orthogonal to the other.
    Latent across = direction(grid.across, middle.latent), down = direction(grid.down, middle.latent);
    const std::size_t missing = (across.empty() ? 1u : 0u) + (down.empty() ? 1u : 0u);
    std::vector<Latent> random =
        random_tangents(middle.latent, missing, grid.directions, std::vector<Latent>{across, down});
    if (across.empty()) across = std::move(random.front());
    if (down.empty()) down = std::move(random.back());

    std::vector<NamedLatent> faces;
    const std::string label = neighbor_label(middle.name);
    for (Latent& latent :
         neighborhood(middle.latent, across, down, static_cast<double>(grid.radius), grid.side))
        faces.push_back({std::move(latent), std::nullopt, label, middle.edits, middle.edit_name});
    faces[faces.size() / 2] = middle;
    return faces;
}

GridController::Offset GridController::offset(std::size_t index) const {
    const int side = state_.grid.side, half = side / 2, at = static_cast<int>(index);
    const double step = static_cast<double>(state_.grid.radius) / half;
    const int column = at % side, row = at / side;
    return {(column - half) * step, (row - half) * step};
}

void GridController::add_parent(NamedLatent face) {
    std::vector<NamedLatent>& parents = state_.grid.parents;
    const bool there = std::any_of(parents.begin(), parents.end(),
                                   [&](const NamedLatent& parent) { return same_face(parent, face); });
    if (!there && !face.latent.empty()) parents.push_back(std::move(face));
}

void GridController::remove_parent(std::size_t index) {
    std::vector<NamedLatent>& parents = state_.grid.parents;
    if (index < parents.size()) parents.erase(parents.begin() + static_cast<std::ptrdiff_t>(index));
}

void GridController::set_mutation(float degrees) {
    state_.grid.mutation = within(degrees, kMaxMutation);
}

std::vector<NamedLatent> GridController::children() const {
    const GridState& grid = state_.grid;
    if (!state_.model || grid.parents.size() < 2) return {};
    std::vector<Latent> parents;
    for (const NamedLatent& parent : grid.parents) parents.push_back(parent.latent);
    const std::string label = grid.parents.size() == 2
                                  ? trf("Child of {} and {}", grid.parents[0].name, grid.parents[1].name)
                                  : trf("Child of {} faces", grid.parents.size());
    std::vector<NamedLatent> faces;
    for (std::size_t i = 0; i < static_cast<std::size_t>(grid.side * grid.side); ++i)
        faces.push_back(
            {child(parents, grid.children, i, static_cast<double>(grid.mutation)), std::nullopt, label});
    return faces;
}

NamedLatent GridController::sum() const {
    const auto& [a, b, c] = state_.grid.terms;
    return {arithmetic(a->latent, b->latent, c->latent), std::nullopt,
            trf("{} - {} + {}", a->name, b->name, c->name)};
}

void GridController::tick(Time /*now*/) {
    if (!state_.model || state_.epoch == epoch_) return;
    epoch_ = state_.epoch;
    GridState& grid = state_.grid;
    std::erase_if(grid.parents, [this](NamedLatent& face) { return !fit_to_model(face, state_); });
    for (auto& term : grid.terms)
        if (term && !fit_to_model(*term, state_)) term.reset();
}

}  // namespace progan
