#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
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

std::string_view reader_name() {
    const std::string_view name = program_invocation_short_name, prefix = "fuzz_";
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

void no_such_reader(std::span<const std::string_view> names) {
    std::fprintf(stderr, "%s is the name of no reader; run it as one of:", program_invocation_short_name);
    for (const std::string_view name : names)
        std::fprintf(stderr, " fuzz_%.*s", static_cast<int>(name.size()), name.data());
    std::fputc('\n', stderr);
    std::exit(2);
}

void expect_error_or_success(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error&) {
    }
}

}  // namespace progan::fuzz
