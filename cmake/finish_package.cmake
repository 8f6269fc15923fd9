# Run by CPack when a package's files are laid out and before it is made: what Debian's policy wants of every
# package beyond what the programs need. The time is that of the commit, so that two runs make the same bytes.
string(TIMESTAMP when "%a, %d %b %Y %H:%M:%S +0000" UTC)

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(share ${CPACK_TEMPORARY_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
  file(WRITE ${share}/doc/${package}/changelog.Debian
"progan-explorer (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) ${CPACK_PROGAN_CODENAME}; urgency=medium

  * Made by scripts/package. CHANGELOG.md says what changed in the program.

 -- ${CPACK_PACKAGE_CONTACT}  ${when}
")
  file(GLOB to_compress ${share}/doc/${package}/changelog.Debian ${share}/man/man1/*.1)
  if(component STREQUAL explorer)
    configure_file(${share}/doc/${package}/CHANGELOG.md ${share}/doc/${package}/changelog COPYONLY)
    list(APPEND to_compress ${share}/doc/${package}/changelog)
  endif()
  execute_process(COMMAND gzip --best --no-name ${to_compress} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
