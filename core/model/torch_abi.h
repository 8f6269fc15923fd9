/* The border to the shared library that holds LibTorch. Plain C types only: a program with a GL window must not link
   LibTorch (both crash in one link on Debian 13), official LibTorch builds may use another C++ ABI than ours, and nothing
   may throw across. Opened with dlopen by core/model/torch_backend.cpp, implemented by core/model/torch/. */
#ifndef PROGAN_CORE_MODEL_TORCH_ABI_H
#define PROGAN_CORE_MODEL_TORCH_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PROGAN_TORCH_ABI_VERSION 1

typedef struct ProganTensor {
    const char* name;
    const float* values; /* contiguous, row-major */
    const int64_t* shape;
    int32_t rank;
} ProganTensor;

/* ModelSpec (spec.h) field by field; enumerations by their order there. */
typedef struct ProganSpec {
    int32_t latent_size;
    const int32_t* channels;
    int32_t level_count;
    int32_t first_layer;
    int32_t normalize_latent;
    int32_t norm_after_first;
    int32_t norm_placement;
    double norm_epsilon;
    int32_t epsilon_inside_root;
    double leaky_slope;
    int32_t output_activation;
    int32_t output_activation_from_level;
    double output_min, output_max;
} ProganSpec;

typedef struct ProganError {
    char message[1024]; /* one sentence, UTF-8, zero-terminated */
} ProganError;

typedef struct ProganGenerator ProganGenerator;

/* All functions: any one thread at a time. Those that return int32_t give 1 on success; on 0 the error is filled. */
typedef struct ProganTorchApi {
    int32_t abi_version;
    const char* torch_version;
    int32_t (*cuda_device_count)(void);
    /* Name of a CUDA device into buffer (zero-terminated). */
    int32_t (*cuda_device_name)(int32_t index, char* buffer, size_t size, ProganError* error);
    void (*set_thread_count)(int32_t threads);
    int32_t (*thread_count)(void);

    /* device: "cpu" or "cuda:N". Null on failure. Tensors are copied. */
    ProganGenerator* (*create)(const ProganSpec* spec, const ProganTensor* tensors, size_t tensor_count, const char* device,
                               ProganError* error);
    void (*destroy)(ProganGenerator* generator);
    /* latents [count, latent_size] -> images at `level` with fade-in `alpha` in 0..1 (1 = this level alone; below 1 level and
       level - 1 must have heads). rgb: [count, r, r, 3] 8-bit or null. values: [count, 3, r, r] in the spec's output range before clamping, or null. */
    int32_t (*generate)(ProganGenerator* generator, const float* latents, size_t count, int32_t level, double alpha,
                        uint8_t* rgb, float* values, ProganError* error);
} ProganTorchApi;

/* The library's only symbol. */
const ProganTorchApi* progan_torch_api(void);

#ifdef __cplusplus
}
#endif

#endif
