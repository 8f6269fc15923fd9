// What this process may take, from the moment it begins to read.
#pragma once

#include "app/hdf5_reader/hdf5_contents.h"

namespace progan {

/// Memory, processor time, bytes written, open files and processes; it ends with the program that started it.
/// Throws Error if a limit cannot be set.
void limit_this_process(const Hdf5Limits& limits);

}  // namespace progan
