/* The ABI boundary to the shared library that contains LibTorch. Plain C types only: a program with a GL
 * window must not link LibTorch (linked together, both crash on Debian 13), official LibTorch builds may use
 * another C++ ABI than ours, and no exception may cross. Opened with dlopen by
 * core/model/devices/torch_backend.cpp, implemented in core/torch/inference/. */
#ifndef PROGAN_CORE_MODEL_TORCH_ABI_H
#define PROGAN_CORE_MODEL_TORCH_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* NOLINTBEGIN(modernize-use-using,modernize-redundant-void-arg): this is C. */

#define PROGAN_TORCH_ABI_VERSION 3

typedef struct ProganTensor {
    const char* name;
    const float* values; /* contiguous, row-major */
    const int64_t* shape;
    int32_t rank;
} ProganTensor;

/* The enumerations of spec.h, in the same order (torch_backend.cpp asserts this). */
enum { PROGAN_FIRST_LINEAR, PROGAN_FIRST_CONV_TRANSPOSE, PROGAN_FIRST_CONV };
enum { PROGAN_NORM_AFTER_ACTIVATION, PROGAN_NORM_BEFORE_ACTIVATION, PROGAN_NORM_NONE };
enum { PROGAN_OUTPUT_LINEAR, PROGAN_OUTPUT_TANH, PROGAN_OUTPUT_HARDTANH };

/* The precision that a generator computes in. FASTEST_EXACT: on a GPU the fastest whose images were within
 * half an 8-bit step of float32's when the generator was created; on the CPU float32. */
enum { PROGAN_FASTEST_EXACT, PROGAN_FLOAT32, PROGAN_FLOAT16, PROGAN_BFLOAT16 };

/* ModelSpec (spec.h) field by field. The tensors show which levels have a to-RGB head. */
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

/* ChannelEdit (core/latent/channel_edits.h): the features of one channel are multiplied, after pixel norm. */
typedef struct ProganChannelEdit {
    int32_t level, channel;
    float strength;
} ProganChannelEdit;

typedef struct ProganError {
    char message[1024];    /* one sentence, UTF-8, zero-terminated */
    int32_t device_failed; /* 1: the device, its memory or its driver failed; 0: the request was wrong */
} ProganError;

typedef struct ProganGenerator ProganGenerator;

/* All functions: any thread, but one at a time. Those that return int32_t return 1 on success; on 0 they set
 * the error. */
typedef struct ProganTorchApi {
    int32_t abi_version;
    const char* torch_version;
    int32_t (*cuda_device_count)(void);
    /* Writes the name of a CUDA device to the buffer (zero-terminated). */
    int32_t (*cuda_device_name)(int32_t index, char* buffer, size_t size, ProganError* error);
    void (*set_thread_count)(int32_t threads);
    int32_t (*thread_count)(void);

    /* device: "cpu" or "cuda:N". precision: one of the enumeration. Copies the tensors. Null on failure. */
    ProganGenerator* (*create)(const ProganSpec* spec, const ProganTensor* tensors, size_t tensor_count,
                               const char* device, int32_t precision, ProganError* error);
    void (*destroy)(ProganGenerator* generator);
    /* For display: "float16, within 0.0012 of float32". Valid as long as the generator. */
    const char* (*precision)(const ProganGenerator* generator);
    /* latents [count, latent_size] -> images at `level` with fade-in `alpha` in 0..1: 1 is this level alone,
     * 0 the level below alone, upsampled. A level needs its to-RGB head only if it contributes to the image.
     * rgb: [count, r, r, 3] 8-bit or null. values: [count, 3, r, r] in the spec's output range before
     * clamping, or null. The edits are of all these faces. */
    int32_t (*generate)(ProganGenerator* generator, const float* latents, size_t count, int32_t level,
                        double alpha, const ProganChannelEdit* edits, size_t edit_count, uint8_t* rgb,
                        float* values, ProganError* error);
    /* One latent -> LevelFeatures (core/model/generator.h): values [r * r, channels], norms [r * r]. */
    int32_t (*features)(ProganGenerator* generator, const float* latent, int32_t level,
                        const ProganChannelEdit* edits, size_t edit_count, float* values, float* norms,
                        ProganError* error);
} ProganTorchApi;

/* Exported by the library. */
const ProganTorchApi* progan_torch_api(void);

/* NOLINTEND(modernize-use-using,modernize-redundant-void-arg) */

#ifdef __cplusplus
}
#endif

#endif
