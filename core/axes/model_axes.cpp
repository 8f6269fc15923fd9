#include "core/axes/model_axes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/axes/axis_json.h"
#include "core/axes/axis_list.h"
#include "core/files/json_reader.h"
#include "core/latent/latent_json.h"
#include "core/model/embedded_axes.h"
#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxAxes = 4096;

}  // namespace

std::string axes_to_model_text(std::vector<Axis> axes) {
    nlohmann::ordered_json json;
    json["version"] = kVersion;
    json["axes"] = nlohmann::ordered_json::array();
    for (Axis& axis : axes) {
        if (axis.hidden) continue;
        axis.more.clear();
        axis.less.clear();
        axis.pinned = false;
        axis.order = static_cast<int>(json["axes"].size()) + 1;
        nlohmann::ordered_json entry = axis_to_json(axis);
        entry["direction"] = latent_to_json(axis.direction);
        json["axes"].push_back(std::move(entry));
    }
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::vector<Axis> axes_from_model_text(std::string_view text, const std::string& name,
                                       std::size_t latent_size) {
    if (text.empty()) return {};
    const std::string where = fmt::format("{}: {}", name, kAxesKey);
    const nlohmann::json document = parse_json(text, where);
    const JsonReader json(document, where);
    json.version(kVersion, "a model's axes");
    std::vector<Axis> axes;
    std::set<std::string> ids;
    for (const JsonReader& entry : json.member("axes").elements(0, kMaxAxes)) {
        axes.push_back(axis_from_json(entry, latent_from_json(entry.member("direction"))));
        if (axes.back().direction.size() != latent_size)
            throw Error("{} has a direction of {}, but the model takes {}.", entry.where(),
                        counted(axes.back().direction.size(), "number", "numbers"), latent_size);
        if (!ids.insert(axes.back().id).second)
            throw Error("{} has the same id as an earlier axis.", entry.where());
    }
    sort_by_effect(axes);
    return axes;
}

void save_model_with_axes(const fs::path& from, const fs::path& to, std::vector<Axis> axes) {
    if (std::all_of(axes.begin(), axes.end(), [](const Axis& axis) { return axis.hidden; }))
        throw Error("{} was not written, because there are no axes to put into it.", to.string());
    copy_model_with_axes(from, to, axes_to_model_text(std::move(axes)));
}

}  // namespace progan
