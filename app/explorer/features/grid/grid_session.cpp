#include "app/explorer/features/grid/grid_session.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/explorer/state/face_json.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostParents = 1000;

Json to_json(const PickedFace& face) {
    return {{"latent", face.latent}, {"seed", seed_to_json(face.seed)}, {"label", face.label}};
}

Json to_json(const std::optional<PickedFace>& face) {
    return face ? to_json(*face) : Json(nullptr);
}

std::optional<PickedFace> picked_from_json(const Json& object) {
    if (object.is_null()) return std::nullopt;
    PickedFace face{floats(object, "latent"), seed_from_json(object), object.value("label", "")};
    if (length(face.latent) == 0) throw Error("\"latent\" is not a face");
    return face;
}

template <class Number>
void take(const Json& object, const char* name, Number low, Number high, Number& value) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number()) return;
    const double number = found->get<double>();
    if (number >= static_cast<double>(low) && number <= static_cast<double>(high))
        value = static_cast<Number>(number);
}

template <class Choice>
Choice choice(const Json& object, const char* name, int count, Choice otherwise) {
    int value = static_cast<int>(otherwise);
    take(object, name, 0, count - 1, value);
    return static_cast<Choice>(value);
}

}  // namespace

Json grid_to_json(const GridState& grid) {
    Json parents = Json::array(), terms = Json::array();
    for (const PickedFace& face : grid.parents) parents.push_back(to_json(face));
    for (const auto& face : grid.terms) terms.push_back(to_json(face));
    return {{"mode", static_cast<int>(grid.mode)},
            {"side", grid.side},
            {"radius", grid.radius},
            {"across", grid.across},
            {"down", grid.down},
            {"directions", grid.directions},
            {"parents", parents},
            {"mutation", grid.mutation},
            {"children", grid.children},
            {"terms", terms}};
}

GridState grid_from_json(const Json& object) {
    GridState grid;
    grid.mode = choice(object, "mode", 3, grid.mode);
    grid.side = object.value("side", 3) == 5 ? 5 : 3;
    take(object, "radius", 0.0f, kLargestRadius, grid.radius);
    grid.across = object.value("across", "");
    grid.down = object.value("down", "");
    take(object, "directions", 0u, ~0u, grid.directions);
    take(object, "mutation", 0.0f, kLargestMutation, grid.mutation);
    take(object, "children", 0u, ~0u, grid.children);
    for (const Json& parent : object.value("parents", Json::array()))
        if (const auto face = picked_from_json(parent); face && grid.parents.size() < kMostParents)
            grid.parents.push_back(*face);
    const Json terms = object.value("terms", Json::array());
    for (std::size_t i = 0; i < std::min(terms.size(), grid.terms.size()); ++i)
        grid.terms[i] = picked_from_json(terms.at(i));
    return grid;
}

Json compare_to_json(const CompareState& compare) {
    Json sides = Json::array();
    for (const ComparedFace& side : compare.sides)
        sides.push_back({{"face", to_json(side.face)}, {"live", side.live}});
    return {{"sides", sides},
            {"view", static_cast<int>(compare.view)},
            {"other_shown", compare.other_shown},
            {"divider", compare.divider}};
}

CompareState compare_from_json(const Json& object) {
    CompareState compare;
    const Json sides = object.value("sides", Json::array());
    for (std::size_t i = 0; i < std::min(sides.size(), compare.sides.size()); ++i)
        compare.sides[i] = {picked_from_json(sides.at(i).at("face")), sides.at(i).value("live", false)};
    compare.view = choice(object, "view", 4, compare.view);
    compare.other_shown = object.value("other_shown", false);
    take(object, "divider", 0.0, 1.0, compare.divider);
    return compare;
}

}  // namespace progan
