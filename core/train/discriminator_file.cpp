#include "core/train/discriminator_file.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/safetensors.h"
#include "core/support/error.h"
#include "core/train/tensors_file.h"

namespace progan {
namespace {

constexpr const char* kKey = "progan_discriminator";
constexpr int kVersion = 1;
constexpr int kMaxLevel = 8;  // 1024 x 1024

}  // namespace

int level_of_tensor(std::string_view name) {
    constexpr std::string_view kLevels = "discriminator.levels.";
    int level = 0;
    if (name.starts_with(kLevels))
        std::from_chars(name.data() + kLevels.size(), name.data() + name.size(), level);
    return level;
}

void write_discriminator(const std::filesystem::path& file, const TrainerState& state, int level) {
    std::vector<SafetensorsTensor> tensors;
    for (const WeightTensor& tensor : state.tensors)
        if (tensor.name.starts_with(kDiscriminatorPrefix) && level_of_tensor(tensor.name) <= level)
            tensors.push_back({tensor.name, tensor.shape, tensor.values});
    const nlohmann::ordered_json about{{"version", kVersion}, {"level", level}};
    write_file_atomically(file, write_safetensors(tensors, {{kKey, about.dump()}}));
}

DiscriminatorFile read_discriminator(const std::filesystem::path& file) {
    const InputFile in(file);
    const SafetensorsContents contents = read_safetensors_header(in);
    const auto about = contents.header.metadata.find(kKey);
    if (about == contents.header.metadata.end())
        throw Error(
            "{} is not a discriminator that progan train wrote, but the discriminator.safetensors of a run "
            "is needed.",
            file.string());
    const nlohmann::json document = parse_json(about->second, "The metadata of " + file.string());
    const JsonReader json(document, file.string());
    json.version(kVersion, "a discriminator");
    DiscriminatorFile discriminator{static_cast<int>(json.member("level").integer(0, kMaxLevel)),
                                    read_float_tensors(in, contents)};
    check_finite(discriminator.tensors, file.string());
    return discriminator;
}

}  // namespace progan
