#include "core/train/checkpoint.h"

#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/files/safetensors.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr const char* kKey = "progan_training";

}  // namespace

void write_training_checkpoint(const std::filesystem::path& file, const TrainingCheckpoint& checkpoint) {
    const nlohmann::ordered_json about{{"version", 1},
                                       {"configuration", configuration_to_json(checkpoint.configuration)},
                                       {"data", checkpoint.data},
                                       {"steps", checkpoint.steps},
                                       {"images", checkpoint.images},
                                       {"optimizer_steps", checkpoint.state.optimizer_steps},
                                       {"optimizer_level", checkpoint.state.optimizer_level}};
    std::vector<SafetensorsTensor> tensors;
    for (const WeightTensor& tensor : checkpoint.state.tensors)
        tensors.push_back({tensor.name, tensor.shape, tensor.values});
    write_file_atomically(file, write_safetensors(tensors, {{kKey, about.dump()}}));
}

TrainingCheckpoint read_training_checkpoint(const std::filesystem::path& file) {
    const InputFile in(file);
    const SafetensorsContents contents = read_safetensors_header(in);
    const auto about = contents.header.metadata.find(kKey);
    if (about == contents.header.metadata.end())
        throw Error(file.string() + " is not the checkpoint of a training run.");
    TrainingCheckpoint checkpoint;
    try {
        const nlohmann::json json = nlohmann::json::parse(about->second);
        if (json.at("version") != 1)
            throw Error(file.string() + " comes from a newer version of this program.");
        checkpoint.configuration = configuration_from_json(json.at("configuration").get<std::string>());
        checkpoint.data = json.at("data");
        checkpoint.steps = json.at("steps");
        checkpoint.images = json.at("images");
        checkpoint.state.optimizer_steps = json.at("optimizer_steps");
        checkpoint.state.optimizer_level = json.at("optimizer_level");
    } catch (const nlohmann::json::exception& error) {
        throw Error(file.string() + " cannot be read as a training run's checkpoint: " + error.what());
    }
    if (checkpoint.steps < 0 || checkpoint.images < 0 || checkpoint.state.optimizer_steps < 0)
        throw Error(file.string() + " has a position below 0.");
    for (const SafetensorsEntry& entry : contents.header.entries) {
        if (entry.dtype != "F32")
            throw Error(file.string() + " holds " + entry.name + " as " + entry.dtype +
                        ", but F32 is needed.");
        WeightTensor tensor{entry.name, entry.shape,
                            std::vector<float>((entry.end - entry.begin) / sizeof(float))};
        in.read(contents.data_offset + entry.begin, std::as_writable_bytes(std::span(tensor.values)));
        checkpoint.state.tensors.push_back(std::move(tensor));
    }
    return checkpoint;
}

}  // namespace progan
