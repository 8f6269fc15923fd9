# progan::zlib: zlib, for the frames of animated PNG.
find_package(ZLIB REQUIRED)
add_library(progan_zlib INTERFACE)
add_library(progan::zlib ALIAS progan_zlib)
target_link_libraries(progan_zlib INTERFACE ZLIB::ZLIB)
