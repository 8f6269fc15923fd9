#include "core/support/bounded_spin.h"

#include "core/system/process.h"
#include "core/system/shared_library.h"

namespace progan {
namespace {

/// Looks at a barrier, each with a pause of some 40 to 140 cycles. Fewer cost speed when nothing else runs
/// (1000: a tenth), more cost it beside other work (20000: half); docs/performance.md has the figures.
constexpr const char* kSpinCount = "5000";

}  // namespace

bool set_spin_bound() {
    if (system::environment("OMP_WAIT_POLICY") || system::environment("GOMP_SPINCOUNT")) return false;
    return system::set_environment("GOMP_SPINCOUNT", kSpinCount);
}

void bound_spinning(char** arguments) {
    if (set_spin_bound() && system::is_library_open("libgomp.so.1")) system::run_again(arguments);
}

}  // namespace progan
