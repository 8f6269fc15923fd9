# progan::warnings: what our own sources compile clean under.
add_library(progan_warnings INTERFACE)
add_library(progan::warnings ALIAS progan_warnings)
target_compile_options(progan_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion
  # GCC 12 warns of an overlap in std::string's operator+ that cannot be (its bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # Debian 12's GCC alone: others know warnings that have not been seen here, and they must not stop anybody's
  # build.
  $<$<AND:$<BOOL:${PROGAN_WERROR}>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Werror>)
