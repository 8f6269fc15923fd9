# Headers that many sources include are compiled once and shared: two thirds of the time that a source of the
# window takes went into reading them. Every source still includes what it uses: scripts/check-structure holds
# it to that.

# progan_precompile(TARGET HEADER...): compiles them for this target, and for those that say REUSE
# TARGET in place of headers.
function(progan_precompile target)
  if(ARGV1 STREQUAL REUSE)
    target_precompile_headers(${target} REUSE_FROM ${ARGV2})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Else one that ccache has kept is refused once a package has brought its headers again, with other times.
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC forgets which of a precompiled header's lines are the system's, and reports its known false alarms
    # about them.
    target_compile_options(${target} PRIVATE -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
      -Wno-restrict)
  endif()
endfunction()
