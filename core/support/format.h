// Sentences for people: whole format strings, checked at compile time, by {fmt} 9 or later.
#pragma once

#include <fmt/core.h>  // in fmt 9 and 10 all that is needed, in a third of the time that fmt/format.h takes
#if FMT_VERSION >= 110000
#include <fmt/format.h>
#endif
