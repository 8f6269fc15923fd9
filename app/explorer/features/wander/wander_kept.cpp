#include "app/explorer/features/wander/wander_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {
namespace {

constexpr std::size_t kMaxAxes = 100'000;

}  // namespace

void keep(KeptFields& fields, WanderState& wander) {
    fields.number("pace", wander.pace, kMinPace, kMaxPace);
    fields.number("reach", wander.reach, kMinWanderReach, kWholeSphereReach);
    fields.flag("chosen_only", wander.chosen_only);
    fields.field(
        "axes", [&] { return nlohmann::json(wander.axes); },
        [&](const JsonReader& json) {
            std::set<std::string> axes;
            for (const JsonReader& axis : json.elements(0, kMaxAxes)) axes.insert(axis.text());
            wander.axes = axes;
        });
}

}  // namespace progan
