# progan::imgui: Debian's Dear ImGui (1.86 or newer) with its GLFW and OpenGL 3 backends.
find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui REQUIRED)
find_library(IMGUI_LIBRARY imgui REQUIRED)
# Imported, so that the linker's order is known: the static library needs the others after it.
add_library(progan_imgui UNKNOWN IMPORTED)
add_library(progan::imgui ALIAS progan_imgui)
set_target_properties(progan_imgui PROPERTIES IMPORTED_LOCATION ${IMGUI_LIBRARY})
target_include_directories(progan_imgui SYSTEM INTERFACE ${IMGUI_INCLUDE_DIR} ${IMGUI_INCLUDE_DIR}/backends)
target_link_libraries(progan_imgui INTERFACE progan::stb progan::glfw ${CMAKE_DL_LIBS})
