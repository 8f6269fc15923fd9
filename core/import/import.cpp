#include "core/import/import.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "core/import/rejection.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

// More specific names first: netdissect's "layer1.conv.weight" is also InterFaceGAN's.
constexpr std::array<const Dialect*, 16> kDialects{&kKeras,      &kGanZoo,       &kNvidia,     &kTheano,
                                                   &kTfGan,      &kMmGeneration, &kAkanimaxV2, &kAkanimaxV3,
                                                   &kAladdin,    &kRosinality,   &kPtrblck,    &kInterFaceGan,
                                                   &kNetdissect, &kGenForce,     &kNashory,    &kTfUnnamed};

// Prefixes of generators in state dicts, alone or after one another.
constexpr std::string_view kWrappers[] = {"module.",
                                          "generator_ema.",
                                          "generator_smooth.",
                                          "generator.",
                                          "g_ema.",
                                          "G_ema.",
                                          "netG.",
                                          "net.",
                                          "model.",
                                          "gen.",
                                          "G.",
                                          "g_running.",
                                          "gan.",
                                          "_orig_mod."};

bool contains_word(std::string_view text, std::initializer_list<std::string_view> words) {
    const std::string lower = to_lower(text);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

struct Candidate {
    std::unique_ptr<NamedTensors> names;
    const Dialect* dialect = nullptr;
    bool ema = false;
    int rank = 0;  ///< the highest wins
};

/// Whether the place is an exponential moving average of the generator, judged by the names that code bases
/// use.
bool is_average(const NamedTensors& names) {
    return contains_word(names.place(), {"avgg", "ema", "shadow", "smooth", "g_running", "average"});
}

/// NVIDIA's pickles are (G, D, Gs): the last network of the tuple is the moving average.
bool is_last_of_tuple(const Checkpoint& checkpoint, const TensorGroup& group) {
    if (group.path.empty() || group.path[0] < '0' || group.path[0] > '9') return false;
    return group.path[0] == '2' &&
           std::any_of(checkpoint.groups.begin(), checkpoint.groups.end(),
                       [](const TensorGroup& other) { return other.path.starts_with("0."); });
}

/// Optimizers store moments under the networks' own names.
bool is_optimizer_part(const TensorGroup& group) {
    return contains_word(group.path, {"optim", "exp_avg", "tmp"});
}

bool is_discriminator(const NamedTensors& names) {
    return contains_word(names.place(), {"discriminator", "netd", "critic"});
}

std::vector<std::string> prefixes_of(const TensorGroup& group) {
    std::vector<std::string> prefixes{""};
    for (std::size_t i = 0; i < prefixes.size() && prefixes.size() < 16; ++i)
        for (const std::string_view wrapper : kWrappers) {
            const std::string longer = prefixes[i] + std::string(wrapper);
            if (std::any_of(group.tensors.begin(), group.tensors.end(),
                            [&](const NamedTensor& named) { return named.name.starts_with(longer); }))
                prefixes.push_back(longer);
        }
    return prefixes;
}

std::vector<Candidate> find_candidates(const Checkpoint& checkpoint, const std::string& wanted) {
    std::vector<Candidate> candidates;
    for (const TensorGroup& group : checkpoint.groups) {
        if (is_optimizer_part(group)) continue;
        for (const std::string& prefix : prefixes_of(group)) {
            auto names = std::make_unique<NamedTensors>(checkpoint, group, prefix);
            if (is_discriminator(*names)) continue;
            for (const Dialect* dialect : kDialects) {
                if (!wanted.empty() && dialect->name != wanted) continue;
                if (!dialect->matches(*names)) continue;
                Candidate candidate;
                candidate.ema = is_average(*names) || is_last_of_tuple(checkpoint, group);
                candidate.rank = candidate.ema ? 1 : 0;
                candidate.dialect = dialect;
                candidate.names = std::make_unique<NamedTensors>(checkpoint, group, prefix);
                candidates.push_back(std::move(candidate));
                break;
            }
        }
    }
    return candidates;
}

const Dialect* dialect_named(const std::string& name) {
    const auto found = std::find_if(kDialects.begin(), kDialects.end(),
                                    [&](const Dialect* dialect) { return dialect->name == name; });
    if (found != kDialects.end()) return *found;
    std::string known;
    for (const Dialect* dialect : kDialects)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", dialect->name);
    throw Error("There is no dialect {}. Choose one of {}.", quote(name), known);
}

std::string container_title(const std::string& container) {
    if (container == "torch-zip") return "PyTorch (zip)";
    if (container == "torch-legacy") return "PyTorch (before 1.6)";
    if (container == "pickle") return "Python pickle";
    if (container == "tensorbundle") return "TensorFlow checkpoint";
    if (container == "keras-hdf5") return "Keras (HDF5)";
    if (container == "keras") return "Keras (.keras)";
    return container;
}

std::string format_number(double value) {
    std::string text = std::to_string(value);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string first_layer_text(FirstLayer layer) {
    switch (layer) {
        case FirstLayer::linear:
            return "linear";
        case FirstLayer::conv_transpose:
            return "transposed 4 x 4 convolution";
        case FirstLayer::conv:
            return "4 x 4 convolution of the padded latent";
    }
    return "";
}

/// One line saying which entries of the file were left out, and why.
std::string ignored_text(const Checkpoint& checkpoint, const Candidate& chosen) {
    std::size_t other_groups = 0, optimizers = 0, unused = 0;
    std::string example;
    for (const TensorGroup& group : checkpoint.groups) {
        if (&group == &chosen.names->group()) {
            for (const NamedTensor& named : group.tensors) {
                if (!named.name.starts_with(chosen.names->prefix()) ||
                    chosen.names->used().contains(named.name.substr(chosen.names->prefix().size())))
                    continue;
                if (unused++ == 0) example = named.name;
            }
            for (const NamedTensor& named : group.tensors)
                if (!named.name.starts_with(chosen.names->prefix())) ++other_groups;
        } else if (is_optimizer_part(group)) {
            optimizers += group.tensors.size();
        } else {
            other_groups += group.tensors.size();
        }
    }
    std::string text;
    const auto add = [&](std::size_t count, const std::string& what) {
        if (count) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", count, what);
    };
    add(other_groups, "tensors of other networks");
    add(optimizers, "optimizer tensors");
    add(unused, fmt::format("tensors unused by the generator, such as {}", quote(example)));
    return text.empty() ? "nothing" : text;
}

std::vector<OriginFact> origin_of(const Checkpoint& checkpoint, const Candidate& chosen,
                                  const ModelSpec& spec, const std::vector<std::string>& notes) {
    std::vector<OriginFact> facts;
    facts.push_back({"Read from", std::filesystem::path(checkpoint.file).filename().string()});
    facts.push_back({"Container", container_title(checkpoint.container)});
    facts.push_back({"Code base", std::string(chosen.dialect->title)});
    facts.push_back({"Dialect", std::string(chosen.dialect->name)});
    facts.push_back({"Weights", chosen.names->place() + (chosen.ema ? " (the moving average)" : "")});
    facts.push_back({"Level", fmt::format("{0} ({1} x {1})", spec.last_level, resolution(spec.last_level))});
    facts.push_back({"Alpha", format_number(spec.alpha)});
    facts.push_back({"Latent", fmt::format("{}, {} by the network", spec.latent_size,
                                           spec.normalize_latent ? "normalised" : "not normalised")});
    facts.push_back({"First layer", first_layer_text(spec.first_layer)});
    facts.push_back({"Ignored", ignored_text(checkpoint, chosen)});
    for (const std::string& note : notes) facts.push_back({"Note", note});
    return facts;
}

}  // namespace

std::span<const Dialect* const> dialects() {
    return kDialects;
}

std::vector<std::string> dialect_names() {
    std::vector<std::string> names;
    names.reserve(kDialects.size());
    for (const Dialect* dialect : kDialects) names.emplace_back(dialect->name);
    return names;
}

Model convert_checkpoint(const Checkpoint& checkpoint, const ImportOptions& options,
                         const ProgressReport& progress) {
    if (!options.dialect.empty()) dialect_named(options.dialect);
    std::vector<Candidate> candidates = find_candidates(checkpoint, options.dialect);
    if (candidates.empty()) {
        if (!options.dialect.empty())
            throw Error("{} does not look like {}.", checkpoint.file, dialect_named(options.dialect)->title);
        throw Error(explain_rejection(checkpoint));
    }
    Candidate& chosen =
        *std::max_element(candidates.begin(), candidates.end(),
                          [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
    const std::filesystem::path path = checkpoint.file;
    GeneratorBuilder builder(checkpoint.file);
    builder.spec.name =
        path.filename().empty() ? path.parent_path().filename().string() : path.stem().string();
    chosen.dialect->convert(*chosen.names, options, builder);
    Model model = builder.build(options.level, progress);
    const auto& used = chosen.names->used();
    if (std::any_of(used.begin(), used.end(),
                    [](const std::string& name) { return name.ends_with("/ExponentialMovingAverage"); }))
        chosen.ema = true;
    model.origin = origin_of(checkpoint, chosen, model.spec, builder.notes());
    model.sha256 = checkpoint.sha256;
    model.path = path;
    model.file_bytes = static_cast<std::size_t>(checkpoint.file_bytes);
    return model;
}

Model import_checkpoint(const std::filesystem::path& path, const ImportOptions& options,
                        const ProgressReport& progress) {
    if (!options.dialect.empty()) dialect_named(options.dialect);
    const auto part = [&](std::int64_t from, std::int64_t share) -> ProgressReport {
        if (!progress) return {};
        return [&progress, from, share](std::int64_t done, std::int64_t total) {
            progress(from + (total > 0 ? done * share / total : 0), 1000);
        };
    };
    const Checkpoint checkpoint = open_checkpoint(path, part(0, 500));
    return convert_checkpoint(checkpoint, options, part(500, 500));
}

Model open_any_model(const std::filesystem::path& path, const ImportOptions& options,
                     const ProgressReport& progress) {
    const bool options_given = !options.dialect.empty() || options.level || options.label;
    if (is_checkpoint(path) || (options_given && !is_model_file(path)))
        return import_checkpoint(path, options, progress);
    std::error_code ignored;
    if (!is_model_file(path) && std::filesystem::exists(path, ignored))
        return import_checkpoint(path, options, progress);
    Model model = load_model(path);
    if (!options.dialect.empty())
        throw Error("{} is a model file of this program, so no other code base can be chosen for it.",
                    path.string());
    if (options.label)
        throw Error("{} is a model file of this program, and these have no labels to choose from.",
                    path.string());
    if (options.level) {
        if (!has_to_rgb(model.spec, *options.level))
            throw Error("{} has no to-RGB head at level {}.", path.string(), *options.level);
        model.spec.last_level = *options.level;
        model.spec.alpha = 1;
    }
    return model;
}

}  // namespace progan
