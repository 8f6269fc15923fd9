// A generator on a GPU that may fail at any moment (another program takes its memory, the driver is updated
// under it): the face that was asked for and all that follow are then made by another, the CPU's. Whoever
// holds it, a recording too, goes on. Used by one thread, as every generator.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/model/backend.h"

namespace progan {

/// Makes the generator that takes over and tells people so; `reason` is the failed device's sentence. Called
/// at most once, while a face is asked for. What it throws is thrown there.
using TakeOver = std::function<std::unique_ptr<Generator>(const std::string& reason)>;

std::unique_ptr<Generator> with_fallback(std::unique_ptr<Generator> generator, TakeOver take_over);

/// The CPU's generator of a model that was read once more from `path`. Throws Error, also if it is not the
/// one of `sha256` any more.
std::unique_ptr<Generator> reopen_on_cpu(Backend& backend, Model model, const std::string& path,
                                         const std::string& sha256);

}  // namespace progan
