# progan::x11: Xlib, for the tests that act as a file manager.
find_package(X11 REQUIRED)
add_library(progan_x11 INTERFACE)
add_library(progan::x11 ALIAS progan_x11)
target_link_libraries(progan_x11 INTERFACE X11::X11)
