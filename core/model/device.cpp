#include "core/model/device.h"

#include <algorithm>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {

std::string resolve_device(const std::string& requested, const std::vector<Device>& devices) {
    const auto first_cuda = std::find_if(devices.begin(), devices.end(),
                                         [](const Device& device) { return device.id.starts_with("cuda:"); });
    if (requested == "auto") return first_cuda != devices.end() ? first_cuda->id : "cpu";
    if (requested == "cuda" && first_cuda != devices.end()) return first_cuda->id;
    std::string known;
    for (const Device& device : devices) {
        if (device.id == requested) return requested;
        known += (known.empty() ? "" : ", ") + device.id;
    }
    throw Error("Device {} is not available. This machine has: {}.", quote(requested), known);
}

}  // namespace progan
