#include "core/support/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

namespace progan {

void open_standard_streams() {
    int opened = 0;
    do {
        opened = open("/dev/null", O_RDWR);  // the lowest descriptor that is free
    } while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0) close(opened);
}

}  // namespace progan
