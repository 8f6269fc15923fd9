#include "app/hdf5_reader/process_limits.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "core/support/error.h"

// The sanitizers' own bookkeeping takes terabytes of addresses, and opens pipes.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PROGAN_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PROGAN_SANITIZED
#endif
#endif

namespace progan {
namespace {

#ifndef PROGAN_SANITIZED
constexpr rlim_t kMemoryOfTheProgram = rlim_t{512} << 20;
/// The standard streams, the output once more, and the file, which the library opens by its name.
constexpr rlim_t kOpenFiles = 5;
#endif

/// A lower limit that holds already stays.
template <typename Resource>
void limit(Resource resource, rlim_t most) {
    rlimit limits{};
    if (getrlimit(resource, &limits) != 0) throw Error("could not be read: a limit is unknown.");
    if (limits.rlim_max < most) most = limits.rlim_max;
    limits = {most, most};
    if (setrlimit(resource, &limits) != 0) throw Error("could not be read: a limit could not be set.");
}

}  // namespace

void limit_this_process(const Hdf5Limits& limits) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifndef PROGAN_SANITIZED
    // The file, the largest tensor, and what that is converted from.
    limit(RLIMIT_AS, kMemoryOfTheProgram + 2 * limits.tensor_bytes);
    limit(RLIMIT_NOFILE, kOpenFiles);
#endif
    limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds));
    limit(RLIMIT_FSIZE, limits.tensor_bytes + 2 * limits.text_bytes);
    limit(RLIMIT_CORE, 0);
}

}  // namespace progan
