# progan::cli11: the option reader.
find_package(CLI11 REQUIRED)
add_library(progan_cli11 INTERFACE)
add_library(progan::cli11 ALIAS progan_cli11)
target_link_libraries(progan_cli11 INTERFACE CLI11::CLI11)
