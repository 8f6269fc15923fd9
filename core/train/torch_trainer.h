// The two networks in training, behind the ABI boundary to LibTorch (train_abi.h). Owned and used by one
// thread.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/model_file.h"
#include "core/torch/abi/configuration.h"
#include "core/train/process_group_config.h"
#include "core/train/schedule.h"

struct ProganTrainer;
struct ProganTrainApi;

namespace progan {

/// Like ProganLosses of train_abi.h.
struct Losses {
    double generator = 0, discriminator = 0, real_score = 0, fake_score = 0, penalty = 0;
    double real_sign = 0;
};

/// Everything that training continues from.
struct TrainerState {
    std::vector<WeightTensor> tensors;
    std::int64_t optimizer_steps = 0;
    int optimizer_level = -1;  ///< level of the last step; a new level restarts the optimizers
};

class TorchTrainer {
  public:
    /// Starts with random weights from the configuration's seed, on `device` ("cpu", "cuda:N"). With a
    /// process group it returns once all processes are connected. Throws Error.
    TorchTrainer(const std::filesystem::path& library, const TrainConfiguration& configuration,
                 const std::string& device, const std::optional<ProcessGroupConfig>& process_group = {});
    ~TorchTrainer();
    TorchTrainer(const TorchTrainer&) = delete;
    TorchTrainer& operator=(const TorchTrainer&) = delete;

    /// Step number `step` of both networks at `position`, on `reals` [batch][r][r][3], with each change of
    /// what the discriminator sees at `augment_probability`. Throws Error.
    Losses step(const SchedulePoint& position, std::int64_t step, std::span<const std::uint8_t> reals,
                double augment_probability = 0);
    void set_learning_rates(std::vector<double> rates) { configuration_.learning_rates = std::move(rates); }

    /// A barrier: returns once every process of the run has called it. At once for a single process.
    void wait_for_all_processes();

    TrainerState state() const;
    /// Throws Error naming a tensor that is missing or has another shape.
    void restore(const TrainerState& state);

    /// Faces from the generator's moving average.
    std::vector<Image> faces(std::span<const Latent> latents, int level, double alpha) const;

    /// The moving average as a model of the levels so far, with the equalized scale folded in.
    Model model(const SchedulePoint& position) const;

    /// The discriminator's scores of pictures at the level. `gradient` ([n][3][r][r] or empty) receives the
    /// gradient of their sum with respect to the values in -1..1.
    std::vector<float> scores(std::span<const Image> pictures, int level, double alpha,
                              std::span<float> gradient = {}) const;

  private:
    TrainConfiguration configuration_;
    const ProganTrainApi* api_;
    ProganTrainer* trainer_;
    int optimizer_level_ = -1;
};

}  // namespace progan
