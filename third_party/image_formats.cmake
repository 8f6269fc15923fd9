# progan::image_formats: libpng and libjpeg, the readers and writers of PNG and JPEG.
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
add_library(progan_image_formats INTERFACE)
add_library(progan::image_formats ALIAS progan_image_formats)
target_link_libraries(progan_image_formats INTERFACE PNG::PNG JPEG::JPEG)
