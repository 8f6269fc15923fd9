#include "core/system/terminal.h"

#include <fcntl.h>
#include <unistd.h>

namespace progan::system {

void open_standard_streams() {
    int opened = 0;
    do {
        opened = ::open("/dev/null", O_RDWR);  // the lowest descriptor that is free
    } while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0) ::close(opened);
}

bool stderr_is_terminal() {
    return ::isatty(STDERR_FILENO) != 0;
}

}  // namespace progan::system
