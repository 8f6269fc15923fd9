#include "core/files/memory_file.h"

#include <cerrno>
#include <cstring>

namespace progan {

Descriptor memory_file(const std::string& shown) {
    Descriptor file = system::memory_file();
    if (!file) throw Error("{} cannot be read: {}.", shown, std::strerror(errno));
    return file;
}

Descriptor memory_file(std::span<const std::byte> bytes, const std::string& shown) {
    Descriptor file = memory_file(shown);
    write_all(file, bytes, shown);
    return file;
}

}  // namespace progan
