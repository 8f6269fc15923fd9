// Whose printf() a function's format is checked against.
#pragma once

#ifdef __MINGW32__
// The standard library's, which knows %zu, and not that of Windows.
#define PROGAN_PRINTF gnu_printf
#else
#define PROGAN_PRINTF printf
#endif
