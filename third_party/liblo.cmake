# progan::liblo: Debian's liblo, which reads the messages of Open Sound Control. Its own server listens on all
# of the computer's addresses, so the socket is ours.
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBLO REQUIRED IMPORTED_TARGET liblo)
add_library(progan_liblo INTERFACE)
add_library(progan::liblo ALIAS progan_liblo)
target_link_libraries(progan_liblo INTERFACE PkgConfig::LIBLO)
