// The program's standard streams.
#pragma once

namespace progan::system {

/// To be called first in main(): opens the null device as each of stdin, stdout and stderr that is closed, so
/// that no file of ours becomes one of them; and what is printed is UTF-8, unchanged.
void open_standard_streams();

/// Whether a person sees what is written to stderr, and the line can be rewritten.
bool stderr_is_terminal();

}  // namespace progan::system
