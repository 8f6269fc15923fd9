// progan-read-hdf5: writes the tensors and texts of the HDF5 file that is its standard input to its standard
// output, as a safetensors file; core/import/containers/hdf5_reader.h starts it. If it cannot, it writes
// what goes after the file's name in a sentence ("is damaged ..."), and the exit status is 1. libhdf5 is not
// made for files from strangers, so whatever it does here, it does to a process that may take no more memory
// and time than such a file needs, opens no other file and writes to none.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <new>
#include <span>
#include <string>

#include "app/hdf5_reader/hdf5_contents.h"
#include "app/hdf5_reader/process_limits.h"
#include "core/files/descriptor.h"
#include "core/support/error.h"

namespace progan {
namespace {

int refuse(const Descriptor& output, const std::string& phrase) {
    if (ftruncate(output.get(), 0) != 0 || lseek(output.get(), 0, SEEK_SET) != 0) return 2;
    try {
        write_all(output, std::as_bytes(std::span(phrase)), "output");
        return 1;
    } catch (const Error&) {
        return 2;
    }
}

int read_input() {
    const Descriptor output(dup(STDOUT_FILENO));
    try {
        struct stat status {};
        if (fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode))
            return refuse(output, "is not a readable file.");
        const Hdf5Limits limits = hdf5_limits(static_cast<std::uint64_t>(status.st_size));
        limit_this_process(limits);
        write_hdf5_contents("/proc/self/fd/0", limits, output);
        return 0;
    } catch (const Error& error) {
        return refuse(output, error.what());
    } catch (const std::bad_alloc&) {
        return refuse(output, "needs more memory than an HDF5 file of its size may take.");
    }
}

}  // namespace
}  // namespace progan

int main() {
    // Nothing of the library's is taken down: a damaged file may have left it in any state.
    _exit(progan::read_input());
}
