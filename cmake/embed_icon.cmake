# Writes a file's bytes as a C++ array: cmake -DOUTPUT=... -DSOURCE=... -P embed_icon.cmake
file(READ ${SOURCE} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "// Generated from assets/progan-explorer.tga. Do not edit.
#pragma once

namespace progan {
inline constexpr unsigned char kIconFile[] = {
${bytes}};
}  // namespace progan
")
