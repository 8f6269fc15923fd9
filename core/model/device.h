// The devices that a generator can run on.
#pragma once

#include <string>
#include <vector>

#include "core/support/error.h"

namespace progan {

/// A device that worked has failed: other programs took its memory, or its driver broke.
class DeviceError : public Error {
  public:
    using Error::Error;
};

struct Device {
    std::string id;    ///< "cpu", "cuda:0", ...
    std::string name;  ///< for display: "CPU (2 threads)", "NVIDIA H200"
};

/// The id of the requested device: "auto" (the first CUDA device, otherwise the CPU), "cpu", "cuda" or
/// "cuda:N". Throws Error naming the available devices.
std::string resolve_device(const std::string& requested, const std::vector<Device>& devices);

}  // namespace progan
