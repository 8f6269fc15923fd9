# progan::glfw: window, input and the OpenGL context.
find_package(glfw3 3.3 REQUIRED)
add_library(progan_glfw INTERFACE)
add_library(progan::glfw ALIAS progan_glfw)
target_link_libraries(progan_glfw INTERFACE glfw)
target_compile_definitions(progan_glfw INTERFACE GLFW_INCLUDE_NONE)
