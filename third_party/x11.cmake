# progan::x11: Xlib, for the tests that act as a file manager. Who only wants the programs need not have it.
find_package(X11)
if(NOT X11_FOUND)
  message(STATUS "Xlib was not found: the window's tests are left out")
  return()
endif()
add_library(progan_x11 INTERFACE)
add_library(progan::x11 ALIAS progan_x11)
target_link_libraries(progan_x11 INTERFACE X11::X11)
