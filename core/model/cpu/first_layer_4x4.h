// The first layer on the CPU: a latent to [4][4][channels]. All three kinds (FirstLayer) are such a matrix.
// Immutable after construction.
#pragma once

#include "core/kernels/kernels.h"
#include "core/kernels/thread_pool.h"
#include "core/model/cpu/convolution.h"
#include "core/model/model_file.h"
#include "core/support/aligned_buffer.h"

namespace progan {

class FirstLayer4x4 {
  public:
    /// Keeps a reference to `spec`, which is the model's.
    FirstLayer4x4(const Kernels& kernels, const ModelSpec& spec, const Model& model);

    /// latents [count][latent_size] -> out, with leaky ReLU and, if the spec has it, pixel norm.
    void run(ThreadPool& pool, const float* latents, int count, Features& out) const;

    /// The same before leaky ReLU: sums [count][4][4][padded channels].
    void sums(ThreadPool& pool, const float* latents, int count, float* sums) const;

  private:
    void multiply(ThreadPool& pool, const float* latents, int count, float* to) const;
    int columns() const;

    const Kernels& kernels_;
    const ModelSpec& spec_;
    int channels_;
    AlignedBuffer weights_;  ///< [panel][latent][columns]
    AlignedBuffer bias_;     ///< [4][4][padded channels]
};

/// Its transpose: gradients by the first layer's sums to gradients by latents.
class FirstLayerTranspose {
  public:
    FirstLayerTranspose(const Kernels& kernels, const Model& model);

    /// gradients [count][4][4][padded channels] -> [count][padded(latent_size)].
    void run(ThreadPool& pool, const float* gradients, int count, float* to) const;

  private:
    const Kernels& kernels_;
    int latent_, depth_;
    AlignedBuffer weights_;  ///< [panel][4 * 4 * padded channels][columns]
};

}  // namespace progan
