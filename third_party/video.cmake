# progan::video: FFmpeg's libraries.
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBAV REQUIRED IMPORTED_TARGET libavformat libavcodec libavfilter libswscale
  libswresample libavutil)
add_library(progan_video INTERFACE)
add_library(progan::video ALIAS progan_video)
target_link_libraries(progan_video INTERFACE PkgConfig::LIBAV)
