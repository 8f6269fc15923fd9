#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "core/support/error.h"

namespace progan::fuzz {

std::filesystem::path as_file(std::span<const std::uint8_t> bytes, const char* name) {
    static const std::filesystem::path folder = [] {
        std::string path = "/dev/shm/progan-fuzz-XXXXXX";
        if (!mkdtemp(path.data())) std::abort();
        static std::filesystem::path kept = path;
        std::atexit([] { std::filesystem::remove_all(kept); });
        return kept;
    }();
    const std::filesystem::path path = folder / name;
    const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0 || write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    close(descriptor);
    return path;
}

void expect_error_or_success(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error&) {
    }
}

}  // namespace progan::fuzz
