#include "core/support/bounded_spin.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace progan {
namespace {

/// Looks at a barrier, each with a pause of some 40 to 140 cycles. Fewer cost speed when nothing else runs
/// (1000: a tenth), more cost it beside other work (20000: half); docs/performance.md has the figures.
constexpr const char* kSpinCount = "5000";

bool is_loaded(const char* library) {
    void* handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    if (handle == nullptr) return false;
    dlclose(handle);
    return true;
}

}  // namespace

bool set_spin_bound() {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) return false;
    return setenv("GOMP_SPINCOUNT", kSpinCount, 1) == 0;
}

void bound_spinning(char** arguments) {
    if (!set_spin_bound() || !is_loaded("libgomp.so.1")) return;
    std::error_code error;
    // By its own path, not the link's, so that it keeps its name in lists of processes.
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) execv(program.c_str(), arguments);
}

}  // namespace progan
