#include "core/train/checkpoint.h"

#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/json_text.h"
#include "core/files/safetensors.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/train/tensors_file.h"

namespace progan {
namespace {

constexpr const char* kKey = "progan_training";
constexpr int kVersion = 2;

/// An earlier program would train on what is held back, and would not augment.
int needed_version(const TrainConfiguration& configuration) {
    return configuration.augment == Augment::none && configuration.held_back == 0 ? 1 : kVersion;
}

}  // namespace

void write_training_checkpoint(const std::filesystem::path& file, const TrainingCheckpoint& checkpoint) {
    nlohmann::ordered_json about{{"version", needed_version(checkpoint.configuration)},
                                 {"configuration", configuration_to_json(checkpoint.configuration)},
                                 {"data", checkpoint.data},
                                 {"steps", checkpoint.steps},
                                 {"images", checkpoint.images},
                                 {"optimizer_steps", checkpoint.state.optimizer_steps},
                                 {"optimizer_level", checkpoint.state.optimizer_level}};
    about["augment"] = {{"probability", checkpoint.augment.probability},
                        {"real_sign", checkpoint.augment.real_sign}};
    if (checkpoint.best)
        about["best"] = {{"images", checkpoint.best->images},
                         {"level", checkpoint.best->level},
                         {"distance", checkpoint.best->distance}};
    std::vector<SafetensorsTensor> tensors;
    for (const WeightTensor& tensor : checkpoint.state.tensors)
        tensors.push_back({tensor.name, tensor.shape, tensor.values});
    write_file_atomically(file, write_safetensors(tensors, {{kKey, json_line(about)}}));
}

TrainingCheckpoint read_training_checkpoint(const std::filesystem::path& file) {
    const InputFile in(file);
    const SafetensorsContents contents = read_safetensors_header(in);
    const auto about = contents.header.metadata.find(kKey);
    if (about == contents.header.metadata.end())
        throw Error("{} is not the checkpoint of a training run.", file.string());
    TrainingCheckpoint checkpoint;
    const std::string name = file.string();
    const nlohmann::json document = parse_json(about->second, "The metadata of " + name);
    const JsonReader json(document, name);
    json.version(kVersion, "a training run's checkpoint");
    checkpoint.configuration = configuration_from_json(json.member("configuration").text());
    checkpoint.data = json.member("data").text();
    checkpoint.steps = json.member("steps").integer(0, INT64_MAX);
    checkpoint.images = json.member("images").integer(0, INT64_MAX);
    checkpoint.state.optimizer_steps = json.member("optimizer_steps").integer(0, INT64_MAX);
    checkpoint.state.optimizer_level = json.member("optimizer_level").integer();
    if (const auto augment = json.find("augment")) {  // later than the first ones
        checkpoint.augment.probability = augment->member("probability").number(0, kMaxAugmentation);
        checkpoint.augment.real_sign = augment->member("real_sign").number(-1, 1);
    }
    if (const auto best = json.find("best"))
        checkpoint.best = {best->member("images").integer(0, INT64_MAX), best->member("level").integer(),
                           best->member("distance").number(0)};
    checkpoint.state.tensors = read_float_tensors(in, contents);
    if (const WeightTensor* tensor = first_not_finite(checkpoint.state.tensors))
        throw Error(
            "{}: tensor {} has a value that is not finite (NaN or infinity), so the run diverged before this "
            "checkpoint was written. A new run can start from one of its snapshots (--init).",
            name, quote(tensor->name));
    return checkpoint;
}

bool is_training_checkpoint(const std::filesystem::path& file) {
    try {
        const InputFile in(file);
        return in.size() >= kSafetensorsPrefix && read_safetensors_header(in).header.metadata.contains(kKey);
    } catch (const Error&) {
        return false;
    }
}

}  // namespace progan
