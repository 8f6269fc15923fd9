// A model on a device, ready to make faces. The real ones are cpu/cpu_generator.h and
// devices/torch_backend.h; tests have a small fake. Owned and called by one thread (the engine's worker, or a
// command's main thread).
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/latent/channel_edits.h"
#include "core/latent/latent.h"
#include "core/model/spec.h"

namespace progan {

/// A to-RGB head: a 1x1 convolution that turns the features of a level into an image in the model's output
/// range.
struct RgbHead {
    std::vector<float> weight;  ///< [3][channels of the level]
    std::array<float, 3> bias{};
};

/// A face that is being made, at a level whose features are complete. Valid only during the callback.
class IntermediateFace {
  public:
    virtual int level() const = 0;
    /// The image that a head makes of the features, without output activation: resolution(level()) pixels per
    /// side.
    virtual Image picture(const RgbHead& head) const = 0;
    /// The features, with pixel norm applied, of some pixels (y * side + x): [pixels][channels].
    virtual std::vector<float> features(std::span<const int> pixels) const = 0;

  protected:
    ~IntermediateFace() = default;
};

/// Called at each level below the one requested, lowest first. What it throws aborts the face.
using LevelCallback = std::function<void(const IntermediateFace&)>;

/// All channels of a level, as the next level and to-RGB read them.
struct LevelFeatures {
    int level = 0, side = 0, channels = 0;
    std::vector<float> values;  ///< [side * side][channels], after pixel norm and edits
    /// [side * side]: the root mean square over the channels that pixel norm divided by; where there is no
    /// pixel norm, that of the features.
    std::vector<float> norms;
};

/// One model on one device.
class Generator {
  public:
    virtual ~Generator() = default;

    virtual const ModelSpec& spec() const = 0;

    /// The precision it computes in, for display: "float32", or on a GPU "float16, within 0.0012 of float32".
    virtual std::string precision() const { return "float32"; }

    /// The face of a latent at `level` with fade-in `alpha` (1 = this level alone, 0 = the level below,
    /// upsampled). Equal input gives byte-equal pixels: the window, the recorder and the command line all
    /// call this. Throws Error on a wrong size, a level without a to-RGB head or alpha outside 0..1, and
    /// DeviceError.
    virtual Image generate(std::span<const float> latent, int level, double alpha) = 0;

    /// The faces of several latents, each equal to generate()'s (on a GPU, up to rounding). Faster if much of
    /// the time goes into reading weights.
    virtual std::vector<Image> generate_batch(std::span<const Latent> latents, int level, double alpha) {
        std::vector<Image> images;
        for (const Latent& latent : latents) images.push_back(generate(latent, level, alpha));
        return images;
    }

    /// The same before clamping: [3, r, r] in spec().output_min..output_max.
    virtual std::vector<float> generate_values(std::span<const float> latent, int level, double alpha) = 0;

    /// The same two, calling `reached` at each lower level; devices without access to intermediate features
    /// never call it.
    virtual Image generate(std::span<const float> latent, int level, double alpha,
                           const LevelCallback& /*reached*/) {
        return generate(latent, level, alpha);
    }
    virtual std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                               const LevelCallback& /*reached*/) {
        return generate_values(latent, level, alpha);
    }

    /// Whether the device computes features that can be changed and read: the three that follow.
    virtual bool shows_features() const { return false; }
    /// The same two with some of the channels changed; without edits, byte-equal to those above. Throws Error
    /// for edits that do not fit the model, and for any on a device that does not take them.
    virtual Image generate(std::span<const float> latent, int level, double alpha,
                           const LevelCallback& reached, const ChannelEdits& edits);
    virtual std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                               const LevelCallback& reached, const ChannelEdits& edits);
    /// The features of a level, which needs no to-RGB head. Throws Error as above.
    virtual LevelFeatures features(std::span<const float> latent, int level, const ChannelEdits& edits);
};

/// Throws Error if the model has no such channel, or a strength is not 0..kMaxChannelStrength.
void check_edits(const ModelSpec& spec, const ChannelEdits& edits);
/// Those that the model has the channels for.
ChannelEdits edits_that_fit(const ModelSpec& spec, const ChannelEdits& edits);

/// Throws Error if the model takes latents of another size or has no such level, before memory is allocated
/// for a face.
void check_request(const ModelSpec& spec, std::size_t latent_size, int level);

}  // namespace progan
