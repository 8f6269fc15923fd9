# progan::video: FFmpeg's libraries. Windows' program is built without them: it writes no GIF or video, and hears
# no sound.
if(WIN32)
  message(STATUS "FFmpeg: left out on Windows; so are GIF, video and sound")
  return()
endif()
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBAV REQUIRED IMPORTED_TARGET libavformat libavcodec libavfilter libswscale
  libswresample libavutil)
add_library(progan_video INTERFACE)
add_library(progan::video ALIAS progan_video)
target_link_libraries(progan_video INTERFACE PkgConfig::LIBAV)
