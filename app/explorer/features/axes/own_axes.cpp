#include "app/explorer/features/axes/own_axes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/explorer/state/queries.h"
#include "core/axes/axis_list.h"
#include "core/latent/rotation.h"

namespace progan {

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

std::size_t listed_group(const Axis& axis) {
    if (axis.pinned) return 0;
    if (axis.order) return 1;
    if (axis.method == AxisMethod::taught) return 2;
    return axis.method == AxisMethod::imported ? 3 : 4;
}

}  // namespace progan
