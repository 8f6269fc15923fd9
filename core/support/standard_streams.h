// Descriptors 0, 1 and 2 of a program that was started without some of them ("progan train ... >&-").
#pragma once

namespace progan {

/// To be called first in main(): opens /dev/null as each of stdin, stdout and stderr that is closed. A file
/// that the program opened would otherwise become its stdout, and get in its midst what the program prints.
void open_standard_streams();

}  // namespace progan
