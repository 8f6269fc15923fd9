/* The ABI boundary to the training half of the shared library that contains LibTorch;
 * core/torch/abi/torch_abi.h is the other half. Plain C types, and no exception crosses. Used by
 * core/train/torch_trainer.cpp, implemented in core/torch/training/. */
#ifndef PROGAN_CORE_TRAIN_TRAIN_ABI_H
#define PROGAN_CORE_TRAIN_TRAIN_ABI_H

#include "core/torch/abi/torch_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NOLINTBEGIN(modernize-use-using,modernize-redundant-void-arg): this is C. */

#define PROGAN_TRAIN_ABI_VERSION 5

/* TrainConfiguration's enumeration Loss, in its order. */
enum { PROGAN_LOSS_WGAN_GP, PROGAN_LOSS_LOGISTIC_R1 };

/* Both networks and everything else that stays the same during a run. */
typedef struct ProganTrainNetworks {
    int32_t latent_size;
    const int32_t* channels;               /* of the generator's levels */
    const int32_t* discriminator_channels; /* of the discriminator's, as many levels */
    int32_t level_count;
    int32_t loss;
    int32_t r1_interval; /* the R1 penalty is computed every this many steps, with its weight scaled up
                            accordingly */
    uint64_t seed;       /* for the initial weights and every random number during training */
} ProganTrainNetworks;

/* One process among several that train together. */
typedef struct ProganProcessGroup {
    int32_t rank, size;
    const char* address; /* where rank 0 listens */
    int32_t port;
} ProganProcessGroup;

typedef struct ProganTrainStep {
    int64_t step; /* from 0; together with the seed it determines every random number */
    int32_t level;
    double alpha;         /* fade-in of that level, above 0 */
    int32_t batch;        /* of all processes together */
    const uint8_t* reals; /* [batch, r, r, 3], r = 4 << level; each process uses its part */
    double learning_rate;
    double r1_gamma;
    double ema_decay;           /* decay of the generator's moving average in this step */
    int32_t restart_optimizers; /* 1: reset the second moments first */
    double augment_probability; /* of each change of the pictures that the discriminator sees, 0..1 */
} ProganTrainStep;

typedef struct ProganLosses {
    double generator, discriminator; /* without penalties */
    double real_score, fake_score;   /* means of the discriminator's scores */
    double penalty;                  /* gradient penalty or R1, weighted; 0 in a step without it */
    double real_sign;                /* mean of the signs of the scores of real pictures */
} ProganLosses;

typedef struct ProganTrainer ProganTrainer;

/* A trained discriminator that describes pictures, apart from any run. */
typedef struct ProganDescriber ProganDescriber;

/* The most pictures that one call describes. */
#define PROGAN_MAX_DESCRIBED 32

/* All functions: any thread, but one at a time. Those that return int32_t return 1 on success; on 0 they set
 * the error. */
typedef struct ProganTrainApi {
    int32_t abi_version;
    /* device: "cpu" or "cuda:N". process_group: null for a single process; otherwise returns once all are
     * connected. Null on failure. */
    ProganTrainer* (*create)(const ProganTrainNetworks* networks, const char* device,
                             const ProganProcessGroup* process_group, ProganError* error);
    void (*destroy)(ProganTrainer* trainer);
    int32_t (*step)(ProganTrainer* trainer, const ProganTrainStep* step, ProganLosses* losses,
                    ProganError* error);

    /* A barrier: returns once every process has called it. At once for a single process. */
    int32_t (*wait_for_all_processes)(ProganTrainer* trainer, ProganError* error);

    /* Everything that training continues from besides the step number: weights, their moving average, second
     * moments. float32 tensors by index; names and shapes are valid as long as the trainer. */
    int32_t (*state_count)(const ProganTrainer* trainer);
    int32_t (*state_describe)(const ProganTrainer* trainer, int32_t index, const char** name,
                              const int64_t** shape, int32_t* rank);
    int32_t (*state_read)(ProganTrainer* trainer, int32_t index, float* values, ProganError* error);
    int32_t (*state_write)(ProganTrainer* trainer, int32_t index, const float* values, ProganError* error);
    /* Optimizer steps since their restart. */
    int64_t (*optimizer_steps)(const ProganTrainer* trainer);
    void (*set_optimizer_steps)(ProganTrainer* trainer, int64_t steps);

    /* Faces from the moving average: latents [count, latent_size] -> rgb [count, r, r, 3]. */
    int32_t (*generate)(ProganTrainer* trainer, const float* latents, size_t count, int32_t level,
                        double alpha, uint8_t* rgb, ProganError* error);
    /* The discriminator's scores [count] of images [count, r, r, 3]. gradient [count, 3, r, r] or null: of
     * the sum of scores with respect to the images' values in -1..1. For tests and for ranking by score. */
    int32_t (*score)(ProganTrainer* trainer, const uint8_t* rgb, size_t count, int32_t level, double alpha,
                     float* scores, float* gradient, ProganError* error);

    /* channels: of the levels, 4 x 4 first. tensors: all of a training state's discriminator up to the last
     * level, named without "discriminator."; copied. Null on failure. */
    ProganDescriber* (*describer_create)(const int32_t* channels, int32_t level_count,
                                         const ProganTensor* tensors, size_t tensor_count, const char* device,
                                         ProganError* error);
    void (*describer_destroy)(ProganDescriber* describer);
    /* Features of a picture. */
    int64_t (*feature_count)(const ProganDescriber* describer);
    /* What the discriminator's layers make of pictures at its last level, wholly faded in, before anything
     * that depends on the others: images [count, r, r, 3], count at most PROGAN_MAX_DESCRIBED -> features
     * [count, feature_count]. */
    int32_t (*describe)(ProganDescriber* describer, const uint8_t* rgb, size_t count, float* features,
                        ProganError* error);
} ProganTrainApi;

const ProganTrainApi* progan_train_api(void);

/* NOLINTEND(modernize-use-using,modernize-redundant-void-arg) */

#ifdef __cplusplus
}
#endif

#endif
