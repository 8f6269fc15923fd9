#include "core/sound/sound_curves.h"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/tx.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <new>
#include <numbers>

#include "core/sound/libav_owners.h"
#include "core/sound/sound_reader.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kWindow = 512, kHop = 128, kBins = kWindow / 2 + 1;
constexpr double kCompression = 10;
constexpr double kLeastFlux = 1e-4;   // of rounding and dither alone
constexpr double kLeastPower = 1e-9;  // -90 dB of full scale: silence
constexpr double kRangeDb = 40;
constexpr double kRelease = 0.15;           // seconds
constexpr double kLeastLoudSeconds = 0.02;  // one period of 50 Hz
constexpr double kMaxFps = 1000;
constexpr double kLeastMissingSeconds = 0.5;  // encoders count what they pad a sound with
constexpr std::size_t kPiece = kSoundRate / 4;

struct FreeMemory {
    void operator()(AVComplexFloat* memory) const { av_free(memory); }
};
using Numbers = std::unique_ptr<AVComplexFloat[], FreeMemory>;

Numbers make_numbers(std::size_t count) {
    auto* memory = static_cast<AVComplexFloat*>(av_calloc(count, sizeof(AVComplexFloat)));
    if (memory == nullptr) throw std::bad_alloc();
    return Numbers(memory);
}

/// Compressed magnitudes of one window.
class Spectrum {
  public:
    Spectrum() : in_(make_numbers(kWindow)), out_(make_numbers(kWindow)) {
        AVTXContext* made = nullptr;
        const float scale = 1;
        if (av_tx_init(&made, &transform_, AV_TX_FLOAT_FFT, 0, kWindow, &scale, 0) < 0)
            throw std::bad_alloc();
        context_.reset(made);
        double sum = 0;
        for (std::size_t i = 0; i < kWindow; ++i) {
            hann_[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / double{kWindow});
            sum += hann_[i];
        }
        for (double& weight : hann_) weight *= 2 / sum;
    }

    void of(std::span<const float, kWindow> samples, std::array<double, kBins>& compressed) {
        for (std::size_t i = 0; i < kWindow; ++i)
            in_[i] = {static_cast<float>(hann_[i] * static_cast<double>(samples[i])), 0};
        transform_(context_.get(), out_.get(), in_.get(), sizeof(AVComplexFloat));
        for (std::size_t k = 0; k < kBins; ++k)
            compressed[k] = std::log1p(
                kCompression * std::hypot(static_cast<double>(out_[k].re), static_cast<double>(out_[k].im)));
    }

  private:
    std::unique_ptr<AVTXContext, libav::Free<av_tx_uninit>> context_;
    av_tx_fn transform_ = nullptr;
    Numbers in_, out_;
    std::array<double, kWindow> hann_{};
};

/// Takes the sound piece by piece.
class CurveMaker {
  public:
    explicit CurveMaker(double fps) : fps_(fps) {
        if (!(fps > 0 && fps <= kMaxFps))
            throw Error("The curves of a sound must have above 0 and up to {} frames per second, not {}.",
                        kMaxFps, fps);
    }

    void add(std::span<const float> samples) {
        for (const float sample : samples) {
            const auto frame = static_cast<std::size_t>(frame_at(samples_));
            if (frame >= energy_.size()) {
                energy_.resize(frame + 1, 0);
                counts_.resize(frame + 1, 0);
            }
            energy_[frame] += static_cast<double>(sample) * static_cast<double>(sample);
            ++counts_[frame];
            ++samples_;
            shift_in(sample);
        }
    }

    SoundCurves finish() {
        SoundCurves curves;
        curves.fps = fps_;
        curves.seconds = static_cast<double>(samples_) / kSoundRate;
        while (filled_ != 0) shift_in(0);  // the last window ends in silence
        if (energy_.empty()) {
            energy_.assign(1, 0);
            counts_.assign(1, 0);
        }
        curves.loudness = loudness();
        curves.onsets = onsets(curves.loudness.size());
        fall_slowly(curves.loudness);
        fall_slowly(curves.onsets);
        return curves;
    }

