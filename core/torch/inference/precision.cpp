#include "core/torch/inference/precision.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

namespace progan_torch {
namespace {

constexpr std::int64_t kProbes = 4;

const char* name_of(at::ScalarType type) {
    if (type == at::kHalf) return "float16";
    return type == at::kBFloat16 ? "bfloat16" : "float32";
}

at::ScalarType type_of(int precision) {
    switch (precision) {
        case PROGAN_FLOAT32:
        case PROGAN_FASTEST_EXACT:
            return at::kFloat;
        case PROGAN_FLOAT16:
            return at::kHalf;
        case PROGAN_BFLOAT16:
            return at::kBFloat16;
        default:
            throw std::invalid_argument("The requested precision is unknown.");
    }
}

/// The largest difference of any value, on the scale where the output range is [-1, 1]; NaN if a value is not
/// finite.
double difference(const at::Tensor& a, const at::Tensor& b, const Network& network) {
    return (a - b).abs().max().item<double>() * 2 / (network.output_max() - network.output_min());
}

}  // namespace

ChosenNetwork choose_precision(const ProganSpec& spec, const std::map<std::string, at::Tensor>& tensors,
                               const at::Device& device, int precision) {
    const at::ScalarType wanted = type_of(precision);
    if (precision != PROGAN_FASTEST_EXACT || !device.is_cuda())
        return {Network(spec, tensors, device, wanted), name_of(wanted)};
    Network exact(spec, tensors, device);
    const at::Tensor probes =
        at::randn({kProbes, spec.latent_size}, at::detail::createCPUGenerator(1)).to(device);
    const at::Tensor truth = exact.generate(probes, exact.last_level(), 1);
    constexpr double kHalfStep = 1.0 / 255;  // of [-1, 1] in 255 steps
    for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
        Network network(spec, tensors, device, type);
        const double error = difference(network.generate(probes, exact.last_level(), 1), truth, exact);
        if (!(error <= kHalfStep)) continue;
        char text[64];
        std::snprintf(text, sizeof text, "%s, within %.4f of float32", name_of(type), error);
        return {std::move(network), text};
    }
    return {std::move(exact), name_of(at::kFloat)};
}

}  // namespace progan_torch
