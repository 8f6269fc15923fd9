# progan::fontconfig: Debian's libfontconfig, which knows the fonts that are installed and what they hold.
find_package(Fontconfig REQUIRED)
add_library(progan_fontconfig INTERFACE)
add_library(progan::fontconfig ALIAS progan_fontconfig)
target_link_libraries(progan_fontconfig INTERFACE Fontconfig::Fontconfig)
