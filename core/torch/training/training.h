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

class Training {
  public:
    /// `peers` may be null: alone. Throws std::invalid_argument on sizes below 1.
    Training(const ProganTrainNetworks& networks, const at::Device& device, const ProganPeers* peers);
    Training(const Training&) = delete;
    Training& operator=(const Training&) = delete;

    /// The discriminator's step, then the generator's on new faces, then the moving average's.
    ProganLosses step(const ProganTrainStep& step);

    /// Throws std::invalid_argument if a batch cannot be shared out among the processes.
    void check_batch(std::int64_t batch) const;
    void wait_for_peers();

    /// latents [n, latent_size] float32 -> [n, 3, r, r] by the moving average.
    at::Tensor faces(const at::Tensor& latents, int level, double alpha) const;
    at::Tensor scores(const at::Tensor& images, int level, double alpha) const {
        return score(discriminator_, images, level, alpha);
    }

    /// 8-bit pictures [n, r, r, 3] -> [n, 3, r, r] in -1..1 on the device.
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
    at::Tensor latents(const ProganTrainStep& step, int purpose) const;
    at::Tensor own_part(const at::Tensor& batch) const;
    void average_over_peers(const at::Tensor& gradients);
    ProganLosses average_over_peers(const ProganLosses& losses);

    std::int64_t latent_size_;
    int loss_, r1_interval_;
    std::uint64_t seed_;
    at::Device device_;
    Parameters generator_, discriminator_;
    at::Tensor average_;  ///< the generator's moving average, laid out as generator_
    std::map<std::string, at::Tensor> generator_weights_, average_weights_;
    Adam generator_adam_, discriminator_adam_;
    std::vector<State> state_;
    std::unique_ptr<ProcessGroup> peers_;  ///< null: alone
};

}  // namespace progan_torch
