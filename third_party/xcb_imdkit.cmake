# progan::xcb_imdkit: XCB's server side of XIM, for the test that is an input method. Who only wants the
# programs need not have it.
find_package(PkgConfig REQUIRED)
pkg_check_modules(XCB_IMDKIT IMPORTED_TARGET xcb-imdkit xcb)
if(NOT XCB_IMDKIT_FOUND)
  message(STATUS "xcb-imdkit was not found: the window's tests are left out")
  return()
endif()
add_library(progan_xcb_imdkit INTERFACE)
add_library(progan::xcb_imdkit ALIAS progan_xcb_imdkit)
target_link_libraries(progan_xcb_imdkit INTERFACE PkgConfig::XCB_IMDKIT)
