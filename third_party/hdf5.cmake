# progan::hdf5: libhdf5, in which Keras keeps weights. It is not made for hostile files, so one small program
# alone links it (app/hdf5_reader), which the others start.
find_package(PkgConfig REQUIRED)
pkg_search_module(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial hdf5)
add_library(progan_hdf5 INTERFACE)
add_library(progan::hdf5 ALIAS progan_hdf5)
target_link_libraries(progan_hdf5 INTERFACE PkgConfig::HDF5)
# One interface, whichever version of the library is installed.
target_compile_definitions(progan_hdf5 INTERFACE H5_USE_110_API)
