#include "core/model/backend.h"

#include <algorithm>

#include "core/model/quote.h"
#include "core/support/error.h"

namespace progan {

void check_request(const ModelSpec& spec, std::size_t latent_size, int level) {
    if (latent_size != static_cast<std::size_t>(spec.latent_size))
        throw Error("A latent of " + std::to_string(latent_size) +
                    " components was given to a model that takes " + std::to_string(spec.latent_size) + ".");
    if (level < 0 || level >= level_count(spec))
        throw Error("Level " + std::to_string(level) + " was asked for, but the model has levels 0 to " +
                    std::to_string(level_count(spec) - 1) + ".");
}

std::string resolve_device(const std::string& wish, const std::vector<Device>& devices) {
    const auto first_cuda = std::find_if(devices.begin(), devices.end(),
                                         [](const Device& device) { return device.id.starts_with("cuda:"); });
    if (wish == "auto") return first_cuda != devices.end() ? first_cuda->id : "cpu";
    if (wish == "cuda" && first_cuda != devices.end()) return first_cuda->id;
    std::string known;
    for (const Device& device : devices) {
        if (device.id == wish) return wish;
        known += (known.empty() ? "" : ", ") + device.id;
    }
    throw Error("Device " + in_quotes(wish) + " is not on this machine, which has: " + known + ".");
}

}  // namespace progan
