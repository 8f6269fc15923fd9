/* The border to the training half of the shared library that holds LibTorch, as core/torch/abi/torch_abi.h is
   to its generating half: plain C types, nothing thrown across. Used by core/train/torch_trainer.cpp,
   implemented by core/train/torch/. */
#ifndef PROGAN_CORE_TRAIN_TRAIN_ABI_H
#define PROGAN_CORE_TRAIN_TRAIN_ABI_H

#include "core/torch/abi/torch_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PROGAN_TRAIN_ABI_VERSION 2

/* TrainConfiguration's enumeration Loss, in its order. */
enum { PROGAN_LOSS_WGAN_GP, PROGAN_LOSS_LOGISTIC_R1 };

/* Both networks and what does not change during a run. */
typedef struct ProganTrainNetworks {
    int32_t latent_size;
    const int32_t* channels; /* of the generator's levels; the discriminator mirrors them */
    int32_t level_count;
    int32_t loss;
    int32_t r1_interval; /* the R1 penalty is computed in every so many steps, and weighs as much more */
    uint64_t seed;       /* of the initial weights and of every random number during training */
} ProganTrainNetworks;

/* One process among several that train together. */
typedef struct ProganPeers {
    int32_t rank, size;
    const char* address; /* where rank 0 listens */
    int32_t port;
} ProganPeers;

typedef struct ProganTrainStep {
    int64_t step; /* from 0; every random number follows from it and the seed */
    int32_t level;
    double alpha;         /* fade-in of that level, above 0 */
    int32_t batch;        /* of all processes together */
    const uint8_t* reals; /* [batch, r, r, 3], r = 4 << level; a process takes its part */
    double learning_rate;
    double r1_gamma;
    double average_decay;       /* of the generator's moving average, for this step */
    int32_t restart_optimizers; /* 1: forget the second moments first */
} ProganTrainStep;

typedef struct ProganLosses {
    double generator, discriminator; /* without penalties */
    double real_score, fake_score;   /* means of what the discriminator said */
    double penalty;                  /* gradient penalty or R1, weighted; 0 in a step without */
} ProganLosses;

typedef struct ProganTrainer ProganTrainer;

/* All functions: any one thread at a time. Those that return int32_t give 1 on success; on 0 the error is
 * filled. */
typedef struct ProganTrainApi {
    int32_t abi_version;
    /* device: "cpu" or "cuda:N"; peers: null when alone, else returns when all have met. Null on failure. */
    ProganTrainer* (*create)(const ProganTrainNetworks* networks, const char* device,
                             const ProganPeers* peers, ProganError* error);
    void (*destroy)(ProganTrainer* trainer);
    int32_t (*step)(ProganTrainer* trainer, const ProganTrainStep* step, ProganLosses* losses,
                    ProganError* error);

    /* Returns when every process has called it as often; at once when alone. */
    int32_t (*wait_for_peers)(ProganTrainer* trainer, ProganError* error);

    /* All that training goes on from, besides the step's number: weights, their moving average, second
       moments. float32 tensors by index; names and shapes are valid as long as the trainer. */
    int32_t (*state_count)(const ProganTrainer* trainer);
    int32_t (*state_describe)(const ProganTrainer* trainer, int32_t index, const char** name,
                              const int64_t** shape, int32_t* rank);
    int32_t (*state_read)(ProganTrainer* trainer, int32_t index, float* values, ProganError* error);
    int32_t (*state_write)(ProganTrainer* trainer, int32_t index, const float* values, ProganError* error);
    /* How often the optimizers have stepped since their restart. */
    int64_t (*optimizer_steps)(const ProganTrainer* trainer);
    void (*set_optimizer_steps)(ProganTrainer* trainer, int64_t steps);

    /* Faces by the moving average: latents [count, latent_size] -> rgb [count, r, r, 3]. */
    int32_t (*generate)(ProganTrainer* trainer, const float* latents, size_t count, int32_t level,
                        double alpha, uint8_t* rgb, ProganError* error);
    /* What the discriminator says of pictures [count, r, r, 3] -> scores [count]; gradient [count, 3, r, r]
       or null: of the sum of scores by the pictures' values in -1..1. For tests and for choosing by score. */
    int32_t (*score)(ProganTrainer* trainer, const uint8_t* rgb, size_t count, int32_t level, double alpha,
                     float* scores, float* gradient, ProganError* error);
} ProganTrainApi;

const ProganTrainApi* progan_train_api(void);

#ifdef __cplusplus
}
#endif

#endif
