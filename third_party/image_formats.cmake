# progan::image_formats: libpng and libjpeg, the readers and writers of PNG and JPEG, and, where they are
# installed, libwebp, which reads and writes WebP, and libheif, which reads HEIC and AVIF. Pictures that a
# build cannot read are named when they are left out.
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(WEBP IMPORTED_TARGET libwebp libwebpdemux libwebpmux)
pkg_check_modules(HEIF IMPORTED_TARGET libheif)
add_library(progan_image_formats INTERFACE)
add_library(progan::image_formats ALIAS progan_image_formats)
target_link_libraries(progan_image_formats INTERFACE PNG::PNG JPEG::JPEG)
if(WEBP_FOUND)
  target_link_libraries(progan_image_formats INTERFACE PkgConfig::WEBP)
  target_compile_definitions(progan_image_formats INTERFACE PROGAN_HAS_WEBP)
endif()
if(HEIF_FOUND)
  target_link_libraries(progan_image_formats INTERFACE PkgConfig::HEIF)
  target_compile_definitions(progan_image_formats INTERFACE PROGAN_HAS_HEIF)
endif()