  private:
    double frame_at(std::int64_t sample) const {
        // Samples on a frame's very edge are the new frame's, whatever the rounding.
        return std::floor(static_cast<double>(sample) * fps_ / kSoundRate + 1e-9);
    }

    void shift_in(float sample) {
        recent_[kWindow - kHop + filled_] = sample;
        if (++filled_ < kHop) return;
        filled_ = 0;
        spectrum_.of(recent_, now_);
        double flux = 0;
        for (std::size_t k = 0; k < kBins; ++k) flux += std::max(0.0, now_[k] - before_[k]);
        flux_.push_back(static_cast<float>(flux / double{kBins}));
        before_ = now_;
        std::copy(recent_.begin() + kHop, recent_.end(), recent_.begin());
    }

    std::vector<float> loudness() const {
        const auto apart = static_cast<std::size_t>(std::ceil(kLeastLoudSeconds * fps_ - 1e-9));
        const std::size_t wide = std::max<std::size_t>(apart, 1);
        std::vector<double> power(energy_.size(), 0);
        for (std::size_t i = 0; i < power.size(); ++i) {
            double sum = 0;
            std::int64_t count = 0;
            for (std::size_t j = i; j < std::min(i + wide, power.size()); ++j) {
                sum += energy_[j];
                count += counts_[j];
            }
            power[i] = count > 0 ? sum / static_cast<double>(count) : 0;
        }
        const double most = *std::max_element(power.begin(), power.end());
        std::vector<float> curve(power.size(), 0);
        if (most < kLeastPower) return curve;
        for (std::size_t i = 0; i < power.size(); ++i)
            if (power[i] > 0)
                curve[i] =
                    static_cast<float>(std::clamp(1 + 10 * std::log10(power[i] / most) / kRangeDb, 0.0, 1.0));
        return curve;
    }

    std::vector<float> onsets(std::size_t frames) const {
        std::vector<float> curve(frames, 0);
        const float most = flux_.empty() ? 0 : *std::max_element(flux_.begin(), flux_.end());
        if (most < static_cast<float>(kLeastFlux)) return curve;
        for (std::size_t n = 0; n < flux_.size(); ++n) {
            const auto frame = static_cast<std::size_t>(frame_at(static_cast<std::int64_t>(n * kHop)));
            if (frame < frames) curve[frame] = std::max(curve[frame], flux_[n] / most);
        }
        return curve;
    }

    void fall_slowly(std::vector<float>& curve) const {
        const auto kept = static_cast<float>(std::exp(-1 / (fps_ * kRelease)));
        for (std::size_t i = 1; i < curve.size(); ++i) curve[i] = std::max(curve[i], kept * curve[i - 1]);
    }

    const double fps_;
    std::int64_t samples_ = 0;
    std::vector<double> energy_;        ///< sum of squares of each frame
    std::vector<std::int32_t> counts_;  ///< and samples
    std::array<float, kWindow> recent_{};
    std::size_t filled_ = 0;  ///< of the newest hop
    Spectrum spectrum_;
    std::array<double, kBins> now_{}, before_{};
    std::vector<float> flux_;
};

}  // namespace

SoundCurves sound_curves(std::span<const float> samples, double fps) {
    CurveMaker maker(fps);
    maker.add(samples);
    return maker.finish();
}

SoundCurves read_sound_curves(const std::filesystem::path& path, double fps, const ProgressReport& progress) {
    SoundReader reader(path, kSoundRate, 1);
    CurveMaker maker(fps);
    std::vector<float> piece(kPiece);
    std::int64_t read = 0;
    for (std::size_t count = piece.size(); count == piece.size();) {
        count = reader.read(piece);
        maker.add(std::span(piece).first(count));
        read += static_cast<std::int64_t>(count);
        if (!progress) continue;
        const std::int64_t done = read / kSoundRate;
        progress(done, std::max<std::int64_t>(done + 1, std::llround(reader.told_seconds())));
    }
    SoundCurves curves = maker.finish();
    curves.left_out = reader.left_out();
    if (reader.stated_seconds() > curves.seconds + kLeastMissingSeconds)
        curves.stated_seconds = reader.stated_seconds();
    return curves;
}

}  // namespace progan
