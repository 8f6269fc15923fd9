# progan::googletest: GoogleTest with its main.
find_package(GTest REQUIRED)
include(GoogleTest)
add_library(progan_googletest INTERFACE)
add_library(progan::googletest ALIAS progan_googletest)
target_link_libraries(progan_googletest INTERFACE GTest::gtest GTest::gtest_main)
