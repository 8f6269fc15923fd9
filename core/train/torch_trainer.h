// The two networks in training, behind the border to LibTorch (train_abi.h). Owned and used by one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/model_file.h"
#include "core/torch/abi/configuration.h"
#include "core/train/peers.h"
#include "core/train/schedule.h"

struct ProganTrainer;
struct ProganTrainApi;

namespace progan {

/// As ProganLosses of train_abi.h.
struct Losses {
    double generator = 0, discriminator = 0, real_score = 0, fake_score = 0, penalty = 0;
};

/// Everything the networks' training goes on from.
struct TrainerState {
    std::vector<WeightTensor> tensors;
    std::int64_t optimizer_steps = 0;
    int optimizer_level = -1;  ///< of the last step: a new level starts the optimizers anew
};

class TorchTrainer {
  public:
    /// Fresh weights from the configuration's seed, on `device` ("cpu", "cuda:N"). With peers it returns when
    /// all have met. Throws Error.
    TorchTrainer(const std::filesystem::path& library, const TrainConfiguration& configuration,
                 const std::string& device, const std::optional<Peers>& peers = {});
    ~TorchTrainer();
    TorchTrainer(const TorchTrainer&) = delete;
    TorchTrainer& operator=(const TorchTrainer&) = delete;

    /// One step of both networks at `position`, the run's step number `step`, on pictures rgb
    /// [batch][r][r][3]. Throws Error.
    Losses step(const Position& position, std::int64_t step, std::span<const std::uint8_t> reals);

    /// Returns when every process of the run has called it as often; at once when alone.
    void wait_for_peers();

    TrainerState state() const;
    /// Throws Error naming the tensor that is missing or has another shape.
    void restore(const TrainerState& state);

    /// Faces by the generator's moving average.
    std::vector<Image> faces(std::span<const Latent> latents, int level, double alpha) const;

    /// The moving average as a model of the levels so far, equalized scale folded in.
    Model model(const Position& position) const;

    /// What the discriminator says of pictures of the level; `gradient` (may be empty: [n][3][r][r]) is the
    /// gradient of their sum by the values in -1..1.
    std::vector<float> scores(std::span<const Image> pictures, int level, double alpha,
                              std::span<float> gradient = {}) const;

  private:
    TrainConfiguration configuration_;
    const ProganTrainApi* api_;
    ProganTrainer* trainer_;
    int optimizer_level_ = -1;
};

}  // namespace progan
