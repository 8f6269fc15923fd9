// One model on one device: what makes faces. The real ones are cpu/cpu_generator.h and
// devices/torch_backend.h; tests have a small fake. Owned and called by one thread (the engine's worker, or a
// command's main thread).
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/spec.h"

namespace progan {

/// A to-RGB head: a 1x1 convolution that takes the features of a level to an image in the model's output
/// range.
struct RgbHead {
    std::vector<float> weight;  ///< [3][channels of the level]
    std::array<float, 3> bias{};
};

/// A face that is being made, at a level whose features are there. Valid during the call that gets it.
class FaceSoFar {
  public:
    virtual int level() const = 0;
    /// What a head makes of the features, without output activation: resolution(level()) pixels a side.
    virtual Image picture(const RgbHead& head) const = 0;
    /// The features, pixel norm applied, of some pixels (y * side + x): [pixels][channels].
    virtual std::vector<float> features(std::span<const int> pixels) const = 0;

  protected:
    ~FaceSoFar() = default;
};

/// Called at each level below the one that is made, lowest first. What it throws ends the making.
using LevelReached = std::function<void(const FaceSoFar&)>;

/// One model on one device.
class Generator {
  public:
    virtual ~Generator() = default;

    virtual const ModelSpec& spec() const = 0;

    /// In what numbers it computes, for people: "float32"; of a GPU, "float16, within 0.0012 of float32".
    virtual std::string arithmetic() const { return "float32"; }

    /// The face of one latent at `level` with fade-in `alpha` (1 = this level alone, 0 = the level below,
    /// upsampled). Equal input gives byte-equal pixels: the window, the recorder and the command line all
    /// call this. Throws Error on a wrong size, a level without to-RGB head or alpha outside 0..1, and
    /// DeviceError.
    virtual Image generate(std::span<const float> latent, int level, double alpha) = 0;

    /// The faces of several latents; each equals what generate() makes of it (on a GPU, up to rounding).
    /// Faster where much of the time goes into reading weights.
    virtual std::vector<Image> generate_batch(std::span<const Latent> latents, int level, double alpha) {
        std::vector<Image> images;
        for (const Latent& latent : latents) images.push_back(generate(latent, level, alpha));
        return images;
    }

    /// The same before clamping: [3, r, r] in spec().output_min..output_max.
    virtual std::vector<float> generate_values(std::span<const float> latent, int level, double alpha) = 0;

    /// The same two for somebody who watches how a face grows. A device that cannot be watched never calls
    /// `reached`.
    virtual Image generate_watched(std::span<const float> latent, int level, double alpha,
                                   const LevelReached& /*reached*/) {
        return generate(latent, level, alpha);
    }
    virtual std::vector<float> generate_values_watched(std::span<const float> latent, int level, double alpha,
                                                       const LevelReached& /*reached*/) {
        return generate_values(latent, level, alpha);
    }
};

/// Throws Error if the model takes latents of another size or has no such level: before memory is taken for a
/// face.
void check_request(const ModelSpec& spec, std::size_t latent_size, int level);

}  // namespace progan
