# What `cpack` makes of the preset `package` (scripts/package): two Debian packages for the Debian they are
# built on.
#   progan-explorer            the window, the command line, the models; no LibTorch
#   progan-explorer-training   LibTorch's part, for training and GPUs; the included model's discriminator
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "ProGAN Explorer authors")
# A package names an address. The project has none yet, and .invalid says so to people and to mail programs.
set(CPACK_PACKAGE_CONTACT "ProGAN Explorer authors <nobody@progan-explorer.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL explorer training)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

# A library has another name in the next Debian, so its name stands in the version.
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release codename REGEX "^VERSION_CODENAME=")
  string(REGEX REPLACE "^VERSION_CODENAME=\"?([a-z]*)\"?$" "\\1" codename "${codename}")
endif()
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~${codename}")
set(CPACK_PROGAN_CODENAME "${codename}")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/finish_package.cmake)

# The summary of CPack's own making is left out: then the first line of a description is it.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_NAME} built using CMake")
set(CPACK_COMPONENT_EXPLORER_DESCRIPTION "explore the faces that a Progressive GAN has learned
A window shows a face live while you move latent sliders, pick seeds and scrub
along journeys from face to face. A small trained generator is included.

To train models and to use a GPU, install progan-explorer-training, too.")
set(CPACK_DEBIAN_EXPLORER_PACKAGE_NAME progan-explorer)
# OpenGL is opened at run time, so no dependency on it is found.
set(CPACK_DEBIAN_EXPLORER_PACKAGE_DEPENDS
  "libgl1, fonts-inter, fonts-materialdesignicons-webfont, fonts-vlgothic")
set(CPACK_DEBIAN_EXPLORER_PACKAGE_RECOMMENDS "libgl1-mesa-dri, xdg-utils")
set(CPACK_DEBIAN_EXPLORER_PACKAGE_SUGGESTS progan-explorer-training)

set(CPACK_COMPONENT_TRAINING_DESCRIPTION "train models for ProGAN Explorer, and use a GPU
The part of ProGAN Explorer that needs LibTorch: training by progressive
growing, from the window or the command line, and generating on a GPU.")
set(CPACK_DEBIAN_TRAINING_PACKAGE_NAME progan-explorer-training)
# Debian's LibTorch multiplies matrices slowly unless OpenBLAS is there.
set(CPACK_DEBIAN_TRAINING_PACKAGE_DEPENDS
  "progan-explorer (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}), libopenblas0-pthread")

install(FILES ${CMAKE_CURRENT_LIST_DIR}/debian-copyright
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/progan-explorer
  RENAME copyright COMPONENT explorer)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/debian-copyright
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/progan-explorer-training
  RENAME copyright COMPONENT training)
include(CPack)
