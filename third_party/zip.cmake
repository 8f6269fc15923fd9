# progan::zip: libzip, for the zip archives in which PyTorch keeps checkpoints.
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
add_library(progan_zip INTERFACE)
add_library(progan::zip ALIAS progan_zip)
target_link_libraries(progan_zip INTERFACE PkgConfig::LIBZIP)
