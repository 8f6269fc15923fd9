# progan_add_core_library(NAME SOURCES file... [USES core-library...] [PRIVATE dependency...]
#   [PUBLIC dependency...] [POSITION_INDEPENDENT])
# One folder of core as one static library, progan_NAME. USES lists the core libraries it may include, by
# NAME: they are linked, and scripts/check-structure holds every #include in the folder against them.
# POSITION_INDEPENDENT: it becomes part of a shared library, too; without the precompiled headers, which are
# made for programs.
function(progan_add_core_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "POSITION_INDEPENDENT" "" "SOURCES;USES;PRIVATE;PUBLIC")
  add_library(progan_${name} STATIC ${arg_SOURCES})
  target_include_directories(progan_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  list(TRANSFORM arg_USES PREPEND progan_)
  target_link_libraries(progan_${name}
    PUBLIC ${arg_USES} ${arg_PUBLIC} PRIVATE progan::warnings ${arg_PRIVATE})
  if(arg_POSITION_INDEPENDENT)
    set_target_properties(progan_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  elseif(name STREQUAL support)
    progan_precompile(progan_support <algorithm> <cmath> <filesystem> <functional> <map> <memory> <optional>
      <span> <string> <vector> ${PROJECT_SOURCE_DIR}/core/support/error.h)
  else()
    progan_precompile(progan_${name} REUSE progan_support)
  endif()
endfunction()
