#include "app/explorer/features/compare/compare_state.h"
#include "app/explorer/state/face_json.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {
namespace {

using Json = nlohmann::json;
using Sides = decltype(CompareState::sides);

Json sides_to_json(const Sides& sides) {
    Json json = Json::array();
    for (const ComparedFace& side : sides)
        json.push_back(
            {{"face", side.face ? named_latent_to_json(*side.face) : Json(nullptr)}, {"live", side.live}});
    return json;
}

Sides sides_from_json(const JsonReader& json) {
    Sides sides;
    const std::vector<JsonReader> read = json.elements(sides.size(), sides.size());
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const std::optional<JsonReader> face = read[i].find("face");
        sides[i].face = face ? std::optional(named_latent_from_json(*face)) : std::nullopt;
        sides[i].live = read[i].boolean_or("live", false);
    }
    return sides;
}

}  // namespace

void keep(KeptFields& fields, CompareState& compare) {
    fields.field(
        "sides", [&] { return sides_to_json(compare.sides); },
        [&](const JsonReader& json) { compare.sides = sides_from_json(json); });
    fields.choice("view", compare.view, 4);
    fields.flag("other_shown", compare.other_shown);
    fields.number("divider", compare.divider, 0, 1);
}

}  // namespace progan
