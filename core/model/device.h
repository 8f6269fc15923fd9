// The devices that a generator can run on.
#pragma once

#include <string>
#include <vector>

#include "core/support/error.h"

namespace progan {

/// A device that worked and does so no longer: its memory is taken by others, its driver has failed.
class DeviceError : public Error {
  public:
    using Error::Error;
};

struct Device {
    std::string id;    ///< "cpu", "cuda:0", ...
    std::string name;  ///< for people: "CPU (2 threads)", "NVIDIA H200"
};

/// The device id for what a person wrote: "auto" (the first CUDA device, else the CPU), "cpu", "cuda",
/// "cuda:N". Throws Error naming the devices there are.
std::string resolve_device(const std::string& wish, const std::vector<Device>& devices);

}  // namespace progan
