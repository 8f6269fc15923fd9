#include "core/model/device.h"

#include <algorithm>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {

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
    throw Error("Device {} is not available. This machine has: {}.", quote(wish), known);
}

}  // namespace progan
