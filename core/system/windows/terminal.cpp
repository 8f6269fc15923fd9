#include "core/system/terminal.h"

// clang-format off
#include <windows.h>
#include <fcntl.h>
#include <io.h>
// clang-format on

#include <cstdio>
#include <initializer_list>

namespace progan::system {
namespace {
constexpr int kErrors = 2;
}

void open_standard_streams() {
    int opened = 0;
    do {
        opened = _open("NUL", _O_RDWR);  // the lowest descriptor that is free
    } while (opened >= 0 && opened <= kErrors);
    if (opened >= 0) _close(opened);
    SetConsoleOutputCP(CP_UTF8);
    // A line ends as it does everywhere: what is read by programs is the same on every system.
    for (std::FILE* stream : {stdin, stdout, stderr}) _setmode(_fileno(stream), _O_BINARY);
    // The console understands what rewrites a line only if it is asked to.
    HANDLE console = GetStdHandle(STD_ERROR_HANDLE);
    DWORD mode = 0;
    if (GetConsoleMode(console, &mode)) SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

bool stderr_is_terminal() {
    return _isatty(kErrors) != 0;
}

}  // namespace progan::system
