# What `cmake --install` puts where. Paths at run time: core/support/paths.cpp.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME explorer)
set(data_dir ${CMAKE_INSTALL_DATADIR}/progan-explorer)
install(TARGETS progan RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET progan-read-hdf5)
  install(TARGETS progan-read-hdf5 RUNTIME DESTINATION ${CMAKE_INSTALL_LIBDIR}/progan-explorer)
endif()
if(TARGET progan_torch)
  install(TARGETS progan_torch LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/progan-explorer COMPONENT training)
  # Only LibTorch can do anything with it.
  install(FILES models/portraits_discriminator.safetensors DESTINATION ${data_dir}/models COMPONENT training)
endif()
install(FILES models/portraits.safetensors models/portraits.md models/toon_heads.safetensors models/toon_heads.md
  DESTINATION ${data_dir}/models)
# The window shows the manual and what it leads to.
install(DIRECTORY docs DESTINATION ${data_dir} FILES_MATCHING PATTERN "*.md" PATTERN man EXCLUDE)
install(FILES README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md DESTINATION ${data_dir})
install(FILES docs/man/progan.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
foreach(language IN LISTS PROGAN_LANGUAGES)
  install(FILES ${PROJECT_BINARY_DIR}/share/locale/${language}/LC_MESSAGES/progan-explorer.mo
    DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${language}/LC_MESSAGES)
endforeach()
# The README's links work where it is installed, too.
install(FILES LICENSE README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md" PATTERN man EXCLUDE)
install(FILES assets/screenshot.png DESTINATION ${CMAKE_INSTALL_DOCDIR}/assets)
install(FILES
  models/portraits.md models/portraits_samples.png models/portraits_data.jpg models/toon_heads.md models/toon_heads_samples.png
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/models)
if(PROGAN_BUILD_EXPLORER)
  install(TARGETS progan-explorer RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES assets/progan-explorer.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES assets/progan-explorer.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
  install(FILES assets/progan-explorer.mime.xml
    DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME progan-explorer.xml)
  install(FILES assets/progan-explorer.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES docs/man/progan-explorer.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
