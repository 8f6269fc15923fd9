# The tools with which Debian builds programs for Windows, x86-64, and the libraries that scripts/build-windows
# has made for them (PROGAN_WINDOWS_PREFIX in the environment). All is linked into the programs: they need no DLL
# beside those of Windows.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
# Windows aligns the stack to 16 bytes, and this compiler does not align it further for wide vectors
# (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=54412): so none may rely on it.
set(CMAKE_C_FLAGS_INIT -Wa,-muse-unaligned-vector-move)
# Nor may a caller rely on the registers that an inline function leaves alone here: the linker may take another
# object's, compiled otherwise.
set(CMAKE_CXX_FLAGS_INIT "-Wa,-muse-unaligned-vector-move -fno-ipa-ra")
# Windows 10 and later. No UNICODE: it is also the name of one of pickle's opcodes, and the calls for any letter are named in full.
add_compile_definitions(_WIN32_WINNT=0x0A00)
# The tests run where Wine is installed.
find_program(PROGAN_WINE NAMES wine64 wine PATHS /usr/lib/wine)
if(PROGAN_WINE)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${PROGAN_WINE})
endif()

# The compiler's own folders are known to it; of what else is looked for, nothing is the build machine's.
set(CMAKE_FIND_ROOT_PATH $ENV{PROGAN_WINDOWS_PREFIX})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} $ENV{PROGAN_WINDOWS_PREFIX}/lib/pkgconfig)
set(PKG_CONFIG_ARGN --static)
