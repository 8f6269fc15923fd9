/* The border to the shared library that holds LibTorch. Plain C types only: a program with a GL window must
   not link LibTorch (both crash in one link on Debian 13), official LibTorch builds may use another C++ ABI
   than ours, and nothing may throw across. Opened with dlopen by core/model/devices/torch_backend.cpp,
   implemented by core/model/torch/. */
#ifndef PROGAN_CORE_MODEL_TORCH_ABI_H
#define PROGAN_CORE_MODEL_TORCH_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PROGAN_TORCH_ABI_VERSION 2

typedef struct ProganTensor {
    const char* name;
    const float* values; /* contiguous, row-major */
    const int64_t* shape;
    int32_t rank;
} ProganTensor;

/* The enumerations of spec.h, in their order there (torch_backend.cpp asserts that they agree). */
enum { PROGAN_FIRST_LINEAR, PROGAN_FIRST_CONV_TRANSPOSE, PROGAN_FIRST_CONV };
enum { PROGAN_NORM_AFTER_ACTIVATION, PROGAN_NORM_BEFORE_ACTIVATION, PROGAN_NORM_NONE };
enum { PROGAN_OUTPUT_LINEAR, PROGAN_OUTPUT_TANH, PROGAN_OUTPUT_HARDTANH };

/* In what numbers a generator computes. FASTEST_EXACT: on a GPU the fastest whose images were found within
   half an 8-bit step of float32's when the generator was made; on the CPU float32. */
enum { PROGAN_FASTEST_EXACT, PROGAN_FLOAT32, PROGAN_FLOAT16, PROGAN_BFLOAT16 };

/* ModelSpec (spec.h) field by field. Which levels have a to-RGB head follows from the tensors given. */
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
    char message[1024];    /* one sentence, UTF-8, zero-terminated */
    int32_t device_failed; /* 1: the device, its memory or its driver; 0: what was asked for */
} ProganError;

typedef struct ProganGenerator ProganGenerator;

/* All functions: any one thread at a time. Those that return int32_t give 1 on success; on 0 the error is
 * filled. */
typedef struct ProganTorchApi {
    int32_t abi_version;
    const char* torch_version;
    int32_t (*cuda_device_count)(void);
    /* Name of a CUDA device into buffer (zero-terminated). */
    int32_t (*cuda_device_name)(int32_t index, char* buffer, size_t size, ProganError* error);
    void (*set_thread_count)(int32_t threads);
    int32_t (*thread_count)(void);

    /* device: "cpu" or "cuda:N". precision: one of the enumeration. Null on failure. Tensors are copied. */
    ProganGenerator* (*create)(const ProganSpec* spec, const ProganTensor* tensors, size_t tensor_count,
                               const char* device, int32_t precision, ProganError* error);
    void (*destroy)(ProganGenerator* generator);
    /* For people: "float16, within 0.0012 of float32". Valid as long as the generator. */
    const char* (*arithmetic)(const ProganGenerator* generator);
    /* latents [count, latent_size] -> images at `level` with fade-in `alpha` in 0..1. 1 is this level alone,
       0 the level below alone, upsampled; a level needs its to-RGB head only if it has a part in the image.
       rgb: [count, r, r, 3] 8-bit or null. values: [count, 3, r, r] in the spec's output range before
       clamping, or null. */
    int32_t (*generate)(ProganGenerator* generator, const float* latents, size_t count, int32_t level,
                        double alpha, uint8_t* rgb, float* values, ProganError* error);
} ProganTorchApi;

/* The library's only symbol. */
const ProganTorchApi* progan_torch_api(void);

#ifdef __cplusplus
}
#endif

#endif
