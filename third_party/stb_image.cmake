# progan::stb_image: stb_image of Debian's libstb as a header, with four of its decoders and no others: PNG
# and JPEG are read by their own libraries, and those left out have crashed on damaged files.
add_library(progan_stb_image INTERFACE)
add_library(progan::stb_image ALIAS progan_stb_image)
target_include_directories(progan_stb_image SYSTEM INTERFACE ${STB_INCLUDE_DIR})
target_compile_definitions(progan_stb_image INTERFACE STBI_ONLY_BMP STBI_ONLY_TGA STBI_ONLY_GIF STBI_ONLY_PSD
  STB_IMAGE_STATIC STBI_NO_STDIO STBI_MAX_DIMENSIONS=16384)
