# progan::xcb: pictures on the clipboard of an X server, where XCB's headers are installed: GLFW's packages
# bring them along.
find_package(PkgConfig REQUIRED)
pkg_check_modules(XCB IMPORTED_TARGET xcb)
add_library(progan_xcb INTERFACE)
add_library(progan::xcb ALIAS progan_xcb)
if(XCB_FOUND)
  target_link_libraries(progan_xcb INTERFACE PkgConfig::XCB)
  target_compile_definitions(progan_xcb INTERFACE PROGAN_HAS_XCB)
endif()
