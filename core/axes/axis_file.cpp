#include "core/axes/axis_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/axes/axis_json.h"
#include "core/axes/sefa.h"
#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/json_text.h"
#include "core/files/npy.h"
#include "core/files/npz.h"
#include "core/latent/latents_npy.h"
#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxAxes = 4096;
constexpr const char *kList = "axes.json", *kDirections = "directions.npy", *kEffects = "effects.npy";

/// Without `problems`, the first one is thrown; with them, axes that cannot be read are left out.
AxisFile ours(const NpzEntries& entries, const std::string& name, std::vector<std::string>* problems) {
    const auto directions = entries.find(kDirections);
    if (directions == entries.end()) throw Error("{} has no {} to go with its {}.", name, kDirections, kList);
    std::vector<Latent> values =
        latents_from_npy(directions->second, fmt::format("{}: {}", name, kDirections));
    const std::string list_name = fmt::format("{}: {}", name, kList);
    const nlohmann::json document = parse_json(entries.at(kList), list_name);
    const JsonReader json(document, list_name);
    json.version(kVersion, "a list of axes");
    const std::vector<JsonReader> list = json.member("axes").elements();
    if (list.size() != values.size() || values.size() > kMaxAxes)
        throw Error("{} has {} directions and {} axes, but needs the same number of both, at most {}.", name,
                    values.size(), list.size(), kMaxAxes);
    AxisFile file;
    if (const auto model = json.find("model")) {
        file.model_sha256 = model->text_or("sha256", "");
        file.model_name = model->text_or("name", "");
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < values.size(); ++i) {
        try {
            Axis axis = axis_from_json(list[i], std::move(values[i]));
            if (!ids.insert(axis.id).second)
                throw Error("{} has the same id as an earlier axis.", list[i].where());
            file.axes.push_back(std::move(axis));
        } catch (const Error& error) {
            if (!problems) throw;
            problems->emplace_back(error.what());
        }
    }
    return file;
}

/// Directions from another program, named after their source.
void add_imported(std::vector<Latent> directions, const std::string& title, const std::string& where,
                  std::vector<Axis>& axes) {
    const bool several = directions.size() > 1;
    for (std::size_t i = 0; i < directions.size(); ++i) {
        Axis axis;
        axis.method = AxisMethod::imported;
        axis.id = fmt::format("imported-{}", axes.size() + 1);
        axis.name = title.substr(0, kMaxAxisNameBytes - 10) + (several ? fmt::format(" {}", i + 1) : "");
        axis.direction = std::move(directions[i]);
        // A boundary's sign has a meaning, so it is not flipped.
        const Latent as_it_was = axis.direction;
        if (!make_axis_direction(axis.direction))
            throw Error("{} contains a direction of length 0, along which no face can be turned.", where);
        double along = 0;
        for (std::size_t k = 0; k < as_it_was.size(); ++k)
            along += static_cast<double>(axis.direction[k]) * static_cast<double>(as_it_was[k]);
        if (along < 0)
            for (float& component : axis.direction) component = -component;
        if (!axes.empty() && axes.front().direction.size() != axis.direction.size())
            throw Error("{} contains directions of {} and of {}, but all must have the same size.", where,
                        counted(axes.front().direction.size(), "number", "numbers"), axis.direction.size());
        axes.push_back(std::move(axis));
    }
}

}  // namespace

std::string axes_to_npz(const AxisFile& file) {
    std::vector<Latent> directions;
    std::vector<float> effects;
    nlohmann::ordered_json json;
    json["version"] = kVersion;
    json["model"] = {{"sha256", file.model_sha256}, {"name", file.model_name}};
    json["axes"] = nlohmann::ordered_json::array();
    for (const Axis& axis : file.axes) {
        directions.push_back(axis.direction);
        effects.push_back(static_cast<float>(axis.effect));
        json["axes"].push_back(axis_to_json(axis));
    }
    NpzEntries entries;
    entries[kDirections] = latents_to_npy(directions, "a file of axes");
    entries[kEffects] = floats_to_npy(effects);
    entries[kList] = pretty_json(json);
    return write_zip(entries);
}

void save_axes(const fs::path& path, const AxisFile& file) {
    write_file_atomically(path, axes_to_npz(file));
}

namespace {

AxisFile read_axes(std::string_view bytes, const std::string& name, std::vector<std::string>* problems) {
    const std::string title = fs::path(name).stem().string();
    AxisFile file;
    if (!is_zip(bytes)) {
        add_imported(latents_from_npy(bytes, name), title, name, file.axes);
    } else {
        const NpzEntries entries = read_npz(bytes, name);
        if (entries.contains(kList)) return ours(entries, name, problems);
        for (const auto& [entry, contents] : entries) {
            if (!entry.ends_with(".npy")) continue;
            const std::string array = entry.substr(0, entry.size() - 4);
            std::vector<Latent> directions;
            try {
                directions = latents_from_npy(contents, fmt::format("{}: {}", name, array));
            } catch (const Error&) {  // there may be scores, labels and the like beside the directions
                continue;
            }
            if (directions.size() == 1 && directions[0].size() == 1) continue;
            add_imported(std::move(directions),
                         array == "boundary" ? title : fmt::format("{} {}", title, array), name, file.axes);
        }
    }
    if (file.axes.empty())
        throw Error("{} contains no directions, but a float32 or float64 array of shape [n, size] is needed.",
                    name);
    if (file.axes.size() > kMaxAxes)
        throw Error("{} contains {} directions, more than the maximum of {}.", name, file.axes.size(),
                    kMaxAxes);
    return file;
}

}  // namespace

AxisFile axes_from_bytes(std::string_view bytes, const std::string& name) {
    return read_axes(bytes, name, nullptr);
}

AxisFile load_axes(const fs::path& path) {
    return axes_from_bytes(read_text_file(path, kMaxFileBytes), path.string());
}

bool is_axis_file_name(const fs::path& path) {
    std::string extension = path.extension().string();
    for (char& c : extension)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return extension == ".npy" || extension == ".npz";
}

void save_boundary(const fs::path& path, const Axis& axis) {
    write_latents_npy(path, std::span(&axis.direction, 1));
}

fs::path axes_path(const fs::path& folder, const std::string& sha256) {
    return folder / "axes" / (sha256 + ".npz");
}

KeptAxes load_kept_axes(const fs::path& path, std::size_t latent_size) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return {};
    KeptAxes kept{{}, true, ""};
    std::vector<std::string> problems;
    try {
        AxisFile file = read_axes(read_text_file(path, kMaxFileBytes), path.string(), &problems);
        if (!file.axes.empty() && file.axes.front().direction.size() != latent_size)
            throw Error("{} contains axes of {}, but its model takes {}.", path.string(),
                        counted(file.axes.front().direction.size(), "number", "numbers"), latent_size);
        kept.axes = std::move(file.axes);
    } catch (const Error& error) {
        return {{}, false, set_aside_with_notice(path, error.what())};
    }
    if (!problems.empty())
        kept.warning = fmt::format(
            "{} of the axes could not be read and {} left out. {} The original file is kept as {}.",
            problems.size(), problems.size() == 1 ? "was" : "were", problems.front(),
            keep_aside(path).filename().string());
    return kept;
}

}  // namespace progan
