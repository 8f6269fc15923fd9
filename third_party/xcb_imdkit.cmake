# progan::xcb_imdkit: XCB's server side of XIM, for the test that is an input method.
find_package(PkgConfig REQUIRED)
pkg_check_modules(XCB_IMDKIT REQUIRED IMPORTED_TARGET xcb-imdkit xcb)
add_library(progan_xcb_imdkit INTERFACE)
add_library(progan::xcb_imdkit ALIAS progan_xcb_imdkit)
target_link_libraries(progan_xcb_imdkit INTERFACE PkgConfig::XCB_IMDKIT)
