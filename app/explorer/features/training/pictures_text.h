// What a run says of its pictures. No state.
#pragma once

#include <string>

#include "core/train/run_log.h"

namespace progan {

/// "12 pictures. 1 could not be read: see skipped.txt. ...", in the language in use; empty if the run did not
/// say. What is left out is told in the words of its log.
std::string pictures_text(const RunPictures& pictures);

}  // namespace progan
