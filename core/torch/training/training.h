// One training run's networks and one step of both. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/torch/abi/train_abi.h"
#include "core/torch/training/adam.h"
#include "core/torch/training/networks.h"
#include "core/torch/training/process_group.h"

namespace progan_torch {

/// What random numbers are for; each purpose has its own.
enum class Purpose;

class Training {
  public:
    /// `process_group` may be null for a single process. Throws std::invalid_argument on sizes below 1.
    Training(const ProganTrainNetworks& networks, const at::Device& device,
             const ProganProcessGroup* process_group);
    Training(const Training&) = delete;
    Training& operator=(const Training&) = delete;

    /// One step of the discriminator, then of the generator on new faces, then of the moving average.
    ProganLosses step(const ProganTrainStep& step);

    /// Throws std::invalid_argument if a batch cannot be divided among the processes.
    void check_batch(std::int64_t batch) const;
    void wait_for_all_processes();

    /// latents [n, latent_size] float32 -> [n, r, r, 3] from the moving average.
    at::Tensor faces(const at::Tensor& latents, int level, double alpha) const;
    at::Tensor scores(const at::Tensor& images, int level, double alpha) const {
        return score(discriminator_, images, level, alpha);
    }

    /// 8-bit pictures [n, r, r, 3] -> the same in -1..1 on the device.
    at::Tensor to_images(const std::uint8_t* rgb, std::int64_t count, int level) const;

    struct State {
        std::string name;
        std::vector<std::int64_t> shape;
        at::Tensor values;  ///< a view: writing to it changes the training
    };
    const std::vector<State>& state() const { return state_; }
    std::int64_t optimizer_steps() const { return generator_adam_.steps(); }
    void set_optimizer_steps(std::int64_t steps);
    std::int64_t latent_size() const { return latent_size_; }
    const at::Device& device() const { return device_; }

  private:
    ProganLosses train_discriminator(const ProganTrainStep& step);
    double train_generator(const ProganTrainStep& step);
    at::Tensor latents(const ProganTrainStep& step, Purpose purpose) const;
    /// As the discriminator sees them.
    at::Tensor augmented(const at::Tensor& images, const ProganTrainStep& step, Purpose purpose) const;
    at::Tensor own_part(const at::Tensor& batch) const;
    void average_over_processes(const at::Tensor& gradients);
    ProganLosses average_over_processes(const ProganLosses& losses);

    std::int64_t latent_size_;
    int loss_, r1_interval_;
    std::uint64_t seed_;
    bool bfloat16_steps_;
    at::Device device_;
    Parameters generator_, discriminator_;
    at::Tensor ema_;  ///< the generator's moving average, laid out like generator_
    std::map<std::string, at::Tensor> generator_weights_, ema_weights_;
    Adam generator_adam_, discriminator_adam_;
    std::vector<State> state_;
    std::unique_ptr<ProcessGroup> process_group_;  ///< null for a single process
};

}  // namespace progan_torch
