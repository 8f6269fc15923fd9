# The translations: assets/texts/LANGUAGE.po to share/locale/LANGUAGE/LC_MESSAGES/progan-explorer.mo in the
# build tree, as gettext looks for them. Without msgfmt (package gettext) the programs speak English. Sets
# PROGAN_LANGUAGES.
find_program(PROGAN_MSGFMT msgfmt)
file(GLOB po_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/texts/*.po)
set(PROGAN_LANGUAGES)
set(mo_files)
if(PROGAN_MSGFMT)
  foreach(po IN LISTS po_files)
    get_filename_component(language ${po} NAME_WE)
    set(folder ${PROJECT_BINARY_DIR}/share/locale/${language}/LC_MESSAGES)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(
      OUTPUT ${folder}/progan-explorer.mo
      COMMAND ${PROGAN_MSGFMT} -o ${folder}/progan-explorer.mo ${po}
      DEPENDS ${po}
      COMMENT "Translations: ${language}"
      VERBATIM)
    list(APPEND mo_files ${folder}/progan-explorer.mo)
    list(APPEND PROGAN_LANGUAGES ${language})
  endforeach()
else()
  message(STATUS "msgfmt (package gettext) was not found: the programs are built with English texts alone.")
endif()
add_custom_target(progan_texts ALL DEPENDS ${mo_files})
