// Pictures as they come through the C functions, as the networks take them. Internal to the torch library.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

namespace progan_torch {

/// 8-bit pictures [n, r, r, 3], r = 4 << level -> the same in -1..1 on the device.
inline at::Tensor to_images(const std::uint8_t* rgb, std::int64_t count, int level,
                            const at::Device& device) {
    const std::int64_t side = std::int64_t{4} << level;
    return at::from_blob(const_cast<std::uint8_t*>(rgb), {count, side, side, 3}, at::kByte)
        .to(device)
        .to(at::kFloat)
        .div(127.5)
        .sub(1);
}

}  // namespace progan_torch
