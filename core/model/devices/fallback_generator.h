// A generator on a GPU that may fail at any moment (another program takes its memory, the driver is updated):
// then another one, the CPU's, makes the requested face and all that follow, so that whoever uses it, such as
// a recording, can continue. Used by one thread, like every generator.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/model/backend.h"

namespace progan {

/// Creates the generator that takes over and notifies the user; `reason` is the failed device's error. Called
/// at most once, while a face is being made; what it throws is thrown there.
using TakeOver = std::function<std::unique_ptr<Generator>(const std::string& reason)>;

std::unique_ptr<Generator> with_fallback(std::unique_ptr<Generator> generator, TakeOver take_over);

/// The CPU's generator of a model that was read again from `path`. Throws Error, also if it is no longer the
/// one with `sha256`.
std::unique_ptr<Generator> reopen_on_cpu(Backend& backend, Model model, const std::string& path,
                                         const std::string& sha256);

}  // namespace progan
