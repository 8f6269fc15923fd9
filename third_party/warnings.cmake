# progan::warnings: what our own sources compile clean under.
add_library(progan_warnings INTERFACE)
add_library(progan::warnings ALIAS progan_warnings)
target_compile_options(progan_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion
  $<$<BOOL:${PROGAN_WERROR}>:-Werror>)
