// How long LibTorch's OpenMP threads stay awake while they wait for each other.
#pragma once

namespace progan {

/// To be called early in main(), before any thread is started. Unless the user has chosen otherwise
/// (OMP_WAIT_POLICY or GOMP_SPINCOUNT is set), OpenMP's threads wait awake for some microseconds and then
/// sleep, so that a core that other work has taken is waited for in sleep. GNU's OpenMP reads its settings
/// when it is loaded, which Debian's FFmpeg does before main(): the program then executes itself again, with
/// the same process id, `arguments` (main's) and open files. Where it cannot, it continues as it is.
void bound_spinning(char** arguments);

/// The environment alone: true if it was changed, false if the user's choice stands.
bool set_spin_bound();

}  // namespace progan
