#include "app/explorer/features/grid/grid_state.h"
#include "app/explorer/state/face_json.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxParents = 1000;

Json parents_to_json(const GridState& grid) {
    Json parents = Json::array();
    for (const NamedLatent& face : grid.parents) parents.push_back(named_latent_to_json(face));
    return parents;
}

std::vector<NamedLatent> parents_from_json(const JsonReader& json) {
    std::vector<NamedLatent> parents;
    for (const JsonReader& face : json.elements(0, kMaxParents))
        parents.push_back(named_latent_from_json(face));
    return parents;
}

Json terms_to_json(const GridState& grid) {
    Json terms = Json::array();
    for (const std::optional<NamedLatent>& face : grid.terms)
        terms.push_back(face ? named_latent_to_json(*face) : Json(nullptr));
    return terms;
}

decltype(GridState::terms) terms_from_json(const JsonReader& json) {
    decltype(GridState::terms) terms;
    const std::vector<JsonReader> faces = json.elements(terms.size(), terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i)
        if (!faces[i].is_null()) terms[i] = named_latent_from_json(faces[i]);
    return terms;
}

}  // namespace

void keep(KeptFields& fields, GridState& grid) {
    fields.choice("mode", grid.mode, 3);
    int side = grid.side;
    fields.integer("side", side, 3, 5);
    grid.side = side == 5 ? 5 : 3;
    fields.number("radius", grid.radius, 0, kMaxRadius);
    fields.text("across", grid.across);
    fields.text("down", grid.down);
    fields.seed("directions", grid.directions);
    fields.number("mutation", grid.mutation, 0, kMaxMutation);
    fields.seed("children", grid.children);
    fields.field(
        "parents", [&] { return parents_to_json(grid); },
        [&](const JsonReader& json) { grid.parents = parents_from_json(json); });
    fields.field(
        "terms", [&] { return terms_to_json(grid); },
        [&](const JsonReader& json) { grid.terms = terms_from_json(json); });
}

}  // namespace progan
