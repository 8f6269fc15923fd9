# progan::stb: stb_truetype, and what Dear ImGui needs of it, from Debian's libstb.
find_path(STB_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb REQUIRED)
find_library(STB_LIBRARY stb REQUIRED)
add_library(progan_stb INTERFACE)
add_library(progan::stb ALIAS progan_stb)
target_include_directories(progan_stb SYSTEM INTERFACE ${STB_INCLUDE_DIR})
target_link_libraries(progan_stb INTERFACE ${STB_LIBRARY})
