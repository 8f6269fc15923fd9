# progan::fmt: {fmt}, for every sentence that people read.
find_package(fmt 9 REQUIRED)
add_library(progan_fmt INTERFACE)
add_library(progan::fmt ALIAS progan_fmt)
target_link_libraries(progan_fmt INTERFACE fmt::fmt)
