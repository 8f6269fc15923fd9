// A model for facebookresearch/pytorch_GAN_zoo: models/progressive_gan.py, models/networks/.
#pragma once

#include <filesystem>

#include "core/model/model_file.h"

namespace progan {

/// Writes, atomically, what that program's load(path, loadD=False) opens: {"config", "netG", "avgG"}, the
/// levels up to the model's last one, and its fade-in alpha. Its generators have pixel norm everywhere with
/// epsilon 1e-8, a to-RGB head at every level, images from -1 to 1 and tanh or nothing after to-RGB: throws
/// Error naming what differs in any other model, and as save_model() does.
void save_gan_zoo(const std::filesystem::path& path, const Model& model);

}  // namespace progan
