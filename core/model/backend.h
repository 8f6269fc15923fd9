// What runs networks: the available devices, and generators on them. Owned and called by one thread (the
// engine's worker, or a command's main thread).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/model/device.h"
#include "core/model/generator.h"
#include "core/model/model_file.h"

namespace progan {

class Backend {
  public:
    virtual ~Backend() = default;

    virtual std::string version() const = 0;          ///< for display: "LibTorch 1.13.1"
    virtual std::vector<Device> devices() const = 0;  ///< the CPU first
    /// Copies the weights to the device. `device` is an id of devices(). Throws Error.
    virtual std::unique_ptr<Generator> create(const Model& model, const std::string& device) = 0;
    /// The same for a model that is no longer needed: may empty its tensors on the way, so that a large one
    /// is not in memory twice. If it throws for a device other than "cpu", the model is unchanged.
    virtual std::unique_ptr<Generator> create(Model&& model, const std::string& device) {
        return create(model, device);
    }
};

}  // namespace progan
