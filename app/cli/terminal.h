// What the commands print. Names of files, models and axes are somebody else's text: no control character of
// theirs reaches the terminal.
#pragma once

#include <string>

#include "core/system/printf_format.h"

namespace progan::cli {

/// printf() to stdout; '?' for control characters, but for ends of lines, and for invalid UTF-8.
void say(const char* format, ...) __attribute__((format(PROGAN_PRINTF, 1, 2)));
/// The same to stderr: what is about the results, and not one of them.
void note(const char* format, ...) __attribute__((format(PROGAN_PRINTF, 1, 2)));

/// A label and what is known under it, as one line: ends of lines in the value are '?', too, because a name
/// may hold whole lines that are not ours. Says nothing if the value is empty.
void say_fact(const std::string& label, const std::string& value);

/// Whether all that was printed to stdout got there; if not, says so. To be asked last: a full disk may show
/// only now.
bool said_all();

}  // namespace progan::cli
